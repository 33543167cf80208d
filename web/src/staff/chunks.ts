/** The lines of a conversation by fifty, each chunk the same object for as long as nothing in it has changed. Pure. */

import type { Conversation } from './held.ts';
import type { Item } from './transcript.ts';

/** Lines. Fewer, and a browser looks after too many chunks; more, and a new message draws too many lines. */
export const FIFTY = 50;

export interface Chunk {
  readonly items: readonly Item[];
  /** As far as it matters here: what is delivered or read further down changes nothing in this one. */
  readonly delivered: number;
  readonly read: number;
}

/** Args: before: the chunks of the same conversation a moment ago. */
export function chunksOf(
  { items, delivered, read }: Pick<Conversation, 'items' | 'delivered' | 'read'>,
  before: readonly Chunk[],
): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < items.length; at += FIFTY) {
    const some = items.slice(at, at + FIFTY);
    const old = before[chunks.length];
    const isSame = old?.items.length === some.length && some.every((it, i) => it === old.items[i]);
    chunks.push({
      items: isSame ? old.items : some,
      delivered: upTo(some, delivered),
      read: upTo(some, read),
    });
  }
  return chunks;
}

function upTo(items: readonly Item[], delivered: number): number {
  return Math.min(
    delivered,
    items.reduce((most, { seq }) => Math.max(most, seq ?? 0), 0),
  );
}
