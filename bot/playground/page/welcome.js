// The first minute: three people with a question, one click each.

import { html } from "./vendor/htm-preact.js";
import { useApp } from "./context.js";
import { gesture, workspace } from "./gestures.js";
import { Avatar, jobAndAgency } from "./people.js";

export function Welcome() {
  const { snapshot, go, tell } = useApp();
  // A question asked before the bot listens would wait for Slack's next try, a minute on.
  const tooEarly = snapshot.bot.state === "starting";

  const start = async ({ person, asks }) => {
    try {
      const theirs = await workspace({ as: person.id });
      go({ as: person.id, in: theirs.in, tab: null, thread: null });
      const answer = await gesture("write", { as: person.id, in: theirs.in, text: asks });
      if (!answer.ok) tell(answer.error);
    } catch {
      tell("The workspace did not answer. Try again.");
    }
  };

  return html`<section class="welcome" aria-labelledby="welcome" data-testid="welcome">
    <h2 id="welcome">Try ${snapshot.bot.name}</h2>
    <p>Pick somebody with a question. You become that person, and the bot answers.</p>
    <p class="quiet">
      This is a local stand-in for Slack. Nothing leaves this machine. It is not an emergency service: if somebody is in danger, call
      999.
    </p>
    <div class="examples">
      ${snapshot.examples.slice(0, 3).map(
        (example, at) => html`<button
          type="button"
          class="example"
          disabled=${tooEarly}
          data-testid=${`example-${at}`}
          onClick=${() => start(example)}
        >
          <span class="example-who">
            <${Avatar} id=${example.person.id} name=${example.person.name} />
            <span><strong>${example.person.name}</strong><small>${jobAndAgency(example.person)}</small></span>
          </span>
          <span class="example-asks">“${example.asks}”</span>
        </button>`,
      )}
    </div>
  </section>`;
}
