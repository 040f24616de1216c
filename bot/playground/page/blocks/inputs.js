// Elements to type in, tick or set.
//
// Each takes `field`: the attributes that tie it to its label, hint and error.

import { html } from "../vendor/htm-preact.js";
import { fromWall, wall } from "../times.js";
import { Failed } from "./buttons.js";
import { useElement } from "./surface.js";
import { plain, Text } from "./text.js";

const typed = (text) => (text === "" ? null : text);

function pressedByEnter(block, { press, value }) {
  if (!block.dispatch_action) return undefined;
  return (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    press({ value });
  };
}

function attributesOf(element, field) {
  return { class: "input", placeholder: plain(element.placeholder), "data-action-id": element.action_id, ...field };
}

export function TextInput({ element, block, field }) {
  const used = useElement(element, block);
  const attributes = {
    ...attributesOf(element, field),
    value: used.value ?? "",
    maxLength: element.max_length,
    minLength: element.min_length,
    onInput: ({ target }) => used.keep(typed(target.value)),
    onKeyDown: pressedByEnter(block, used),
  };
  if (element.multiline) return html`<textarea rows="4" ...${attributes}></textarea>`;
  return html`<input type="text" ...${attributes} />`;
}

// As text inputs of their own kind: the page words the errors, as Slack does, not the browser.
const MODES = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };

export function ShapedInput({ element, block, field }) {
  const used = useElement(element, block);
  return html`<input
    type="text"
    inputmode=${MODES[element.type]}
    value=${used.value ?? ""}
    onInput=${({ target }) => used.keep(typed(target.value.trim()))}
    onKeyDown=${pressedByEnter(block, used)}
    ...${attributesOf(element, field)}
  />`;
}

export function RichTextInput({ element, block, field }) {
  const { value, keep } = useElement(element, block);
  const onInput = ({ target }) => keep(target.value ? asRichText(target.value) : null);
  return html`<textarea rows="4" value=${textOf(value)} onInput=${onInput} ...${attributesOf(element, field)}></textarea>`;
}

const asRichText = (text) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});

const textOf = (value) =>
  (value?.elements ?? []).map((part) => part.elements.map((leaf) => leaf.text ?? leaf.url ?? "").join("")).join("\n");

// Pickers: the browser's own. [input type, Slack's value to the input's, and back]
const same = (value) => value;
const PICKERS = {
  datepicker: ["date", same, same],
  timepicker: ["time", same, same],
  datetimepicker: ["datetime-local", wall, fromWall],
};

export function Picker({ element, block, field }) {
  const { value, mark, choose } = useElement(element, block);
  const [type, toInput, fromInput] = PICKERS[element.type];
  const onChange = ({ target }) => choose(target.value ? fromInput(target.value) : null);
  const shown = value === null ? "" : toInput(value);
  return html`<span class="with-mark" aria-busy=${mark === "busy"}>
    <input type=${type} value=${shown} onChange=${onChange} ...${attributesOf(element, field)} />
    <${Failed} mark=${mark} />
  </span>`;
}

export function Checkboxes({ element, block, field }) {
  const { value, mark, choose } = useElement(element, block);
  const toggle = (option) => {
    const without = value.filter((each) => each.value !== option.value);
    choose(without.length < value.length ? without : [...value, option]);
  };
  const { "aria-invalid": invalid, ...group } = field;
  return html`<div role="group" class="choices" aria-busy=${mark === "busy"} ...${group}>
    ${element.options.map((option) => {
      const checked = value.some((each) => each.value === option.value);
      const attributes = { type: "checkbox", checked, "aria-invalid": invalid, onChange: () => toggle(option) };
      return html`<${Choice} element=${element} option=${option} attributes=${attributes} />`;
    })}
    <${Failed} mark=${mark} />
  </div>`;
}

export function RadioButtons({ element, block, field }) {
  const { value, mark, choose } = useElement(element, block);
  return html`<div role="radiogroup" class="choices" aria-busy=${mark === "busy"} ...${field}>
    ${element.options.map((option) => {
      const checked = value?.value === option.value;
      const attributes = { type: "radio", name: `${field.id}-radio`, checked, onChange: () => choose(option) };
      return html`<${Choice} element=${element} option=${option} attributes=${attributes} />`;
    })}
    <${Failed} mark=${mark} />
  </div>`;
}

function Choice({ element, option, attributes }) {
  return html`<label class="choice">
    <input data-action-id=${element.action_id} value=${option.value} ...${attributes} />
    <span>
      <${Text} text=${option.text} />
      ${option.description && html`<small><${Text} text=${option.description} /></small>`}
    </span>
  </label>`;
}
