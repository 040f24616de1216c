// Elements that are pressed and hold nothing.

import { html } from "../vendor/htm-preact.js";
import { Icon } from "../icons.js";
import { Menu } from "../menu.js";
import { safe } from "./marks.js";
import { useElement } from "./surface.js";
import { plain, Text } from "./text.js";

export const FAILED = "The last press did not get through";

export const Failed = ({ mark }) =>
  mark === "failed" && html`<span class="failed" role="img" aria-label=${FAILED} title=${FAILED}>⚠</span>`;

export function Button({ element, block }) {
  const { mark, press } = useElement(element, block);
  const { style, url, value, accessibility_label: label } = element;
  const href = url && safe(url);
  const attributes = {
    class: `button ${style === "primary" || style === "danger" ? style : ""}`,
    "aria-label": label || undefined,
    "aria-busy": mark === "busy",
    "data-testid": "button",
    "data-action-id": element.action_id,
    onClick: () => mark !== "busy" && press(value === undefined ? {} : { value }),
  };
  const inside = html`<${Text} text=${element.text} /><${Failed} mark=${mark} />`;
  if (href) return html`<a href=${href} target="_blank" rel="noopener noreferrer" ...${attributes}>${inside}</a>`;
  return html`<button type="button" ...${attributes}>${inside}</button>`;
}

export function Overflow({ element, block }) {
  const { mark, press } = useElement(element, block);
  const items = element.options.map((option) => ({
    text: plain(option.text),
    detail: plain(option.description),
    testid: "overflow-option",
    onPick: () => {
      if (option.url && safe(option.url)) open(option.url, "_blank", "noopener");
      press({ selected_option: option });
    },
  }));
  const button = { class: "button square", "aria-busy": mark === "busy", "data-action-id": element.action_id };
  return html`<${Menu} label="More options" items=${items} button=${button}><${Icon} name="more" /><//>
    <${Failed} mark=${mark} />`;
}

export function FeedbackButtons({ element, block }) {
  const { mark, press } = useElement(element, block);
  const both = [
    ["up", element.positive_button],
    ["down", element.negative_button],
  ];
  return html`<span class="pair" role="group" aria-label="Feedback">
    ${both.map(
      ([icon, { text, value, accessibility_label: label }]) => html`<${IconOnly}
        ...${{ icon, element, mark, label: label || plain(text), onClick: () => press({ value }) }}
      />`,
    )}
    <${Failed} mark=${mark} />
  </span>`;
}

export function IconButton({ element, block }) {
  const { mark, press } = useElement(element, block);
  const label = element.accessibility_label || plain(element.text);
  const onClick = () => press(element.value === undefined ? {} : { value: element.value });
  return html`<${IconOnly} ...${{ icon: element.icon, element, mark, label, onClick }} /><${Failed} mark=${mark} />`;
}

function IconOnly({ icon, element, mark, label, onClick }) {
  return html`<button
    type="button"
    class="icon-button"
    aria-label=${label}
    title=${label}
    aria-busy=${mark === "busy"}
    data-action-id=${element.action_id}
    onClick=${onClick}
  >
    <${Icon} name=${icon} />
  </button>`;
}
