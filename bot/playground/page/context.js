// What every part of the page may need: the snapshot, and the ways to act on it.

import { createContext, useContext, useRef } from "./vendor/htm-preact.js";

export const App = createContext(null);

export const useApp = () => useContext(App);

let last = 0;

// An id that no other element has, for labels and descriptions.
export function useUid() {
  const uid = useRef(null);
  uid.current ??= `u${(last += 1)}`;
  return uid.current;
}
