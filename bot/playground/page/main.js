// The playground: a page that stands in for Slack. It draws the server's snapshot and sends gestures;
// it keeps nothing of its own but drafts, the theme and what is open.
//
// Test ids (data-testid):
//   page       menu, bot-state, clock-now, controls-toggle, inspector-toggle, lost, toast
//   sidebar    sidebar, person-switcher, person-job, conversation-<id>, theme-system|light|dark
//   main       title, channel-menu, remove, not-in, invite, bot-bar, tab-messages, tab-home, messages,
//              welcome, example-<0..2>, prompts, home, home-empty
//   message    message (data-ts), replies, reply-in-thread, more-actions, shortcut-<callback id>, dismiss,
//              undrawable, not-drawn
//   composer   composer, send, composer-error, suggestions, option; in a thread thread-composer, thread-composer-send
//   thread     thread-pane, thread-pane-close, thread-messages
//   blocks     block-<type> (data-block-id), button, option, chip, overflow-option, input-error;
//              every element carries data-action-id
//   modal      modal (data-view-id), modal-submit, modal-cancel, modal-close, modal-back, modal-error,
//              confirm, confirm-agree, confirm-deny
//   inspector  inspector, inspector-close, traffic-entry
//   controls   controls, controls-close, clock, clock-hour|morning|week|next|again, scheduled, redeliveries, faults, fault-<kind>,
//              fault-once|always, bot-stop, bot-start

import { html, render, useState } from "./vendor/htm-preact.js";
import { Boundary } from "./boundary.js";
import { App, useApp } from "./context.js";
import { Controls, useNow } from "./controls.js";
import { Conversation, ThreadPane } from "./conversation.js";
import { useConfirm } from "./dialog.js";
import { gesture } from "./gestures.js";
import { Icon } from "./icons.js";
import { Inspector } from "./inspector.js";
import { useWorkspace } from "./live.js";
import { Modals } from "./modal.js";
import { useRoute } from "./route.js";
import { Sidebar } from "./sidebar.js";
import { applyTheme } from "./theme.js";
import { time } from "./times.js";
import { Toasts, useToasts } from "./toast.js";

function Playground() {
  const [route, go] = useRoute();
  const { snapshot, lost, refresh } = useWorkspace(route, () => go(null));
  const { toasts, tell, drop } = useToasts();
  const [confirm, ask] = useConfirm();
  const [tool, setTool] = useState(null);
  const [menu, setMenu] = useState(false);

  if (!snapshot?.me) return html`<main class="opening" role="status">${lost ? html`<${Lost} />` : "Opening the workspace…"}</main>`;

  const { me, views } = snapshot;
  const act = async (name, body = {}) => {
    const answer = await gesture(name, { as: me.id, ...body });
    await refresh();
    return answer;
  };
  const told = (answer) => {
    if (!answer.ok) tell(answer.error);
    return answer;
  };
  const doOrTell = async (name, body) => told(await act(name, body));
  const suggest = async (body) => told(await gesture("suggest", { as: me.id, ...body }));
  const app = { snapshot, me, route, go, tell, ask, act, doOrTell, suggest };

  // An open dialog makes the rest of the page inert: what is said then is said inside it.
  const said = html`<${Toasts} toasts=${toasts} drop=${drop} />`;
  const toggle = (name) => setTool(tool === name ? null : name);
  const leaveTool = () => setTool(null);
  return html`<${App.Provider} value=${app}>
    <${Topbar} ...${{ tool, toggle, menu, onMenu: () => setMenu(!menu) }} />
    ${lost && html`<${Lost} />`}
    <div class="shell">
      <${Boundary} data=${snapshot} what="list"><${Sidebar} open=${menu} onLeave=${() => setMenu(false)} /><//>
      <${Boundary} data=${snapshot} what="conversation"><${Conversation} /><//>
      ${route.thread && html`<${Boundary} data=${snapshot} what="thread"><${ThreadPane} key=${route.thread} ts=${route.thread} /><//>`}
      ${tool === "inspector" && html`<${Boundary} data=${snapshot} what="traffic"><${Inspector} onClose=${leaveTool} /><//>`}
      ${tool === "controls" && html`<${Boundary} data=${snapshot} what="drawer"><${Controls} onClose=${leaveTool} /><//>`}
    </div>
    ${views.length > 0 ? html`<${Modals} views=${views}>${said}<//>` : said}
    ${confirm}
  <//>`;
}

const Lost = () => html`<div class="lost" role="status" data-testid="lost">
  The workspace does not answer. Start it again with <code>python -m bot</code>. What you typed stays here.
</div>`;

function Topbar({ tool, toggle, menu, onMenu }) {
  return html`<header class="topbar">
    <button type="button" class="icon-button menu-button" aria-label="Menu" aria-expanded=${menu} data-testid="menu" onClick=${onMenu}>
      <${Icon} name="menu" />
    </button>
    <p class="stand-in"><strong>Playground</strong><span> A local stand-in for Slack. Nothing leaves this machine.</span></p>
    <${Status} />
    <${Tool} name="controls" icon="clock" label="Controls" tool=${tool} toggle=${toggle} />
    <${Tool} name="inspector" icon="traffic" label="Inspector" tool=${tool} toggle=${toggle} />
  </header>`;
}

function Status() {
  const { state } = useApp().snapshot.bot;
  return html`<p class="status-line">
    <span class=${`dot ${state}`} aria-hidden="true"></span>
    <span>Bot <span data-testid="bot-state">${state}</span></span>
    <time data-testid="clock-now">${time(useNow())}</time>
  </p>`;
}

function Tool({ name, icon, label, tool, toggle }) {
  const testid = `${name}-toggle`;
  const isOpen = tool === name;
  return html`<button type="button" class="tool" aria-label=${label} aria-pressed=${isOpen} data-testid=${testid} onClick=${() => toggle(name)}>
    <${Icon} name=${icon} /><span>${label}</span>
  </button>`;
}

applyTheme();
render(html`<${Playground} />`, document.getElementById("playground"));
