// What a reload needs: 32 bytes of root, and by which marks to know the newest state again, in `window.name`. It
// lives as long as the tab and was never found on disk, unlike sessionStorage (SECURITY.md §4.1).
import { type Bytes, fromBase64, toBase64 } from '../hl1/index.ts';

const ROOT_BYTES = 32;
const STATE_ID_BYTES = 16;
/** On their way at once: each is made by a tap, or by somebody who goes. */
const MOST_STATES = 4;

/** `states`: ids of the states of which one is the newest: more than one while new ones are on their way. */
export interface Tab {
  readonly root: Bytes;
  readonly states: readonly Bytes[];
  /** What the server gave to know this conversation again by, should it lose it; base64. */
  readonly slip: string;
}

export function keepTab({ root, states: all, slip }: Tab): void {
  const states = all.slice(-MOST_STATES);
  const name = new Uint8Array(ROOT_BYTES + STATE_ID_BYTES * states.length);
  name.set(root);
  states.forEach((id, at) => {
    name.set(id, ROOT_BYTES + STATE_ID_BYTES * at);
  });
  window.name = slip === '' ? toBase64(name) : `${toBase64(name)} ${slip}`;
}

/** What an earlier load of this tab left, or null; any other name is none of our business. */
export function keptTab(): Tab | null {
  const [kept = '', slip = ''] = window.name.split(' ');
  let name: Bytes;
  try {
    name = fromBase64(kept);
  } catch {
    return null;
  }
  const count = (name.length - ROOT_BYTES) / STATE_ID_BYTES;
  if (!Number.isInteger(count) || count < 0 || count > MOST_STATES) return null;
  const states = Array.from({ length: count }, (_, at) => {
    const start = ROOT_BYTES + STATE_ID_BYTES * at;
    return name.slice(start, start + STATE_ID_BYTES);
  });
  return { root: name.slice(0, ROOT_BYTES), states, slip };
}

export function forgetTab(): void {
  window.name = '';
}
