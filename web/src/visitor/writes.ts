// Whether somebody on the other side is writing, as far as was said in the last seconds.
import { signal } from '@preact/signals';

/** Longer than the time between two signs of it. */
const OLD_AFTER_MS = 6_000;

export const writes = signal(false);

let timer = 0;

export function heardOf(isWriting: boolean): void {
  clearTimeout(timer);
  writes.value = isWriting;
  if (isWriting) timer = window.setTimeout(heardOf, OLD_AFTER_MS, false);
}
