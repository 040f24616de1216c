// A field to choose from a list by typing or by arrow keys (WAI-ARIA combobox with a listbox).
//
// groups: [{label, options: [{key, text, detail}]}]. picked: keys that are chosen now.
// With onQuery the caller filters (it asks somebody); without it the list is filtered here.

import { html, useEffect, useRef, useState } from "./vendor/htm-preact.js";
import { useUid } from "./context.js";
import { Icon } from "./icons.js";
import { Popup } from "./popup.js";

export function Combobox(props) {
  const { groups, shown, picked, placeholder, note, busy, many, onPick, onQuery, onBackspace, attributes = {} } = props;
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const input = useRef(null);
  const id = useUid();

  const found = onQuery ? groups : filtered(groups, query);
  const options = found.flatMap((group) => group.options);
  const current = open ? options[Math.min(active, options.length - 1)] : undefined;

  const ask = (text) => {
    setQuery(text);
    setActive(0);
    onQuery?.(text);
  };
  const show = () => {
    if (open) return;
    ask("");
    setOpen(true);
    const at = options.findIndex((option) => picked.includes(option.key));
    setActive(Math.max(at, 0));
  };
  const hide = () => {
    setOpen(false);
    setQuery("");
  };
  const pick = (option) => {
    onPick(option);
    if (many) ask("");
    else hide();
  };
  const onInput = ({ target }) => {
    setOpen(true);
    ask(target.value);
  };
  const onKeyDown = (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      if (!open) show();
      else setActive((active + steps[event.key] + options.length) % (options.length || 1));
    } else if (event.key === "Enter") {
      if (!open) show();
      else if (current) pick(current);
    } else if (event.key === "Escape" && open) {
      hide();
      // An open list takes this Escape; only the next one is the dialog's.
      event.stopPropagation();
    } else {
      if (event.key === "Backspace" && !query) onBackspace?.();
      return;
    }
    event.preventDefault();
  };

  return html`<span class="combobox">
    <input
      type="text"
      role="combobox"
      autocomplete="off"
      spellcheck=${false}
      aria-autocomplete="list"
      aria-expanded=${open}
      aria-controls=${open ? id : undefined}
      aria-activedescendant=${current ? `${id}-${options.indexOf(current)}` : undefined}
      aria-busy=${Boolean(busy)}
      placeholder=${(open && shown) || placeholder}
      value=${open ? query : shown}
      ref=${input}
      onInput=${onInput}
      onFocus=${() => input.current.select()}
      onClick=${show}
      onKeyDown=${onKeyDown}
      onBlur=${hide}
      ...${attributes}
    />
    <${Icon} name="chevron" />
    ${open &&
    html`<${Popup} anchor=${input} least=${300} onLeave=${hide} onMouseDown=${(event) => event.preventDefault()}>
      <div role="listbox" id=${id} aria-label=${attributes["aria-label"] ?? placeholder} aria-multiselectable=${Boolean(many)}>
        ${found.map((group, at) => html`<${Group} ...${{ group, at, id, options, current, picked, onPick: pick }} />`)}
      </div>
      ${(note || !options.length) && html`<div class="listbox-note" role="status">${note || "No results"}</div>`}
    <//>`}
  </span>`;
}

function Group({ group, at, id, options, current, picked, onPick }) {
  const drawn = group.options.map((option) => {
    const props = { id: `${id}-${options.indexOf(option)}`, active: option === current, picked: picked.includes(option.key) };
    return html`<${Option} key=${option.key} option=${option} onPick=${onPick} ...${props} />`;
  });
  if (!group.label) return drawn;
  return html`<div role="group" aria-labelledby=${`${id}-g${at}`}>
    <div class="listbox-group" id=${`${id}-g${at}`} role="presentation">${group.label}</div>
    ${drawn}
  </div>`;
}

export function Option({ id, option, active, picked, onPick }) {
  const line = useRef(null);
  useEffect(() => active && line.current.scrollIntoView({ block: "nearest" }), [active]);
  return html`<div
    role="option"
    id=${id}
    ref=${line}
    class=${active ? "option active" : "option"}
    aria-selected=${picked}
    data-testid="option"
    onClick=${() => onPick(option)}
  >
    <span>${option.text}</span>${option.detail && html`<small>${option.detail}</small>`}
  </div>`;
}

function filtered(groups, query) {
  const words = query.toLowerCase().split(/\s+/);
  const has = ({ text, detail }) => words.every((word) => `${text} ${detail ?? ""}`.toLowerCase().includes(word));
  return groups
    .map((group) => ({ ...group, options: group.options.filter(has) }))
    .filter((group) => group.options.length);
}
