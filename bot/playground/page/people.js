// How people look on the page.

import { html } from "./vendor/htm-preact.js";

// Each gives white letters enough contrast.
const COLOURS = ["#7a3e9d", "#0b6e4f", "#a33b20", "#1264a3", "#8a3a6a", "#5b5f00", "#3d5a80", "#9c2f4b"];

export function Avatar({ id, name, isBot }) {
  const sum = [...String(id)].reduce((all, sign) => (all * 31 + sign.charCodeAt(0)) % 9973, 7);
  const initials = String(name ?? "?").split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const colour = isBot ? "#4a154b" : COLOURS[sum % COLOURS.length];
  return html`<span class="avatar" style=${{ background: colour }} aria-hidden="true">${initials}</span>`;
}

export const jobAndAgency = ({ job, agency }) => [job, agency].filter(Boolean).join(", ");
