// Who I am and what I look at, kept in the address: a reload or the back button keeps its place.

import { useCallback, useEffect, useMemo, useState } from "./vendor/htm-preact.js";

const PARTS = ["as", "in", "tab", "thread"];

export function useRoute() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = () => setHash(location.hash);
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);

  const go = useCallback((change) => {
    const next = new URLSearchParams();
    const parts = change ? { ...parsed(location.hash), ...change } : {};
    for (const name of PARTS) if (parts[name]) next.set(name, parts[name]);
    location.hash = next;
    setHash(location.hash);
  }, []);
  return [useMemo(() => parsed(hash), [hash]), go];
}

function parsed(hash) {
  const found = new URLSearchParams(hash.slice(1));
  return Object.fromEntries(PARTS.map((name) => [name, found.get(name)]));
}
