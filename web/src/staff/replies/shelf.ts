/**
 * The replies and the phrase book as this window has them. Nothing of them is of one conversation; nothing is kept.
 */

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { bring } from '../../ui/late.ts';
import { get } from '../api.ts';
import type { Phrasebook, ReplySet } from './choices.ts';

/** Undefined while it is fetched for the first time, null when it could not be. */
export const replies = signal<ReplySet | null | undefined>(undefined);
export const book = signal<Phrasebook | null | undefined>(undefined);

/** Who writes here, as colleagues and visitors know them. */
export const writer = signal('');

/** Have the replies at hand before the first conversation. */
export function useShelf(name: string): void {
  useEffect(() => {
    writer.value = name;
    void lookForReplies();
  }, [name]);
}

/** Ask for the newest replies. What is here stays usable meanwhile, and also when the server does not answer. */
export async function lookForReplies(): Promise<void> {
  const had = replies.value;
  if (!had) replies.value = undefined;
  const answer = await get<ReplySet | null>(`/api/replies${had ? `?have=${had.version}` : ''}`);
  if (answer.isOk && answer.value !== null) replies.value = answer.value;
  else if (!had) replies.value = null;
}

export async function lookForPhrases(): Promise<void> {
  if (book.value) return;
  book.value = undefined;
  try {
    book.value = await bring<Phrasebook>('phrasebook');
  } catch {
    book.value = null;
  }
}
