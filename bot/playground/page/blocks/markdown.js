// The markdown block: the part of Markdown that bots write. What it does not know stays as typed.

import { html } from "../vendor/htm-preact.js";
import { Link } from "./marks.js";

const INLINE =
  /`(?<code>[^`\n]+)`|\[(?<label>[^[\]\n]+)\]\((?<url>[^)\s]+)\)|\*\*(?<bold>[^\n]+?)\*\*|~~(?<strike>[^\n]+?)~~|(?<!\w)[*_](?<italic>(?! )[^*_\n]+)[*_](?!\w)/;

// Each kind of block: how its first line begins, and whether further such lines belong to it.
const KINDS = [
  ["code", /^```/],
  ["heading", /^(#{1,6}) +/],
  ["quote", /^> ?/],
  ["bullet", /^[-*+] +/],
  ["number", /^\d+[.)] +/],
  ["rule", /^(-{3,}|\*{3,})$/],
  ["blank", /^\s*$/],
];

export function Markdown({ text }) {
  const lines = String(text ?? "").split("\n");
  const drawn = [];
  while (lines.length) drawn.push(next(lines));
  return html`<div class="markdown">${drawn}</div>`;
}

function next(lines) {
  const kind = kindOf(lines[0]);
  if (kind === "code") return fenced(lines);
  if (kind === "rule") return lines.shift() && html`<hr />`;
  if (kind === "blank") return lines.shift() && null;
  if (kind === "heading") return heading(lines.shift());
  const same = [];
  while (lines.length && kindOf(lines[0]) === kind) same.push(lines.shift());
  return grouped(kind, same);
}

// A rule is looked for first: three stars would also begin a list.
const kindOf = (line) => (KINDS[5][1].test(line) ? "rule" : KINDS.find(([, begins]) => begins.test(line))?.[0]);

function fenced(lines) {
  lines.shift();
  const end = lines.findIndex((line) => line.startsWith("```"));
  const inside = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return html`<pre class="code">${inside.join("\n")}</pre>`;
}

const heading = (line) => html`<p class="markdown-heading">${inline(line.replace(/^#+ +/, ""))}</p>`;

function grouped(kind, lines) {
  const begins = KINDS.find(([name]) => name === kind)?.[1];
  const inside = lines.map((line) => inline(begins ? line.replace(begins, "") : line));
  if (kind === "bullet") return html`<ul>${inside.map((item) => html`<li>${item}</li>`)}</ul>`;
  if (kind === "number") return html`<ol start=${parseInt(lines[0], 10)}>${inside.map((item) => html`<li>${item}</li>`)}</ol>`;
  const broken = inside.flatMap((item, at) => (at ? [html`<br />`, item] : [item]));
  return kind === "quote" ? html`<blockquote>${broken}</blockquote>` : html`<p>${broken}</p>`;
}

function inline(text) {
  const drawn = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    drawn.push(rest.slice(0, found.index), marked(found.groups));
    rest = rest.slice(found.index + found[0].length);
  }
  return [...drawn, rest];
}

function marked({ code, label, url, bold, strike, italic }) {
  if (code) return html`<code>${code}</code>`;
  if (label) return html`<${Link} url=${url}>${inline(label)}<//>`;
  if (bold) return html`<strong>${inline(bold)}</strong>`;
  if (strike) return html`<s>${inline(strike)}</s>`;
  return html`<em>${inline(italic)}</em>`;
}
