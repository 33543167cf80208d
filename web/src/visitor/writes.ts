// Whether somebody on the other side is writing, as far as was said in the last seconds.
import { signal } from '@preact/signals';
import { OLD_AFTER_MS } from '../wire/writing.ts';

export const writes = signal(false);

let timer = 0;

export function heardOf(isWriting: boolean): void {
  clearTimeout(timer);
  writes.value = isWriting;
  if (isWriting) timer = window.setTimeout(heardOf, OLD_AFTER_MS, false);
}
