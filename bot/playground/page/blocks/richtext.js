// rich_text blocks.

import { html } from "../vendor/htm-preact.js";
import { emoji } from "./emoji.js";
import { Broadcast, Channel, Group, Link, Person, SlackDate } from "./marks.js";
import { NotDrawn } from "./notdrawn.js";

const BULLETS = ["disc", "circle", "square"];
const NUMBERS = ["decimal", "lower-alpha", "lower-roman"];

const LEAVES = {
  text: ({ text }) => String(text ?? ""),
  link: ({ url, text }) => html`<${Link} url=${url}>${text || url}<//>`,
  emoji: ({ name, unicode }) => (unicode ? fromUnicode(unicode) : emoji(String(name))),
  user: ({ user_id }) => html`<${Person} id=${user_id} />`,
  usergroup: ({ usergroup_id }) => html`<${Group} id=${usergroup_id} />`,
  channel: ({ channel_id }) => html`<${Channel} id=${channel_id} />`,
  broadcast: ({ range }) => html`<${Broadcast} range=${range} />`,
  color: ({ value }) => html`<span class="colour"><i style=${{ background: value }}></i>${value}</span>`,
  date: ({ timestamp, format, url, fallback }) =>
    html`<${SlackDate} unix=${timestamp} pattern=${format} url=${url} otherwise=${fallback} />`,
};

const STYLES = [
  ["code", (inside) => html`<code>${inside}</code>`],
  ["bold", (inside) => html`<strong>${inside}</strong>`],
  ["italic", (inside) => html`<em>${inside}</em>`],
  ["strike", (inside) => html`<s>${inside}</s>`],
  ["underline", (inside) => html`<u>${inside}</u>`],
  ["highlight", (inside) => html`<mark>${inside}</mark>`],
];

const PARTS = {
  rich_text_section: ({ elements }) => html`<div class="rich-section">${leaves(elements)}</div>`,
  rich_text_preformatted: ({ elements, border }) => html`<pre class=${bordered("code", border)}>${leaves(elements)}</pre>`,
  rich_text_quote: ({ elements, border }) => html`<blockquote class=${bordered("", border)}>${leaves(elements)}</blockquote>`,
  rich_text_list: List,
};

export function RichText({ elements }) {
  return html`<div class="rich-text">
    ${elements.map((part) => {
      const Part = PARTS[part.type];
      return Part ? html`<${Part} ...${part} />` : html`<${NotDrawn} type=${part.type} />`;
    })}
  </div>`;
}

function List({ elements, style, indent = 0, offset = 0, border = 0 }) {
  const ordered = style === "ordered";
  const look = { marginLeft: `${indent * 28}px`, listStyleType: (ordered ? NUMBERS : BULLETS)[indent % 3] };
  const items = elements.map((item) => html`<li>${item.elements ? leaves(item.elements) : null}</li>`);
  const shape = bordered("rich-list", border);
  if (ordered) return html`<ol class=${shape} style=${look} start=${offset + 1}>${items}</ol>`;
  return html`<ul class=${shape} style=${look}>${items}</ul>`;
}

const bordered = (name, border) => (border ? `${name} bordered` : name);

const leaves = (elements) => elements.map(leaf);

function leaf(element) {
  const draw = LEAVES[element.type];
  if (!draw) return html`<${NotDrawn} type=${element.type} />`;
  return STYLES.reduce((inside, [name, wrap]) => (element.style?.[name] ? wrap(inside) : inside), draw(element));
}

const fromUnicode = (codes) => String.fromCodePoint(...codes.split("-").map((code) => parseInt(code, 16)));
