// The main pane: a channel, or the direct message with the bot and its tabs.

import { html, useEffect } from "./vendor/htm-preact.js";
import { Composer } from "./composer.js";
import { useApp } from "./context.js";
import { Home } from "./home.js";
import { Icon } from "./icons.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { goesWith, Message } from "./message.js";
import { SidePane } from "./sidepane.js";
import { day, dayName } from "./times.js";
import { Welcome } from "./welcome.js";

export function Conversation() {
  const { snapshot, route, me, doOrTell } = useApp();
  const shown = snapshot.conversations.find(({ id }) => id === snapshot.in);
  const isDirect = shown?.kind === "im";
  const tab = isDirect && route.tab === "home" ? "home" : "messages";
  const starting = snapshot.bot.state === "starting";

  // Slack tells the bot at every opening of a tab. What a starting bot would miss waits until it hears.
  useEffect(() => {
    if (isDirect && !starting) doOrTell("open", { tab });
  }, [isDirect, tab, me.id, starting]);

  if (!shown) return html`<main class="main"><p class="nothing">There is no conversation to show.</p></main>`;
  return html`<main class="main" aria-label=${shown.name}>
    <${Header} shown=${shown} />
    ${isDirect && html`<${Tabs} tab=${tab} />`}
    <${BotBar} />
    ${tab === "home"
      ? html`<div class="tab-panel" role="tabpanel" id="panel-home" aria-labelledby="tab-home"><${Home} home=${snapshot.home} /></div>`
      : html`<${Messages} key=${`${me.id} ${shown.id}`} shown=${shown} isDirect=${isDirect} />`}
  </main>`;
}

function Header({ shown }) {
  const { doOrTell, snapshot } = useApp();
  const isChannel = shown.kind === "channel";
  const remove = {
    text: `Remove ${snapshot.bot.name}`,
    danger: true,
    testid: "remove",
    onPick: () => doOrTell("remove", { in: shown.id }),
  };
  return html`<header class="pane-header">
    <h1 data-testid="title">${isChannel && html`<${Icon} name="hash" />`}${shown.name}</h1>
    ${shown.topic && html`<p class="topic">${shown.topic}</p>`}
    ${isChannel &&
    shown.bot_is_in &&
    html`<${Menu} label="Channel actions" items=${[remove]} button=${{ "data-testid": "channel-menu" }}><${Icon} name="more" /><//>`}
  </header>`;
}

function Tabs({ tab }) {
  const { go } = useApp();
  const onKeyDown = (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = event.currentTarget.querySelector("[aria-selected=false]");
    other.focus();
    other.click();
  };
  return html`<div class="tabs" role="tablist" aria-label="Direct message" onKeyDown=${onKeyDown}>
    ${["messages", "home"].map(
      (name) => html`<button
        type="button"
        role="tab"
        id=${`tab-${name}`}
        aria-selected=${name === tab}
        aria-controls=${name === tab ? `panel-${name}` : undefined}
        tabindex=${name === tab ? 0 : -1}
        data-testid=${`tab-${name}`}
        onClick=${() => go({ tab: name === "home" ? name : null })}
      >
        ${name === "home" ? "Home" : "Messages"}
      </button>`,
    )}
  </div>`;
}

const STATES = { starting: "The bot is starting.", stopped: "The bot is stopped.", broken: "The bot could not start." };

function BotBar() {
  const { snapshot, doOrTell } = useApp();
  const { state, said } = snapshot.bot;
  if (!STATES[state]) return null;
  return html`<div class=${`bar ${state}`} role="status" data-testid="bot-bar">
    <div>
      <strong>${STATES[state]}</strong>
      ${said && html`<pre tabindex="0">${said}</pre>`}
    </div>
    ${state !== "starting" && html`<button type="button" class="button" onClick=${() => doOrTell("start")}>Start the bot</button>`}
  </div>`;
}

function Messages({ shown, isDirect }) {
  const { snapshot, go, doOrTell } = useApp();
  const isEmpty = !snapshot.messages.length;
  const openThread = (ts) => go({ thread: ts });
  const label = isDirect ? `Message ${shown.name}` : `Message #${shown.name}`;
  const panel = isDirect ? { role: "tabpanel", id: "panel-messages", "aria-labelledby": "tab-messages" } : {};
  return html`<div class="messages-panel" ...${panel}>
    <${Log} messages=${snapshot.messages} label=${`Messages in ${shown.name}`}>
      ${isEmpty && (isDirect ? html`<${Welcome} />` : html`<p class="nothing">Nobody has written here yet.</p>`)}
      <${Listed} messages=${snapshot.messages} isDirect=${isDirect} onThread=${openThread} />
    <//>
    ${isDirect && html`<${Prompts} shown=${shown} />`}
    ${!isDirect &&
    !shown.bot_is_in &&
    html`<div class="bar" data-testid="not-in">
      <span><strong>${snapshot.bot.name}</strong> is not in this channel.</span>
      <button type="button" class="button" data-testid="invite" onClick=${() => doOrTell("invite", { in: shown.id })}>Invite</button>
    </div>`}
    <${Composer} conversation=${shown} label=${label} />
  </div>`;
}

function Listed({ messages, isDirect, onThread }) {
  const { now } = useApp().snapshot.clock;
  const { roots, replies } = threaded(messages);
  return roots.map((message, at) => {
    const before = roots[at - 1];
    const newDay = !before || day(before.ts) !== day(message.ts);
    const under = replies.get(message.ts) ?? [];
    const compact = !newDay && goesWith(message, before) && !replies.has(before.ts);
    return html`${newDay && html`<div class="day" key=${`day ${message.ts}`}><span>${dayName(message.ts, now)}</span></div>`}
      <${Message} key=${message.ts} message=${message} compact=${compact} onThread=${onThread}>
        ${under.length > 0 && !isDirect && html`<${Count} replies=${under} onOpen=${() => onThread(message.ts)} />`}
        ${under.length > 0 && isDirect && html`<div class="replies"><${Replies} replies=${under} onThread=${onThread} /></div>`}
      <//>`;
  });
}

// A reply whose root is not here (deleted, or not for this person) stands on its own.
function threaded(messages) {
  const all = new Set(messages.map(({ ts }) => ts));
  const isReply = ({ ts, thread_ts: root }) => root && root !== ts && all.has(root);
  const replies = new Map();
  for (const message of messages.filter(isReply)) {
    replies.set(message.thread_ts, [...(replies.get(message.thread_ts) ?? []), message]);
  }
  return { roots: messages.filter((message) => !isReply(message)), replies };
}

export const Replies = ({ replies, onThread }) =>
  replies.map(
    (reply, at) => html`<${Message} key=${reply.ts} message=${reply} compact=${goesWith(reply, replies[at - 1])} onThread=${onThread} />`,
  );

function Count({ replies, onOpen }) {
  return html`<button type="button" class="link count" data-testid="replies" onClick=${onOpen}>
    ${replies.length === 1 ? "1 reply" : `${replies.length} replies`}
  </button>`;
}

export function ThreadPane({ ts }) {
  const { snapshot, go } = useApp();
  const shown = snapshot.conversations.find(({ id }) => id === snapshot.in);
  const { replies, roots } = threaded(snapshot.messages);
  const root = roots.find((message) => message.ts === ts);
  if (!root || !shown) return null;
  const under = replies.get(ts) ?? [];
  return html`<${SidePane} name="Thread" kind="thread-pane" testid="thread-pane" onClose=${() => go({ thread: null })}>
    <${Log} messages=${snapshot.messages} label="Thread" testid="thread-messages">
      <${Message} message=${root} />
      <div class="day"><span>${under.length === 1 ? "1 reply" : `${under.length} replies`}</span></div>
      <${Replies} replies=${under} />
    <//>
    <${Composer} conversation=${shown} thread=${ts} label="Reply" testid="thread-composer" />
  <//>`;
}

function Prompts({ shown }) {
  const { snapshot, doOrTell } = useApp();
  const { title, prompts = [] } = snapshot.prompts ?? {};
  if (!prompts.length) return null;
  return html`<section class="prompts" aria-label="Suggested prompts" data-testid="prompts">
    ${title && html`<h2>${title}</h2>`}
    ${prompts.map(
      (prompt) => html`<button type="button" class="prompt" onClick=${() => doOrTell("write", { in: shown.id, text: prompt.message })}>
        ${prompt.title}
      </button>`,
    )}
  </section>`;
}
