// System, light or dark; remembered in this browser.

import { html, useState } from "./vendor/htm-preact.js";

const THEMES = ["system", "light", "dark"];
const KEY = "playground-theme";

export function applyTheme(theme = localStorage.getItem(KEY)) {
  document.documentElement.dataset.theme = THEMES.includes(theme) ? theme : "system";
}

export function ThemeSwitch() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme);
  const choose = (name) => {
    localStorage.setItem(KEY, name);
    applyTheme(name);
    setTheme(name);
  };
  return html`<div class="segments" role="group" aria-label="Theme">
    ${THEMES.map(
      (name) => html`<button type="button" aria-pressed=${name === theme} data-testid=${`theme-${name}`} onClick=${() => choose(name)}>
        ${name[0].toUpperCase() + name.slice(1)}
      </button>`,
    )}
  </div>`;
}
