/** The organisation's key, as the page was given it: nobody else vouches for a colleague. */

import { fromBase64, Roster } from '../../hl1/index.ts';

let believed: Promise<Roster | null> = Promise.resolve(null);

/** Say whose signatures count: once, before anything is drawn. Args: key: base64; empty for nobody's. */
export function believe(key: string): void {
  if (key === '') return;
  believed = Roster.of(fromBase64(key)).catch(() => null);
}

export function rosterHere(): Promise<Roster | null> {
  return believed;
}
