// A box that opens at something. In the browser's top layer, so that no scrolling pane cuts it off
// and it lies over an open dialog too.

import { html, useEffect, useLayoutEffect, useRef } from "./vendor/htm-preact.js";

const GAP = 4;

export function Popup({ anchor, onLeave, least = 0, toEnd, children, ...rest }) {
  const box = useRef(null);

  useLayoutEffect(() => {
    const put = () => place(box.current, anchor.current, least, toEnd);
    box.current.showPopover();
    put();
    addEventListener("scroll", put, true);
    addEventListener("resize", put);
    return () => {
      removeEventListener("scroll", put, true);
      removeEventListener("resize", put);
    };
  }, []);
  useLayoutEffect(() => place(box.current, anchor.current, least, toEnd));

  useEffect(() => {
    const leave = ({ target }) => {
      if (!box.current.contains(target) && !anchor.current?.contains(target)) onLeave();
    };
    document.addEventListener("pointerdown", leave);
    return () => document.removeEventListener("pointerdown", leave);
  }, [onLeave]);

  return html`<div class="popup" popover="manual" ref=${box} ...${rest}>${children}</div>`;
}

function place(box, anchor, least, toEnd) {
  if (!box || !anchor) return;
  const at = anchor.getBoundingClientRect();
  const width = Math.min(Math.max(at.width, least), innerWidth - 2 * GAP);
  const below = innerHeight - at.bottom - 2 * GAP;
  const above = at.top - 2 * GAP;
  const up = below < Math.min(box.scrollHeight, 240) && above > below;
  const left = toEnd ? at.right - width : at.left;
  Object.assign(box.style, {
    width: `${width}px`,
    maxHeight: `${Math.min(up ? above : below, 360)}px`,
    left: `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`,
    top: up ? "auto" : `${at.bottom + GAP}px`,
    bottom: up ? `${innerHeight - at.top + GAP}px` : "auto",
  });
}
