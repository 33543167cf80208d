/**
 * One window writes at a time: two windows of one browser show the same conversations, and the visitor should not
 * be answered twice. Whoever came first writes; another window takes over when its person says so, and whichever
 * has waited longest when that one closes. Another browser has a device of its own, and the visitor is asked.
 */

import { signal } from '@preact/signals';

const LOCK = 'luwte-writes';

/** Whether this window is the one that writes. */
export const isWriter = signal(true);

let waiting: AbortController | null = null;

/** Begin to write, or to wait for it; again is harmless. */
export function beWriter(): void {
  // Where the browser has no such lock, every window writes.
  if (waiting || !('locks' in navigator)) return;
  lost();
}

/** The person goes on here. */
export function writeHere(): void {
  waiting?.abort();
  navigator.locks.request(LOCK, { steal: true }, keep).catch(lost);
}

function lost(): void {
  isWriter.value = false;
  waiting = new AbortController();
  const { signal } = waiting;
  navigator.locks.request(LOCK, { signal }, keep).catch(() => {
    // Either this window takes over itself, or another one has.
    if (!signal.aborted) lost();
  });
}

/** Until the window closes, or another one takes over. */
function keep(): Promise<never> {
  isWriter.value = true;
  return new Promise(() => {});
}
