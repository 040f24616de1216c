// Sentences about what went wrong. They stay until dismissed: nobody has to read fast.

import { html, useCallback, useState } from "./vendor/htm-preact.js";
import { Icon } from "./icons.js";

const AT_MOST = 3;

let last = 0;

export function useToasts() {
  const [toasts, setToasts] = useState([]);
  const tell = useCallback((text) => {
    const toast = { id: (last += 1), text: text || "That did not work." };
    setToasts((all) => [...all.filter((each) => each.text !== toast.text), toast].slice(-AT_MOST));
  }, []);
  const drop = useCallback((id) => setToasts((all) => all.filter((each) => each.id !== id)), []);
  return { toasts, tell, drop };
}

export function Toasts({ toasts, drop }) {
  return html`<div class="toasts" role="alert">
    ${toasts.map(
      ({ id, text }) => html`<div class="toast" key=${id} data-testid="toast">
        <span>${text}</span>
        <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => drop(id)}>
          <${Icon} name="close" />
        </button>
      </div>`,
    )}
  </div>`;
}
