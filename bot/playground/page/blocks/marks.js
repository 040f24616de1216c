// The pieces that mrkdwn and rich text share: links, people, channels, dates.

import { html } from "../vendor/htm-preact.js";
import { useApp } from "../context.js";
import { slackDate } from "../times.js";

const SAFE = /^(https?:|mailto:|tel:)/i;

// An address that a click may follow. Anything else (javascript:, data:) is drawn as text.
export const safe = (url) => (SAFE.test(url) ? url : undefined);

export function Link({ url, children }) {
  const href = safe(String(url));
  if (!href) return html`<span>${children}</span>`;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${children}</a>`;
}

export function Person({ id, otherwise }) {
  const { snapshot, me } = useApp();
  const known = [...snapshot.people, { id: snapshot.bot.user_id, name: snapshot.bot.name }].find((each) => each.id === id);
  return html`<span class=${id === me.id ? "mention mine" : "mention"}>@${known?.name ?? otherwise ?? id}</span>`;
}

export function Channel({ id, otherwise }) {
  const known = useApp().snapshot.conversations.find((each) => each.id === id);
  return html`<span class="mention">#${known?.name ?? otherwise ?? id}</span>`;
}

export const Broadcast = ({ range }) => html`<span class="mention mine">@${range}</span>`;

export const Group = ({ id, otherwise }) => html`<span class="mention">${otherwise ?? `@${id}`}</span>`;

export function SlackDate({ unix, pattern, url, otherwise }) {
  const { now } = useApp().snapshot.clock;
  const text = Number.isFinite(unix) ? slackDate(unix, pattern, now) : otherwise;
  return url ? html`<${Link} url=${url}>${text}<//>` : html`<time>${text}</time>`;
}
