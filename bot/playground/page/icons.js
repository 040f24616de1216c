// Line icons, 20 units square. Decoration only: whoever uses one gives the name.

import { html } from "./vendor/htm-preact.js";

const PATHS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4l-6 6 6 6",
  chevron: "M5 8l5 5 5-5",
  more: "M4 9.500v1M3.500 10h1M10 9.500v1M9.500 10h1M16 9.500v1M15.500 10h1",
  send: "M4 4l13 6-13 6 2-6zM6 10h6",
  reply: "M4 4h12v9H9l-4 3v-3H4zM7 8h6",
  clock: "M10 3a7 7 0 100 14 7 7 0 000-14zM10 6v4l3 2",
  traffic: "M6 16V4M3 7l3-3 3 3M14 4v12M11 13l3 3 3-3",
  copy: "M7 7h9v9H7zM4 13V4h9",
  hash: "M7 3L5 17M15 3l-2 14M3 7h14M3 13h14",
  up: "M6 9v7H3V9zM6 9l4-6c2 0 2 1 1.500 4H16l-1.500 9H6",
  down: "M6 11V4H3v7zM6 11l4 6c2 0 2-1 1.500-4H16L14.500 4H6",
  trash: "M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11",
  edit: "M4 16l1-4 8-8 3 3-8 8zM12 5l3 3",
  sparkle: "M10 3l2 5 5 2-5 2-2 5-2-5-5-2 5-2z",
};

export const Icon = ({ name }) => html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
  <path d=${PATHS[name] ?? PATHS.sparkle} />
</svg>`;
