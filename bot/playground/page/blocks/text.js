// A text object of Slack's. plain_text is never interpreted.

import { html } from "../vendor/htm-preact.js";
import { Mrkdwn } from "./mrkdwn.js";

export function Text({ text }) {
  if (!text) return null;
  if (text.type === "mrkdwn") return html`<span class="mrkdwn"><${Mrkdwn} text=${text.text} /></span>`;
  return html`<span class="plain">${plain(text)}</span>`;
}

// For names and labels, where only characters can go.
export const plain = (text) => String(text?.text ?? "");
