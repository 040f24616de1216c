// Select menus: of fixed options, of options the bot is asked for, of people and of conversations.

import { html, useRef, useState } from "../vendor/htm-preact.js";
import { Combobox } from "../combobox.js";
import { useApp } from "../context.js";
import { Icon } from "../icons.js";
import { Failed } from "./buttons.js";
import { isMany } from "./state.js";
import { useElement } from "./surface.js";
import { plain } from "./text.js";

const DEBOUNCE_MS = 150;
const MIN_QUERY = 3;

const offered = (option) => ({
  key: option.value,
  text: plain(option.text),
  detail: plain(option.description),
  chosen: option,
});

const grouped = ({ options, option_groups: groups }) =>
  groups
    ? groups.map((group) => ({ label: plain(group.label), options: (group.options ?? []).map(offered) }))
    : [{ options: (options ?? []).map(offered) }];

export function StaticSelect({ element, block, field }) {
  return html`<${Select} ...${{ element, block, field, groups: grouped(element), describe: offered }} />`;
}

// What is chosen from these is an id; its name is looked up for showing.
const byId = (named) => (id) => named.find((each) => each.key === id) ?? { key: id, text: id, chosen: id };

export function UsersSelect({ element, block, field }) {
  const { people } = useApp().snapshot;
  const named = people.map(({ id, name, job }) => ({ key: id, text: name, detail: job, chosen: id }));
  return html`<${Select} ...${{ element, block, field, groups: [{ options: named }], describe: byId(named) }} />`;
}

export function ConversationsSelect({ element, block, field }) {
  const include = element.filter?.include;
  const channelsOnly = element.type.endsWith("channels_select") || (include && !include.includes("im"));
  const named = useApp()
    .snapshot.conversations.filter(({ kind }) => !channelsOnly || kind === "channel")
    .map(({ id, name, kind }) => ({ key: id, text: kind === "channel" ? `#${name}` : name, chosen: id }));
  return html`<${Select} ...${{ element, block, field, groups: [{ options: named }], describe: byId(named) }} />`;
}

export function ExternalSelect({ element, block, field }) {
  const used = useElement(element, block);
  const [found, setFound] = useState({ groups: [] });
  const asked = useRef(0);
  const least = element.min_query_length ?? MIN_QUERY;

  const onQuery = (query) => {
    const turn = (asked.current += 1);
    if (query.length < least) {
      setFound({ groups: [], note: least === 1 ? "Type to search" : `Type at least ${least} characters` });
      return;
    }
    setFound((before) => ({ ...before, busy: true, note: "Loading…" }));
    setTimeout(async () => {
      if (turn !== asked.current) return;
      const answer = await used.suggest(query);
      if (turn !== asked.current) return;
      setFound(answer.ok ? { groups: grouped(answer) } : { groups: [], note: "The options could not be loaded" });
    }, DEBOUNCE_MS);
  };
  return html`<${Select} ...${{ element, block, field, ...found, onQuery, describe: offered }} />`;
}

function Select({ element, block, field, describe, ...list }) {
  const { value, mark, choose } = useElement(element, block);
  const Chooser = isMany(element.type) ? Many : One;
  const placeholder = plain(element.placeholder) || "Select an item";
  const named = field["aria-labelledby"] ? {} : { "aria-label": placeholder };
  const attributes = { "data-action-id": element.action_id, ...named, ...field };
  return html`<span class="select" aria-busy=${mark === "busy"}>
    <${Chooser} ...${{ element, value, choose, describe, placeholder, attributes, ...list }} />
    <${Failed} mark=${mark} />
  </span>`;
}

function One({ value, choose, describe, ...rest }) {
  const picked = value ? describe(value) : null;
  const onPick = (option) => choose(option.chosen);
  return html`<${Combobox} ...${rest} shown=${picked?.text ?? ""} picked=${picked ? [picked.key] : []} onPick=${onPick} />`;
}

function Many({ element, value, choose, describe, ...rest }) {
  const picked = value.map(describe);
  const without = (key) => picked.filter((each) => each.key !== key).map((each) => each.chosen);
  const onPick = (option) => {
    const left = without(option.key);
    if (left.length < value.length) choose(left);
    else if (value.length < (element.max_selected_items ?? Infinity)) choose([...value, option.chosen]);
  };
  const dropLast = () => picked.length && choose(without(picked[picked.length - 1].key));
  return html`<span class="many">
    ${picked.map(
      ({ key, text }) => html`<span class="chip" key=${key} data-testid="chip">
        ${text}
        <button type="button" aria-label=${`Remove ${text}`} onClick=${() => choose(without(key))}><${Icon} name="close" /></button>
      </span>`,
    )}
    <${Combobox} ...${rest} many shown="" picked=${picked.map(({ key }) => key)} onPick=${onPick} onBackspace=${dropLast} />
  </span>`;
}
