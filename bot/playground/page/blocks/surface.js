// A message or view whose elements can be used: what they hold, and presses on their way.

import { createContext, useContext, useRef, useState } from "../vendor/htm-preact.js";
import { useApp } from "../context.js";
import { collected, initialValue, keyOf, named, valueKey } from "./state.js";

export const Surface = createContext(null);

// container: {in, ts} of a message or {view_id}. Values belong to block_id and action_id, so they
// outlive an update of the view.
export function useSurface(container, given) {
  const app = useApp();
  const kept = useRef(new Map()).current;
  const [marks, setMarks] = useState({});
  const [, redraw] = useState(0);
  const blocks = named(given);

  const mark = (key, how) => setMarks((all) => ({ ...all, [key]: how }));
  const state = () => collected(blocks, kept);
  const keep = (key, value) => {
    kept.set(key, value);
    redraw((n) => n + 1);
  };
  const press = async (blockId, element, chosen) => {
    const key = keyOf(blockId, element);
    mark(key, "busy");
    const action = { type: element.type, ...chosen };
    const where = { ...container, block_id: blockId, action_id: element.action_id };
    const answer = await app.act("press", { ...where, action, state: state() });
    mark(key, answer.ok ? undefined : "failed");
    if (!answer.ok) app.tell(answer.error);
  };
  const suggest = (blockId, element, value) =>
    app.suggest({ ...container, block_id: blockId, action_id: element.action_id, value });
  return { blocks, kept, marks, keep, press, suggest, state };
}

export function useElement(element, block) {
  const app = useApp();
  const surface = useContext(Surface);
  const key = keyOf(block.block_id, element);
  const isInput = block.type === "input";

  const fire = (chosen) => surface.press(block.block_id, element, chosen);
  const agreed = async () => !element.confirm || app.ask(element.confirm);
  return {
    value: surface.kept.has(key) ? surface.kept.get(key) : initialValue(element),
    mark: surface.marks[key],
    suggest: (value) => surface.suggest(block.block_id, element, value),
    // Typing: counts at submit, or when Enter makes it a press.
    keep: (value) => surface.keep(key, value),
    // Choosing: outside an input block the bot hears of it at once.
    choose: async (value) => {
      if (!(await agreed())) return;
      surface.keep(key, value);
      if (!isInput || block.dispatch_action) fire({ [valueKey(element.type)]: value });
    },
    press: async (chosen) => {
      if (await agreed()) fire(chosen);
    },
  };
}
