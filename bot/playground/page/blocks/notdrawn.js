// A type that this page does not know is shown as such: nothing of a bot's goes missing in silence.

import { html } from "../vendor/htm-preact.js";

export const NotDrawn = ({ type }) =>
  html`<span class="not-drawn" data-testid="not-drawn">This playground does not draw ${String(type)} yet</span>`;
