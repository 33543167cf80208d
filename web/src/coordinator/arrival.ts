/** Gives the focus to what has come in the place of what was pressed, so that a reader of the screen goes on there. */

import { useEffect, useRef } from 'preact/hooks';

/** The element needs `tabIndex={-1}`. */
export function useArrival<Arrived extends HTMLElement>() {
  const arrived = useRef<Arrived>(null);
  useEffect(() => arrived.current?.focus(), []);
  return arrived;
}
