// The snapshot, kept fresh: one fetch at a time, and the latest wish wins.

import { useCallback, useEffect, useMemo, useRef, useState } from "./vendor/htm-preact.js";
import { workspace } from "./gestures.js";

const RECONNECT_MS = 1000;

export function useWorkspace(route, forgetRoute) {
  const [snapshot, setSnapshot] = useState(null);
  const [lost, setLost] = useState(false);
  const wanted = useRef(route);
  wanted.current = route;

  const load = useCallback(async () => {
    const asked = wanted.current;
    try {
      const found = tidied(await workspace(asked));
      if (wanted.current === asked) setSnapshot(found);
    } catch (error) {
      // A restarted server no longer knows the person or conversation of an old address.
      if (error.refused && (asked.as || asked.in)) forgetRoute();
      else setLost(true);
    }
  }, []);
  const refresh = useMemo(() => oneAtATime(load), []);

  useEffect(() => void refresh(), [route]);
  useEffect(() => listen(refresh, setLost), []);
  return { snapshot, lost, refresh };
}

function listen(onChange, setLost) {
  let socket;
  let timer;
  let over = false;
  const connect = () => {
    socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live`);
    socket.onmessage = onChange;
    socket.onopen = () => {
      setLost(false);
      onChange();
    };
    socket.onclose = () => {
      if (over) return;
      setLost(true);
      timer = setTimeout(connect, RECONNECT_MS);
    };
  };
  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    socket.close();
  };
}

// While one run is under way, any number of further wishes become one more run.
function oneAtATime(work) {
  let running = null;
  let next = null;
  const run = () => {
    if (running) {
      next ??= running.then(() => {
        next = null;
        return run();
      });
      return next;
    }
    running = work().finally(() => (running = null));
    return running;
  };
  return run;
}

const LISTS = ["people", "conversations", "messages", "views", "shortcuts", "examples", "scheduled", "redeliveries"];

// The page is for trying things out: a snapshot with a part missing is drawn without that part.
function tidied(found) {
  for (const name of LISTS) {
    found[name] = (Array.isArray(found[name]) ? found[name] : []).filter((item) => item && typeof item === "object");
  }
  found.me ??= found.people[0];
  found.bot ??= { state: "broken", said: "The workspace says nothing about the bot." };
  found.faults ??= { kind: "none", left: null };
  found.clock = { now: found.clock?.now ?? Date.now() / 1000, read: performance.now() };
  return found;
}
