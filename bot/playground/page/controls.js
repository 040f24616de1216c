// What nobody has in Slack: the clock, faults on purpose, and the bot's process.

import { html, useEffect, useState } from "./vendor/htm-preact.js";
import { useApp } from "./context.js";
import { SidePane } from "./sidepane.js";
import { nextMorning, when } from "./times.js";

const HOUR = 60 * 60;

const FAULTS = {
  none: "Everything works",
  slow: "Slack answers slowly",
  rate_limited: "Slack says wait (429)",
  server_error: "Slack breaks (500)",
  lost_before: "The connection breaks before Slack hears",
  lost_after: "The connection breaks after Slack heard (lost answer)",
  sent_twice: "Each event is sent twice",
};

const SCOPES = [
  [true, "fault-once", "For the next call"],
  [false, "fault-always", "Until switched off"],
];

// The workspace's own time: as the server told it, going on by itself.
export function useNow() {
  const { now, read } = useApp().snapshot.clock;
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + (performance.now() - read) / 1000;
}

export function Controls({ onClose }) {
  return html`<${SidePane} name="Controls" kind="tool-pane" testid="controls" onClose=${onClose}>
    <div class="controls">
      <${Clock} />
      <${Waiting} />
      <${Faults} />
      <${Bot} />
    </div>
  <//>`;
}

function Clock() {
  const { snapshot, doOrTell } = useApp();
  const now = useNow();
  const next = snapshot.scheduled[0]?.post_at;
  const again = snapshot.redeliveries[0]?.at;
  const forward = [
    ["+1 hour", { ahead_s: HOUR }, "clock-hour"],
    ["To 9:00 tomorrow", { to: nextMorning(now) }, "clock-morning"],
    ["+1 week", { ahead_s: 7 * 24 * HOUR }, "clock-week"],
    ...(next ? [["To the next scheduled message", { to: next }, "clock-next"]] : []),
    ...(again ? [["To the next event sent again", { to: again }, "clock-again"]] : []),
  ];
  return html`<section>
    <h3>Clock</h3>
    <p>It is <strong data-testid="clock">${when(now)}</strong> in this workspace. The clock only goes forward.</p>
    <div class="actions">
      ${forward.map(([label, body, testid]) => {
        const move = () => doOrTell("clock", body);
        return html`<button type="button" class="button" data-testid=${testid} onClick=${move}>${label}</button>`;
      })}
    </div>
  </section>`;
}

function Waiting() {
  const { scheduled, redeliveries } = useApp().snapshot;
  return html`<section>
    <h3>Scheduled messages</h3>
    ${scheduled.length === 0 && html`<p class="quiet">None.</p>`}
    <ul class="waiting" data-testid="scheduled">
      ${scheduled.map(
        (each) => html`<li key=${each.id}><strong>${when(each.post_at)}</strong> in ${each.channel_name}<small>${each.text}</small></li>`,
      )}
    </ul>
    ${redeliveries.length > 0 &&
    html`<h3>Events to be sent again</h3>
      <ul class="waiting" data-testid="redeliveries">
        ${redeliveries.map(
          ({ id, at, what, attempt, reason }) =>
            html`<li key=${id}><strong>${when(at)}</strong> ${what}<small>Try ${attempt}: ${reason}</small></li>`,
        )}
      </ul>`}
  </section>`;
}

function Faults() {
  const { snapshot, doOrTell } = useApp();
  const { kind, left } = snapshot.faults;
  const [once, setOnce] = useState(kind === "none" || left !== null);
  const set = (wanted, forOne) => doOrTell("faults", { kind: wanted, times: forOne && wanted !== "none" ? 1 : null });
  const scope = (forOne) => {
    setOnce(forOne);
    if (kind !== "none") set(kind, forOne);
  };
  return html`<fieldset data-testid="faults">
    <legend>Faults</legend>
    ${Object.entries(FAULTS).map(
      ([name, sentence]) => html`<label class="choice">
        <input type="radio" name="fault" checked=${name === kind} data-testid=${`fault-${name}`} onChange=${() => set(name, once)} />
        <span>${sentence}</span>
      </label>`,
    )}
    <div class="scope" role="radiogroup" aria-label="For how long">
      ${SCOPES.map(([forOne, testid, label]) => {
        const attributes = { checked: once === forOne, "data-testid": testid, onChange: () => scope(forOne) };
        return html`<label class="choice"><input type="radio" name="scope" ...${attributes} /><span>${label}</span></label>`;
      })}
    </div>
    ${kind !== "none" && html`<p class="quiet" role="status">${left === null ? "On until switched off." : `On for ${left} more.`}</p>`}
  </fieldset>`;
}

function Bot() {
  const { snapshot, doOrTell } = useApp();
  const { state } = snapshot.bot;
  const runs = state === "ready" || state === "starting";
  return html`<section>
    <h3>Bot</h3>
    <p>The bot is <strong>${state}</strong>.</p>
    <button
      type="button"
      class=${runs ? "button danger" : "button primary"}
      data-testid=${runs ? "bot-stop" : "bot-start"}
      onClick=${() => doOrTell(runs ? "stop" : "start")}
    >
      ${runs ? "Stop it as a crash would" : "Start it"}
    </button>
  </section>`;
}
