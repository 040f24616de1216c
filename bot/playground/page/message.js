// One message.

import { html } from "./vendor/htm-preact.js";
import { Boundary } from "./boundary.js";
import { Blocks } from "./blocks/blocks.js";
import { Mrkdwn } from "./blocks/mrkdwn.js";
import { useSurface } from "./blocks/surface.js";
import { useApp } from "./context.js";
import { Icon } from "./icons.js";
import { Menu } from "./menu.js";
import { Avatar } from "./people.js";
import { fullDate, time } from "./times.js";

// Written soon after another of the same person: drawn without repeating who it is.
const TOGETHER_S = 300;

export function goesWith(message, before) {
  if (!before || before.user !== message.user || before.name !== message.name) return false;
  return !before.only_for_me && !message.only_for_me && message.ts - before.ts < TOGETHER_S;
}

export function Message({ message, compact, onThread, children }) {
  return html`<${Boundary} data=${message} what="message">
    <${Drawn} ...${{ message, compact, onThread, children }} />
  <//>`;
}

function Drawn({ message, compact, onThread, children }) {
  const { only_for_me: mine, is_slackbot: notice } = message;
  const shape = `message${compact ? " compact" : ""}${mine ? " mine" : ""}`;
  return html`<article class=${shape} aria-label=${`Message from ${message.name}`} data-testid="message" data-ts=${message.ts}>
    ${mine && html`<${OnlyYou} message=${message} />`}
    <div class="message-line">
      <div class="gutter">
        ${compact ? html`<${When} ts=${message.ts} />` : html`<${Avatar} id=${message.user} name=${message.name} isBot=${message.is_bot} />`}
      </div>
      <div class="message-body">
        ${!compact && html`<${Byline} message=${message} />`}
        <${Content} message=${message} />
        ${message.edited && html`<span class="edited"> (edited)</span>`}
        ${children}
      </div>
    </div>
    ${!mine && !notice && html`<${Toolbar} message=${message} onThread=${onThread} />`}
  </article>`;
}

function OnlyYou({ message }) {
  const { doOrTell } = useApp();
  return html`<p class="only-you">
    Only visible to you
    <button type="button" class="link" data-testid="dismiss" onClick=${() => doOrTell("dismiss", { in: message.channel, ts: message.ts })}>
      Dismiss
    </button>
  </p>`;
}

function Byline({ message }) {
  const { snapshot } = useApp();
  const job = snapshot.people.find(({ id }) => id === message.user)?.job;
  return html`<div class="byline">
    <strong>${message.name}</strong>
    ${message.is_bot ? html`<span class="app-badge">APP</span>` : job && html`<span class="job">${job}</span>`}
    <${When} ts=${message.ts} />
    ${message.posted_as_scheduled && html`<span class="quiet">sent as scheduled</span>`}
  </div>`;
}

const When = ({ ts }) => html`<time class="quiet" title=${fullDate(Number(ts))}>${time(Number(ts))}</time>`;

function Content({ message }) {
  const surface = useSurface({ in: message.channel, ts: message.ts }, message.blocks ?? []);
  if (message.blocks?.length === 0 || !message.blocks) return html`<div class="mrkdwn"><${Mrkdwn} text=${message.text} /></div>`;
  return html`<${Blocks} surface=${surface} />`;
}

function Toolbar({ message, onThread }) {
  const { snapshot, doOrTell } = useApp();
  const shortcuts = snapshot.shortcuts
    .filter(({ type }) => type === "message")
    .map(({ name, callback_id: id }) => ({
      text: name,
      testid: `shortcut-${id}`,
      onPick: () => doOrTell("shortcut", { callback_id: id, in: message.channel, ts: message.ts }),
    }));
  return html`<div class="toolbar" role="group" aria-label="Message actions">
    ${onThread &&
    html`<button
      type="button"
      class="icon-button"
      aria-label="Reply in thread"
      title="Reply in thread"
      data-testid="reply-in-thread"
      onClick=${() => onThread(message.thread_ts ?? message.ts)}
    >
      <${Icon} name="reply" />
    </button>`}
    ${shortcuts.length > 0 &&
    html`<${Menu} label="More actions" items=${shortcuts} button=${{ "data-testid": "more-actions" }}><${Icon} name="more" /><//>`}
  </div>`;
}
