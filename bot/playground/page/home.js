// The Home tab, as the bot published it for this person.

import { html } from "./vendor/htm-preact.js";
import { Boundary } from "./boundary.js";
import { Blocks } from "./blocks/blocks.js";
import { useSurface } from "./blocks/surface.js";

export function Home({ home }) {
  if (!home) return html`<p class="nothing" data-testid="home-empty">The bot has not published a Home tab for you.</p>`;
  return html`<div class="home" data-testid="home">
    <${Boundary} data=${home} what="Home tab"><${Published} key=${home.id} home=${home} /><//>
  </div>`;
}

function Published({ home }) {
  const surface = useSurface({ view_id: home.id }, home.blocks);
  return html`<${Blocks} surface=${surface} />`;
}
