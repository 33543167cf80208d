/** The lines of one conversation: what was said, plain notes between, and in which order. */

import type { Opened, Role } from '../hl1/index.ts';

/** Plain lines between the messages. */
export type Note =
  | 'readers'
  | 'left'
  | 'unknown'
  | 'missing'
  | 'reordered'
  | 'repeated'
  | 'unreadable'
  | 'unconfirmed'
  | 'closing'
  | 'before';

/** Somebody who can read, by the newest record. The visitor has no name. */
export interface Reader {
  readonly role: Role;
  readonly name: string;
  readonly isMe: boolean;
}

export interface Said {
  readonly kind: 'said';
  readonly key: string;
  /** Null until the vault has it. */
  readonly seq: number | null;
  readonly mine: boolean;
  readonly author: string;
  readonly text: string;
  /** The lines of a contact card. */
  readonly isCard: boolean;
  /** Whole minutes since 1970. */
  readonly at: number;
}

export interface Noted {
  readonly kind: 'noted';
  readonly key: string;
  readonly seq: number;
  readonly note: Note;
  /** Whom the note is about: 'readers', 'left', 'closing'. */
  readonly who: readonly Pick<Reader, 'role' | 'name'>[];
}

export type Item = Said | Noted;

/** A message the session could open, and who stood in the epoch record at that moment. */
export interface OpenedHere {
  readonly seq: number;
  readonly opened: Opened;
  readonly author: string;
  readonly readers: readonly Reader[];
}

export function noted(seq: number, note: Note): Noted {
  return { kind: 'noted', key: `${note} ${seq}`, seq, note, who: [] };
}

/** Each message is shown once, however often the server replays it. */
export function placed(items: readonly Item[], item: Item): readonly Item[] {
  const last = items[items.length - 1];
  // Nearly always it is the newest; in a conversation of 2,000, looking through all of them takes its time.
  const isNewest = !last || (last.seq !== null && item.seq !== null && last.seq < item.seq);
  if (isNewest && item.kind === 'said') return [...items, item];
  const isShown = items.some(({ key, seq, kind }) => {
    return key === item.key || (seq === item.seq && kind === 'said' && item.kind === 'said');
  });
  return isShown ? items : inOrder([...items, item]);
}

/** By number; what the vault does not have yet comes last, as it was written. */
export function inOrder(items: readonly Item[]): readonly Item[] {
  const place = (item: Item) => item.seq ?? Number.POSITIVE_INFINITY;
  return [...items].sort((one, other) => {
    const [a, b] = [place(one), place(other)];
    return a === b ? 0 : a - b;
  });
}

export type State = 'sending' | 'sent' | 'delivered' | 'read' | 'lost';

/** How far the other side is. */
interface Marks {
  readonly delivered: number;
  readonly read: number;
}

/** What is said beside an own message; null beside those of others. */
export function stateIn(
  { phase, ...marks }: Marks & { readonly phase: string },
  item: Said,
): State | null {
  return item.mine ? stateOf(item, { ...marks, hasEnded: phase === 'ended' }) : null;
}

/** 'sending' until the vault has it, 'delivered' once the visitor's page has opened it, 'read' once it was on its screen. */
export function stateOf(
  item: Said,
  { delivered, read, hasEnded }: Marks & { readonly hasEnded: boolean },
): State {
  if (item.seq !== null && item.seq <= read) return 'read';
  if (item.seq !== null) return item.seq <= delivered ? 'delivered' : 'sent';
  return hasEnded ? 'lost' : 'sending';
}

/** A message that came: where it belongs, with what the order check found said before it. */
export function withOpened(
  items: readonly Item[],
  { seq, opened, author, readers }: OpenedHere,
): readonly Item[] {
  // Said once for the whole conversation: a server that repeats everything must not bury the rest.
  if (opened.marks.includes('repeated')) {
    return placed(items, { ...noted(seq, 'repeated'), key: 'repeated' });
  }
  let next = items;
  if (opened.marks.includes('missing')) next = placed(next, noted(seq, 'missing'));
  if (opened.marks.includes('reordered')) next = placed(next, noted(seq, 'reordered'));
  const sender = readers.filter(({ name, role }) => name === author && role !== 'visitor');
  switch (opened.kind) {
    case 'text': {
      const { mine, text, isCard, at } = opened;
      const key = `said ${seq}`;
      return placed(next, { kind: 'said', key, seq, mine, author, text, isCard, at });
    }
    case 'epoch':
      // Only the visitor is in the first epoch; there is nothing to say about that.
      return readers.length < 2 ? next : placed(next, { ...noted(seq, 'readers'), who: readers });
    case 'end':
      return opened.mine ? next : placed(next, { ...noted(seq, 'closing'), who: sender });
    case 'leave':
      return opened.mine ? next : placed(next, { ...noted(seq, 'left'), who: sender });
    case 'alive':
      return next;
    case 'unknown':
      return placed(next, noted(seq, 'unknown'));
  }
}
