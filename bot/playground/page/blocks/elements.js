// Element type to what draws it.

import { html } from "../vendor/htm-preact.js";
import { Button, FeedbackButtons, IconButton, Overflow } from "./buttons.js";
import { Checkboxes, Picker, RadioButtons, RichTextInput, ShapedInput, TextInput } from "./inputs.js";
import { NotDrawn } from "./notdrawn.js";
import { ConversationsSelect, ExternalSelect, StaticSelect, UsersSelect } from "./selects.js";
import { plain } from "./text.js";

const ELEMENTS = {
  button: Button,
  overflow: Overflow,
  feedback_buttons: FeedbackButtons,
  icon_button: IconButton,
  static_select: StaticSelect,
  multi_static_select: StaticSelect,
  external_select: ExternalSelect,
  multi_external_select: ExternalSelect,
  users_select: UsersSelect,
  multi_users_select: UsersSelect,
  conversations_select: ConversationsSelect,
  multi_conversations_select: ConversationsSelect,
  channels_select: ConversationsSelect,
  multi_channels_select: ConversationsSelect,
  checkboxes: Checkboxes,
  radio_buttons: RadioButtons,
  datepicker: Picker,
  timepicker: Picker,
  datetimepicker: Picker,
  plain_text_input: TextInput,
  number_input: ShapedInput,
  email_text_input: ShapedInput,
  url_text_input: ShapedInput,
  rich_text_input: RichTextInput,
};

const NAMES = {
  checkboxes: "Choices",
  radio_buttons: "Choices",
  datepicker: "Date",
  timepicker: "Time",
  datetimepicker: "Date and time",
};

export function Element({ element, block, field }) {
  const Drawn = ELEMENTS[element.type];
  if (!Drawn) return html`<${NotDrawn} type=${element.type} />`;
  return html`<${Drawn} element=${element} block=${block} field=${field ?? fieldOf(element, block)} />`;
}

// Outside an input block nothing on the page names an element: it needs a name of its own.
function fieldOf(element, block) {
  const named = plain(element.placeholder) || plain(block.text) || NAMES[element.type];
  return { id: `${block.block_id}-${element.action_id}`, "aria-label": named };
}
