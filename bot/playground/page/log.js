// The scrolling list of messages.
//
// Follows the newest message, unless the person has scrolled back to read. One that is longer than
// the pane is shown from its beginning: what matters most comes first.

import { html, useEffect, useLayoutEffect, useRef } from "./vendor/htm-preact.js";
import { useApp } from "./context.js";

const NEAR_PX = 60;

const sizeOf = (pane) => `${pane.clientWidth} ${pane.clientHeight}`;

export function Log({ messages, label, testid = "messages", children }) {
  const { me } = useApp();
  const box = useRef(null);
  const follows = useRef(true);
  const put = useRef({ top: 0, size: "" });

  const follow = () => {
    const pane = box.current;
    const newest = [...pane.querySelectorAll(".message, .undrawable")].at(-1);
    put.current.size = sizeOf(pane);
    if (!follows.current || !newest) return;
    pane.scrollTop += newest.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    put.current.top = pane.scrollTop;
  };
  const onScroll = ({ target }) => {
    // In a pane that has just changed its size it was not the person who scrolled.
    if (sizeOf(target) !== put.current.size) return;
    const left = target.scrollHeight - target.scrollTop - target.clientHeight;
    follows.current = left < NEAR_PX || Math.abs(target.scrollTop - put.current.top) < 2;
  };

  const last = messages.at(-1);
  useLayoutEffect(() => {
    if (last?.user === me.id) follows.current = true;
  }, [last?.ts]);
  useLayoutEffect(follow, [messages]);
  useEffect(() => {
    const watch = new ResizeObserver(follow);
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);

  const attributes = { role: "log", "aria-live": "polite", "aria-label": label, "data-testid": testid };
  return html`<div class="log" tabindex="0" ref=${box} onScroll=${onScroll} ...${attributes}>${children}</div>`;
}
