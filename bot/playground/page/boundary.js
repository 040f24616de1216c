// One thing that cannot be drawn must not take the page with it.

import { Component, html } from "./vendor/htm-preact.js";

export class Boundary extends Component {
  componentDidCatch(error) {
    console.error(error);
    this.setState({ failedOn: this.props.data });
  }

  render({ data, what, children }, { failedOn }) {
    if (failedOn === undefined || failedOn !== data) return children;
    return html`<div class="undrawable" data-testid="undrawable">
      <p>This ${what} could not be drawn.</p>
      <details>
        <summary>What came</summary>
        <pre tabindex="0">${JSON.stringify(data, null, 2)}</pre>
      </details>
    </div>`;
  }
}
