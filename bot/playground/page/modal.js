// The bot's windows. All views of the stack stay in the page, so that going back finds what was typed.

import { html, useEffect, useLayoutEffect, useRef, useState } from "./vendor/htm-preact.js";
import { Blocks } from "./blocks/blocks.js";
import { faultsIn } from "./blocks/state.js";
import { useSurface } from "./blocks/surface.js";
import { plain } from "./blocks/text.js";
import { Boundary } from "./boundary.js";
import { useApp } from "./context.js";
import { Dialog, focusable } from "./dialog.js";
import { Icon } from "./icons.js";

export function Modals({ views, children }) {
  const { doOrTell } = useApp();
  const top = views[views.length - 1];
  const close = () => doOrTell("close", { view_id: top.id });
  const closeAll = () => doOrTell("close", { view_id: top.id, all: true });
  return html`<${Dialog} onEscape=${close} aria-labelledby=${`title-${top.id}`} data-testid="modal" data-view-id=${top.id}>
    ${views.map((view, at) => html`<${View} key=${view.id} ...${{ view, at, hidden: view !== top, close, closeAll }} />`)}
    ${children}
  <//>`;
}

function View({ view, at, hidden, close, closeAll }) {
  const { act } = useApp();
  const surface = useSurface({ view_id: view.id }, view.blocks);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState({});
  const form = useRef(null);
  const errors = refused.errors ?? view.errors ?? {};
  const testid = (name) => (hidden ? undefined : name);

  useEffect(() => {
    if (!hidden) focusFirst(form.current);
  }, [hidden]);
  useLayoutEffect(() => {
    if (Object.keys(errors).length) focusWrong(form.current);
  }, [refused, JSON.stringify(view.errors ?? refused.errors)]);

  const submit = async (event) => {
    event.preventDefault();
    if (!view.submit || busy) return;
    const state = surface.state();
    const faults = faultsIn(surface.blocks, state);
    if (Object.keys(faults).length) {
      setRefused({ errors: faults });
      return;
    }
    setBusy(true);
    const answer = await act("submit", { view_id: view.id, state });
    setBusy(false);
    setRefused(answer.ok ? {} : { errors: answer.errors, sentence: answer.error });
  };

  // As in Slack: with windows below this one, the cross closes them all.
  const cross = at > 0 ? { "aria-label": "Close all", onClick: closeAll } : { "aria-label": "Close", onClick: close };
  return html`<form class="view" novalidate hidden=${hidden} ref=${form} onSubmit=${submit}>
    <header>
      ${at > 0 &&
      html`<button type="button" class="icon-button" aria-label="Back" data-testid=${testid("modal-back")} onClick=${close}>
        <${Icon} name="back" />
      </button>`}
      <h2 id=${`title-${view.id}`} tabindex="-1">${plain(view.title)}</h2>
      <button type="button" class="icon-button" data-testid=${testid("modal-close")} ...${cross}>
        <${Icon} name="close" />
      </button>
    </header>
    <div class="dialog-body">
      <${Boundary} data=${view} what="window"><${Blocks} surface=${surface} errors=${errors} /><//>
    </div>
    <${Elsewhere} refused=${refused} errors=${errors} blocks=${surface.blocks} />
    <footer>
      ${(view.close || view.submit) &&
      html`<button type="button" class="button" data-testid=${testid("modal-cancel")} onClick=${close}>
        ${plain(view.close) || "Cancel"}
      </button>`}
      ${view.submit &&
      html`<button type="submit" class="button primary" aria-busy=${busy} data-testid=${testid("modal-submit")}>
        ${plain(view.submit)}
      </button>`}
    </footer>
  </form>`;
}

// What was refused and belongs to no input of the window.
function Elsewhere({ refused, errors, blocks }) {
  const isInput = (id) => blocks.some?.((block) => block.block_id === id && block.type === "input");
  const loose = Object.entries(errors).filter(([id]) => !isInput(id));
  const said = [...(refused.sentence ? [refused.sentence] : []), ...loose.map(([id, text]) => `${text} (${id})`)];
  return said.length > 0 && html`<p class="error loose" role="alert" data-testid="modal-error">${said.join(" ")}</p>`;
}

function focusFirst(form) {
  const field = focusable(form.querySelector(".dialog-body")).find((each) => each.matches("input, textarea, select"));
  (field ?? form.querySelector("h2")).focus();
}

function focusWrong(form) {
  const wrong = form.querySelector("[aria-invalid='true']");
  const inside = wrong && focusable(wrong)[0];
  (inside ?? wrong)?.focus();
}
