// Block Kit, block by block.

import { html, useState } from "../vendor/htm-preact.js";
import { useUid } from "../context.js";
import { Element } from "./elements.js";
import { Link } from "./marks.js";
import { Markdown } from "./markdown.js";
import { NotDrawn } from "./notdrawn.js";
import { RichText } from "./richtext.js";
import { Surface } from "./surface.js";
import { plain, Text } from "./text.js";

const BLOCKS = {
  header: ({ text }) => html`<div class="block-header" role="heading" aria-level="2"><${Text} text=${text} /></div>`,
  divider: () => html`<hr />`,
  section: Section,
  image: Picture,
  context: Context,
  actions: Actions,
  context_actions: Actions,
  input: Input,
  rich_text: RichText,
  markdown: Markdown,
  table: Table,
  video: ({ title, title_url: url, alt_text: alt }) =>
    html`<p>Video: ${url ? html`<${Link} url=${url}>${plain(title) || alt}<//>` : plain(title) || alt}</p>`,
  file: ({ external_id: id }) => html`<p>File: ${id}</p>`,
};

// errors: {block_id: sentence} under the inputs of a view.
export function Blocks({ surface, errors = {} }) {
  return html`<${Surface.Provider} value=${surface}>
    <div class="blocks">
      ${surface.blocks.map((block) => {
        const { type, block_id: id } = block;
        const Drawn = BLOCKS[type];
        return html`<div class="block" key=${id} data-testid=${`block-${type}`} data-block-id=${id}>
          ${Drawn ? html`<${Drawn} ...${block} error=${errors[id]} />` : html`<${NotDrawn} type=${type} />`}
        </div>`;
      })}
    </div>
  <//>`;
}

function Section({ text, fields, accessory, ...block }) {
  const drawn = accessory?.type === "image" ? html`<${Picture} ...${accessory} small />` : undefined;
  return html`<div class="section">
    <div class="section-text">
      ${text && html`<div><${Text} text=${text} /></div>`}
      ${fields && html`<div class="fields">${fields.map((field) => html`<div><${Text} text=${field} /></div>`)}</div>`}
    </div>
    ${accessory &&
    html`<div class="accessory">
      ${drawn ?? html`<${Element} element=${accessory} block=${{ ...block, text, accessory, type: "section" }} />`}
    </div>`}
  </div>`;
}

function Context({ elements }) {
  return html`<div class="context">
    ${elements.map((each) => {
      if (each.type === "image") return html`<${Picture} ...${each} small />`;
      if (each.type === "mrkdwn" || each.type === "plain_text") return html`<div><${Text} text=${each} /></div>`;
      return html`<${NotDrawn} type=${each.type} />`;
    })}
  </div>`;
}

function Actions(block) {
  return html`<div class="actions">
    ${block.elements.map((element) => html`<${Element} key=${element.action_id} element=${element} block=${block} />`)}
  </div>`;
}

function Input({ label, hint, error, ...block }) {
  const id = useUid();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const field = {
    id,
    "aria-labelledby": `${id}-label`,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? "true" : undefined,
  };
  return html`<div class=${error ? "field wrong" : "field"}>
    <label for=${id} id=${`${id}-label`}>
      ${plain(label)}${block.optional && html` <span class="quiet">(optional)</span>`}
    </label>
    <${Element} element=${block.element} block=${block} field=${field} />
    ${error && html`<div class="error" id=${`${id}-error`} data-testid="input-error">${error}</div>`}
    ${hint && html`<div class="hint" id=${`${id}-hint`}>${plain(hint)}</div>`}
  </div>`;
}

// A picture on somebody's server is fetched only when asked for: nothing leaves this machine unseen.
function Picture({ image_url: url, alt_text: alt = "", title, small }) {
  const [wanted, setWanted] = useState(false);
  const address = url ? new URL(url, location.href) : null;
  const near = address?.protocol === "data:" || address?.origin === location.origin;
  const drawn = near || wanted;
  return html`<figure class=${small ? "picture small" : "picture"}>
    ${title && html`<figcaption>${plain(title)}</figcaption>`}
    ${drawn && html`<img src=${address.href} alt=${alt} referrerpolicy="no-referrer" />`}
    ${!drawn &&
    html`<button type="button" class="picture-offer" disabled=${!address} onClick=${() => setWanted(true)}>
      Picture: ${alt}${address && html` <small>Show it from ${address.host}</small>`}
    </button>`}
  </figure>`;
}

function Table({ rows, column_settings: settings = [] }) {
  const cells = (row, Cell) =>
    row.map((cell, at) => {
      const look = { textAlign: settings[at]?.align ?? "left", whiteSpace: settings[at]?.is_wrapped ? "normal" : "nowrap" };
      return html`<${Cell} style=${look} scope=${Cell === "th" ? "col" : undefined}><${TableCell} ...${cell} /><//>`;
    });
  const [head, ...body] = rows;
  return html`<div class="table" role="region" aria-label="Table" tabindex="0">
    <table>
      <thead><tr>${cells(head, "th")}</tr></thead>
      <tbody>${body.map((row) => html`<tr>${cells(row, "td")}</tr>`)}</tbody>
    </table>
  </div>`;
}

function TableCell({ type, text, value, elements }) {
  return type === "rich_text" ? html`<${RichText} elements=${elements} />` : String(text ?? value ?? "");
}
