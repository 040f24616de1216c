// A window over the page. The browser makes the rest inert and gives the focus back at the end.

import { html, useCallback, useLayoutEffect, useRef, useState } from "./vendor/htm-preact.js";
import { useUid } from "./context.js";
import { Text } from "./blocks/text.js";

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";

// Laid out ones only: the views further down in a stack are in the page too, hidden.
export const focusable = (root) =>
  [...root.querySelectorAll(FOCUSABLE)].filter((each) => each.checkVisibility() && !each.disabled);

export function Dialog({ onEscape, children, ...rest }) {
  const box = useRef(null);

  useLayoutEffect(() => {
    const dialog = box.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);

  const onKeyDown = (event) => {
    if (event.key === "Escape") {
      // The server decides what is open: the browser must not close it by itself.
      event.preventDefault();
      onEscape();
    } else if (event.key === "Tab") {
      keepInside(event, focusable(box.current));
    }
  };
  const onCancel = (event) => {
    event.preventDefault();
    onEscape();
  };
  return html`<dialog class="dialog" ref=${box} onKeyDown=${onKeyDown} onCancel=${onCancel} ...${rest}>${children}</dialog>`;
}

function keepInside(event, all) {
  const ends = [all[0], all[all.length - 1]];
  const [from, to] = event.shiftKey ? ends : ends.reverse();
  if (document.activeElement !== from || !to) return;
  event.preventDefault();
  to.focus();
}

// ask(confirm object of Slack's) is a promise of true or false.
export function useConfirm() {
  const [asked, setAsked] = useState(null);
  const ask = useCallback((confirm) => new Promise((answer) => setAsked({ confirm, answer })), []);
  const done = (agreed) => {
    setAsked(null);
    asked.answer(agreed);
  };
  return [asked && html`<${Confirm} confirm=${asked.confirm} done=${done} />`, ask];
}

function Confirm({ confirm, done }) {
  const id = useUid();
  const no = () => done(false);
  return html`<${Dialog} onEscape=${no} aria-labelledby=${id} class="dialog small" data-testid="confirm">
    <header><h2 id=${id}><${Text} text=${confirm.title} /></h2></header>
    <div class="dialog-body"><${Text} text=${confirm.text} /></div>
    <footer>
      <button type="button" class="button" onClick=${no} data-testid="confirm-deny"><${Text} text=${confirm.deny} /></button>
      <button
        type="button"
        class=${confirm.style === "danger" ? "button danger" : "button primary"}
        onClick=${() => done(true)}
        data-testid="confirm-agree"
      >
        <${Text} text=${confirm.confirm} />
      </button>
    </footer>
  <//>`;
}
