// Slack's mrkdwn. Text arrives from anybody: it only ever becomes text nodes and the few elements below.

import { html } from "../vendor/htm-preact.js";
import { emoji } from "./emoji.js";
import { Broadcast, Channel, Group, Link, Person, safe, SlackDate } from "./marks.js";

const FENCE = /```\n?([\s\S]+?)\n?```/;
const QUOTE = /^(?:>|&gt;) ?/;

// No mark may hold its own sign, so that the longest text is read in one go.
// A mark opens at a word's beginning and closes at a word's end, as in Slack: 2*3*4 is not bold.
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    "(?<![\\w*])\\*(?<bold>(?! )[^*\\n]+?(?<! ))\\*(?![\\w*])",
    "(?<!\\w)_(?<italic>(?! )[^_\\n]+?(?<! ))_(?!\\w)",
    "(?<![\\w~])~(?<strike>(?! )[^~\\n]+?(?<! ))~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+-]+(?:::skin-tone-\\d)?):",
    "(?<bare>https?://[^\\s<>|]*[^\\s<>|.,;:!?)'\"])",
  ].join("|"),
);

export function Mrkdwn({ text }) {
  const parts = String(text ?? "").split(FENCE);
  // split() with one group: odd places are what stood between fences.
  return parts.map((part, at) => (at % 2 ? html`<pre class="code">${unescaped(part)}</pre>` : lines(part)));
}

function lines(text) {
  const drawn = [];
  let quoted = [];
  const endQuote = () => {
    if (quoted.length) drawn.push(html`<blockquote>${joined(quoted)}</blockquote>`);
    quoted = [];
  };
  let plain = [];
  const endPlain = () => {
    if (plain.length) drawn.push(joined(plain));
    plain = [];
  };
  for (const line of text.split("\n")) {
    if (QUOTE.test(line)) {
      endPlain();
      quoted.push(line.replace(QUOTE, ""));
    } else {
      endQuote();
      plain.push(line);
    }
  }
  endQuote();
  endPlain();
  return drawn;
}

const joined = (all) => all.flatMap((line, at) => (at ? [html`<br />`, inline(line)] : [inline(line)]));

function inline(text) {
  const drawn = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    drawn.push(unescaped(rest.slice(0, found.index)), marked(found));
    rest = rest.slice(found.index + found[0].length);
  }
  return [...drawn, unescaped(rest)];
}

function marked({ 0: whole, groups }) {
  if (groups.code) return html`<code>${unescaped(groups.code)}</code>`;
  if (groups.angle) return angled(groups.angle);
  if (groups.bold) return html`<strong>${inline(groups.bold)}</strong>`;
  if (groups.italic) return html`<em>${inline(groups.italic)}</em>`;
  if (groups.strike) return html`<s>${inline(groups.strike)}</s>`;
  if (groups.emoji) return emoji(groups.emoji);
  return html`<${Link} url=${unescaped(whole)}>${unescaped(whole)}<//>`;
}

function angled(inside) {
  const [target, label] = inside.split(/\|(.*)/s);
  const otherwise = label && unescaped(label);
  const id = target.slice(1);
  if (target.startsWith("@")) return html`<${Person} id=${id} otherwise=${otherwise} />`;
  if (target.startsWith("#")) return html`<${Channel} id=${id} otherwise=${otherwise} />`;
  if (target.startsWith("!")) return special(id, otherwise);
  if (!safe(unescaped(target))) return `<${inside}>`;
  return html`<${Link} url=${unescaped(target)}>${label ? inline(label) : unescaped(target.replace(/^mailto:/, ""))}<//>`;
}

function special(command, otherwise) {
  const [name, value, pattern, url] = command.split("^");
  if (name === "date") {
    return html`<${SlackDate} unix=${Number(value)} pattern=${unescaped(pattern ?? "")} url=${url} otherwise=${otherwise} />`;
  }
  if (name === "subteam") return html`<${Group} id=${value} otherwise=${otherwise} />`;
  return html`<${Broadcast} range=${otherwise ?? name} />`;
}

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

const unescaped = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);
