// Where a message is written. What was typed stays until the workspace has it.

import { html, useEffect, useLayoutEffect, useRef, useState } from "./vendor/htm-preact.js";
import { Option } from "./combobox.js";
import { useApp, useUid } from "./context.js";
import { Icon } from "./icons.js";
import { Popup } from "./popup.js";

// One draft per person, conversation and thread; kept over a reload, gone with the tab.
function useDraft(key) {
  const [, redraw] = useState(0);
  const write = (text) => {
    sessionStorage.setItem(key, text);
    redraw((n) => n + 1);
  };
  return [sessionStorage.getItem(key) ?? "", write];
}

export function Composer({ conversation, thread, label, testid = "composer" }) {
  const { me, act } = useApp();
  const key = `draft ${me.id} ${conversation.id} ${thread ?? ""}`;
  const [text, write] = useDraft(key);
  const [failed, setFailed] = useState({});
  const [sending, setSending] = useState(false);
  const input = useRef(null);
  const id = useUid();
  const offers = useOffers({ text, write, input, thread });

  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) input.current.focus();
  }, [key]);
  useLayoutEffect(() => {
    input.current.style.height = "auto";
    input.current.style.height = `${input.current.scrollHeight + 2}px`;
  }, [text, key]);

  const send = async () => {
    if (!text.trim() || sending) return;
    setSending(true);
    const answer = await act("write", { in: conversation.id, text: text.trim(), thread_ts: thread });
    setSending(false);
    setFailed(answer.ok ? {} : { key, error: answer.error });
    if (!answer.ok) return;
    const now = sessionStorage.getItem(key) ?? "";
    // Whatever was typed on while it was on its way is the next message.
    sessionStorage.setItem(key, now.startsWith(text) ? now.slice(text.length) : now);
  };
  const onKeyDown = (event) => {
    if (event.isComposing || offers.takeKey(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  const insert = (sign) => {
    write(sign === "/" ? "/" : `${text}${text && !text.endsWith(" ") ? " " : ""}${sign}`);
    input.current.focus();
  };

  const error = failed.key === key && failed.error;
  return html`<div class="composer">
    ${error && html`<p class="error" role="alert" id=${`${id}-error`} data-testid="composer-error">${error}</p>`}
    <div class="composer-box">
      <textarea
        rows="1"
        ref=${input}
        aria-label=${label}
        placeholder=${label}
        aria-describedby=${error ? `${id}-error` : undefined}
        data-testid=${testid}
        value=${text}
        onInput=${({ target }) => write(target.value)}
        onKeyDown=${onKeyDown}
        onBlur=${offers.hide}
        ...${offers.attributes}
      ></textarea>
      <div class="composer-row">
        <${Sign} sign="@" label="Mention the bot" onInsert=${insert} />
        ${!thread && html`<${Sign} sign="/" label="Commands" onInsert=${insert} />`}
        <span class="quiet hint-keys">Enter to send, Shift+Enter for a new line</span>
        <button
          type="button"
          class="send"
          aria-label="Send"
          aria-disabled=${!text.trim() || sending}
          aria-busy=${sending}
          data-testid=${testid === "composer" ? "send" : `${testid}-send`}
          onClick=${send}
        >
          <${Icon} name="send" />
        </button>
      </div>
    </div>
    ${offers.list}
  </div>`;
}

function Sign({ sign, label, onInsert }) {
  return html`<button type="button" class="icon-button" aria-label=${label} title=${label} onClick=${() => onInsert(sign)}>${sign}</button>`;
}

// The list that opens at "/" and "@". While it is open the field is a combobox.
function useOffers({ text, write, input, thread }) {
  const app = useApp();
  const [active, setActive] = useState(0);
  const [closedAt, setClosedAt] = useState(null);
  const id = useUid();

  const all = closedAt === text ? [] : offersFor(text, app, thread);
  const current = all[Math.min(active, all.length - 1)];
  const hide = () => setClosedAt(text);
  const take = (offer) => {
    setActive(0);
    write(offer.becomes);
    offer.run?.();
  };
  const takeKey = (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (!current || event.shiftKey) return false;
    if (event.key in steps) setActive((active + steps[event.key] + all.length) % all.length);
    else if (event.key === "Enter" || event.key === "Tab") take(current);
    else if (event.key === "Escape") hide();
    else return false;
    event.preventDefault();
    return true;
  };

  const attributes = current && {
    role: "combobox",
    "aria-expanded": "true",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-activedescendant": `${id}-${all.indexOf(current)}`,
  };
  const list =
    current &&
    html`<${Popup} anchor=${input} onLeave=${hide} onMouseDown=${(event) => event.preventDefault()}>
      <div role="listbox" id=${id} aria-label="Suggestions" data-testid="suggestions">
        ${all.map((offer, at) => {
          const isCurrent = offer === current;
          return html`<${Option} id=${`${id}-${at}`} option=${offer} active=${isCurrent} picked=${isCurrent} onPick=${take} />`;
        })}
      </div>
    <//>`;
  return { takeKey, hide, list, attributes };
}

function offersFor(text, { snapshot, doOrTell }, thread) {
  const { bot, shortcuts } = snapshot;
  const begun = (whole, part) => whole.toLowerCase().startsWith(part.toLowerCase()) && whole !== part;
  // A command is nothing in a thread: Slack refuses it there too.
  if (!thread && bot.command && /^\/\S*$/.test(text)) {
    const command = { text: bot.command, detail: bot.hint, becomes: `${bot.command} ` };
    const others = shortcuts
      .filter(({ type, name }) => type === "global" && name.toLowerCase().includes(text.slice(1).toLowerCase()))
      .map(({ name, callback_id }) => ({
        text: name,
        detail: "Shortcut",
        becomes: "",
        run: () => doOrTell("shortcut", { callback_id }),
      }));
    return [...(begun(bot.command, text) ? [command] : []), ...(text === bot.command ? [] : others)];
  }
  const mention = /(?:^|\s)@([^@\n]*)$/.exec(text)?.[1];
  if (mention === undefined || !bot.name || !begun(bot.name, mention)) return [];
  const becomes = `${text.slice(0, text.length - mention.length)}${bot.name} `;
  return [{ text: `@${bot.name}`, detail: "App", becomes }];
}
