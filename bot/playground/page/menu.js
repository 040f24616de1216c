// A button that opens a menu of actions.

import { html, useEffect, useRef, useState } from "./vendor/htm-preact.js";
import { useUid } from "./context.js";
import { Popup } from "./popup.js";

export function Menu({ label, items, children, button = {} }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef(null);
  const id = useUid();

  const close = () => {
    setOpen(false);
    anchor.current.focus();
  };
  const pick = (item) => {
    close();
    item.onPick();
  };
  const onKeyDown = (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    setOpen(true);
  };

  return html`<button
      type="button"
      class="icon-button"
      aria-label=${label}
      title=${label}
      aria-haspopup="menu"
      aria-expanded=${open}
      aria-controls=${open ? id : undefined}
      ref=${anchor}
      onClick=${() => setOpen(!open)}
      onKeyDown=${onKeyDown}
      ...${button}
    >
      ${children}
    </button>
    ${open &&
    html`<${Popup} id=${id} anchor=${anchor} least=${220} toEnd role="menu" aria-label=${label} onLeave=${() => setOpen(false)}>
      <${Items} items=${items} onPick=${pick} onClose=${close} />
    <//>`}`;
}

function Items({ items, onPick, onClose }) {
  const list = useRef(null);
  // Once the popup is shown: what is hidden takes no focus.
  useEffect(() => list.current.firstElementChild?.focus(), []);

  const onKeyDown = (event) => {
    const all = [...list.current.children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[to % all.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return html`<div class="menu" role="presentation" ref=${list} onKeyDown=${onKeyDown}>
    ${items.map(
      (item) => html`<button
        type="button"
        role="menuitem"
        tabindex="-1"
        class=${item.danger ? "menu-item danger" : "menu-item"}
        data-testid=${item.testid}
        onClick=${() => onPick(item)}
      >
        ${item.icon}<span>${item.text}${item.detail && html`<small>${item.detail}</small>`}</span>
      </button>`,
    )}
  </div>`;
}
