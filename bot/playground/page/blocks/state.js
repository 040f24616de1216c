// What the inputs of a message or view hold, in the form that Slack sends it.

// Element type: the key its value goes under, and the key of the value it starts with.
const KEYS = {
  plain_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  rich_text_input: ["rich_text_value", "initial_value"],
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  checkboxes: ["selected_options", "initial_options"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_external_select: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
};

const REQUIRED = "Please complete this required field.";

export const keyOf = (blockId, element) => `${blockId}\n${element.action_id}`;

export const valueKey = (type) => KEYS[type]?.[0];

export const isMany = (type) => type === "checkboxes" || type.startsWith("multi_");

// Slack names every block that comes without a name. What is no list is left for the drawing to refuse.
export const named = (blocks) =>
  Array.isArray(blocks) ? blocks.map((block, at) => ({ ...block, block_id: block?.block_id ?? `block-${at}` })) : blocks;

export function initialValue(element) {
  return element[KEYS[element.type]?.[1]] ?? (isMany(element.type) ? [] : null);
}

// {block_id: {action_id: {type, value}}} of every input; kept is what was typed or chosen so far.
export function collected(blocks, kept) {
  const state = {};
  for (const [blockId, element] of inputs(blocks)) {
    const value = kept.has(keyOf(blockId, element)) ? kept.get(keyOf(blockId, element)) : initialValue(element);
    (state[blockId] ??= {})[element.action_id] = { type: element.type, [valueKey(element.type)]: value };
  }
  return state;
}

function* inputs(blocks) {
  for (const block of blocks) {
    const elements = [block.element, block.accessory, ...(block.type === "actions" ? block.elements ?? [] : [])];
    for (const element of elements) if (element && KEYS[element.type]) yield [block.block_id, element];
  }
}

// What Slack itself refuses before the bot hears of it: {block_id: sentence}.
export function faultsIn(blocks, state) {
  const faults = {};
  for (const block of blocks) {
    if (block.type !== "input" || !KEYS[block.element?.type]) continue;
    const value = state[block.block_id][block.element.action_id][valueKey(block.element.type)];
    const fault = isEmpty(value) ? !block.optional && REQUIRED : faultIn(block.element, value);
    if (fault) faults[block.block_id] = fault;
  }
  return faults;
}

const isEmpty = (value) => value === null || value.length === 0;

const CHECKS = {
  plain_text_input: ({ min_length = 0, max_length = 3000 }, value) => {
    if (value.length < min_length) return `Please write at least ${min_length} characters.`;
    return value.length > max_length && `Please write at most ${max_length} characters.`;
  },
  email_text_input: (_, value) => !/^\S+@\S+\.\S+$/.test(value) && "Please enter a valid email address.",
  url_text_input: (_, value) => !/^https?:\/\/\S+$/.test(value) && "Please enter a valid web address.",
  number_input: ({ is_decimal_allowed, min_value, max_value }, value) => {
    if (!(is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(value)) return "Please enter a number.";
    if (min_value !== undefined && +value < +min_value) return `Please enter a number from ${min_value}.`;
    return max_value !== undefined && +value > +max_value && `Please enter a number up to ${max_value}.`;
  },
};

const faultIn = (element, value) => CHECKS[element.type]?.(element, value);
