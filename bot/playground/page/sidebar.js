// Where to go, and who to be.

import { html } from "./vendor/htm-preact.js";
import { Combobox } from "./combobox.js";
import { useApp } from "./context.js";
import { Icon } from "./icons.js";
import { Avatar, jobAndAgency } from "./people.js";
import { ThemeSwitch } from "./theme.js";

export function Sidebar({ open, onLeave }) {
  const { snapshot, go } = useApp();
  const show = (id) => {
    go({ in: id, tab: null, thread: null });
    onLeave();
  };
  const list = (kind) => snapshot.conversations.filter((each) => each.kind === kind);
  const lines = (kind) => list(kind).map((each) => html`<${Line} key=${each.id} conversation=${each} onShow=${show} />`);
  return html`<nav class=${open ? "sidebar open" : "sidebar"} aria-label="Workspace" data-testid="sidebar">
    <p class="team">${snapshot.team?.name}</p>
    <${Me} onLeave=${onLeave} />
    <h2>Channels</h2>
    <ul>${lines("channel")}</ul>
    <h2>Direct messages</h2>
    <ul>${lines("im")}</ul>
    <${ThemeSwitch} />
  </nav>`;
}

function Line({ conversation: { id, name, kind, unread }, onShow }) {
  const { snapshot } = useApp();
  const here = id === snapshot.in;
  return html`<li>
    <button
      type="button"
      class=${unread && !here ? "line unread" : "line"}
      aria-current=${here ? "page" : undefined}
      data-testid=${`conversation-${id}`}
      onClick=${() => onShow(id)}
    >
      ${kind === "im" ? html`<${Avatar} id=${id} name=${name} isBot />` : html`<${Icon} name="hash" />`}
      <span>${name}</span>
      ${unread && !here && html`<span class="badge">new</span>`}
    </button>
  </li>`;
}

function Me({ onLeave }) {
  const { snapshot, me, go } = useApp();
  const options = snapshot.people.map((person) => ({ key: person.id, text: person.name, detail: jobAndAgency(person) }));
  const inChannel = snapshot.conversations.find(({ id }) => id === snapshot.in)?.kind === "channel";
  const become = ({ key }) => {
    // A direct message is its person's own: the next one starts in theirs.
    go({ as: key, in: inChannel ? snapshot.in : null, thread: null });
    onLeave();
  };
  return html`<div class="me">
    <label for="person">You are</label>
    <div class="me-line">
      <${Avatar} id=${me.id} name=${me.name} />
      <${Combobox}
        groups=${[{ options }]}
        shown=${me.name}
        picked=${[me.id]}
        placeholder="Act as anyone"
        onPick=${become}
        attributes=${{ id: "person", "data-testid": "person-switcher", "aria-describedby": "person-job" }}
      />
    </div>
    <p id="person-job" data-testid="person-job">${jobAndAgency(me)}${me.is_admin && " (workspace admin)"}</p>
  </div>`;
}
