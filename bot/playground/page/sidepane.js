// A pane at the right, with a name and a way to close it.

import { html } from "./vendor/htm-preact.js";
import { Icon } from "./icons.js";

export function SidePane({ name, kind, testid, onClose, children }) {
  return html`<aside class=${`side ${kind}`} aria-label=${name} data-testid=${testid}>
    <header class="pane-header">
      <h2>${name}</h2>
      <button
        type="button"
        class="icon-button"
        aria-label=${`Close ${name.toLowerCase()}`}
        data-testid=${`${testid}-close`}
        onClick=${onClose}
      >
        <${Icon} name="close" />
      </button>
    </header>
    ${children}
  </aside>`;
}
