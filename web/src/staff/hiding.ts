/**
 * Texts that a professional does not want to see again: covered in this window only, in memory only, and shown again
 * at one press. The visitor, colleagues and the tag know nothing of it.
 */

import { signal } from '@preact/signals';
import type { Conversation } from './held.ts';
import type { Item, Said } from './transcript.ts';

/** Keys of messages, with their conversation's ticket: what is covered in one is not covered in another. */
const hidden = signal<ReadonlySet<string>>(new Set());

const nameOf = (ticket: string, { key }: Said) => `${ticket} ${key}`;

export function isHidden(ticket: string, item: Said): boolean {
  return hidden.value.has(nameOf(ticket, item));
}

export function hide(ticket: string, items: readonly Said[], isHiddenNow: boolean): void {
  const next = new Set(hidden.value);
  for (const item of items) {
    if (isHiddenNow) next.add(nameOf(ticket, item));
    else next.delete(nameOf(ticket, item));
  }
  hidden.value = next;
}

/** What a visitor wrote; a professional's own words are not covered. */
export function ofVisitor(items: readonly Item[]): readonly Said[] {
  return items.filter((item): item is Said => item.kind === 'said' && !item.mine);
}

/** The newest text of the visitor, away or back. */
export function hideNewest({ ticket, items }: Conversation): void {
  const newest = ofVisitor(items).at(-1);
  if (newest) hide(ticket, [newest], !isHidden(ticket, newest));
}

/** Everything the visitor has written until now, away; or back, if all of it is away. What comes next is shown. */
export function hideAll({ ticket, items }: Conversation): void {
  const all = ofVisitor(items);
  hide(ticket, all, !all.every((item) => isHidden(ticket, item)));
}
