// What the workspace and the bot say to each other, newest first.

import { html, useCallback, useEffect, useRef, useState } from "./vendor/htm-preact.js";
import { useApp } from "./context.js";
import { traffic } from "./gestures.js";
import { SidePane } from "./sidepane.js";
import { fullDate, time } from "./times.js";

const EVERY_MS = 1500;
const AT_MOST = 300;
const WAYS = [
  ["", "Both ways"],
  ["to bot", "To the bot"],
  ["from bot", "From the bot"],
];

export function Inspector({ onClose }) {
  const [way, setWay] = useState("");
  const entries = useTraffic();
  const shown = entries.filter((entry) => !way || entry.way === way);
  return html`<${SidePane} name="Inspector" kind="tool-pane" testid="inspector" onClose=${onClose}>
    <div class="segments" role="group" aria-label="Which way">
      ${WAYS.map(
        ([name, label]) => html`<button type="button" aria-pressed=${name === way} onClick=${() => setWay(name)}>${label}</button>`,
      )}
    </div>
    <ol class="traffic">
      ${shown.map((entry) => html`<${Entry} key=${entry.n} entry=${entry} />`)}
      ${!shown.length && html`<li class="nothing">Nothing yet. Write to the bot.</li>`}
    </ol>
  <//>`;
}

function useTraffic() {
  const { version } = useApp().snapshot;
  const [entries, setEntries] = useState([]);
  const last = useRef(0);
  const reading = useRef(false);

  const read = useCallback(async () => {
    if (reading.current) return;
    reading.current = true;
    try {
      const answer = await traffic(last.current);
      last.current = Math.max(last.current, answer.last);
      if (answer.entries.length) setEntries((all) => [...[...answer.entries].reverse(), ...all].slice(0, AT_MOST));
    } catch {
      // The banner already says that the workspace does not answer.
    }
    reading.current = false;
  }, []);
  useEffect(() => void read(), [version]);
  useEffect(() => {
    // An answer can come in without any change of the workspace.
    const timer = setInterval(read, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return entries;
}

function Entry({ entry }) {
  const toBot = entry.way === "to bot";
  const fine = Number(entry.status) < 400 && entry.answer?.ok !== false;
  const status = [entry.status, entry.answer?.error].filter(Boolean).join(" ");
  return html`<li data-testid="traffic-entry">
    <details>
      <summary>
        <span class=${toBot ? "way to" : "way from"}>${toBot ? "to bot" : "from bot"}</span>
        <span class="what">${entry.what}</span>
        <span class=${fine ? "status" : "status bad"}>${status}</span>
        <span class="quiet">${Math.round(entry.took_ms ?? 0)} ms, <time title=${fullDate(entry.at)}>${time(entry.at)}</time></span>
      </summary>
      <${Raw} title="Sent" value=${entry.sent} />
      <${Raw} title="Answer" value=${entry.answer} />
    </details>
  </li>`;
}

function Raw({ title, value }) {
  const [copied, setCopied] = useState(false);
  const text = typeof value === "string" ? value : JSON.stringify(value ?? null, null, 2);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return html`<div class="raw">
    <h3>
      ${title}
      <button type="button" class="link" aria-label=${`Copy ${title.toLowerCase()}`} onClick=${copy}>${copied ? "Copied" : "Copy"}</button>
    </h3>
    <pre tabindex="0" aria-label=${title} role="group">${text || "(empty)"}</pre>
  </div>`;
}
