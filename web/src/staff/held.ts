/**
 * One conversation on the desk, and what each step does to it. Pure.
 *
 * It lives `knocking` (the visitor's page has not let us in) → `open` → `ended` (waiting for its tag) → gone.
 */

import type { Opened } from '../hl1/index.ts';
import type { Answered, Asking, Ended, Held } from '../wire/frames.ts';
import { EVERYBODY, type Going, type How, type Step, type To } from './step.ts';
import { type Item, noted, placed, type Reader, withOpened } from './transcript.ts';

export type Phase = 'knocking' | 'open' | 'ended';
export type Ending = Ended['reason'] | 'lost';

/**
 * What we asked of colleagues: `asking` (the list does not show it yet) → `asked` → `answered` (somebody is
 * at the visitor's door) → `in`, which only a handover has. Or `not_now`: who alone was asked cannot come.
 */
export interface Ask {
  readonly how: How;
  readonly to: To;
  readonly state: 'asking' | 'asked' | 'answered' | 'in' | 'not_now' | 'withdrawn';
  /** Who answered. */
  readonly name?: string;
}

export interface Conversation {
  readonly cid: string;
  readonly ticket: string;
  readonly language: string;
  readonly phase: Phase;
  /** We sit beside the one who holds it: we can leave, and not end it. */
  readonly isGuest: boolean;
  /** Nobody is in need here: it is practice, and counts nowhere. */
  readonly isRehearsal: boolean;
  readonly visitor: 'here' | 'lost';
  /** In at most so many minutes it ends by itself; null: not soon. */
  readonly endsIn: number | null;
  readonly ending: Ending | null;
  readonly items: readonly Item[];
  /** Who can read, by the newest record; nobody is known before the first. */
  readonly members: readonly Reader[];
  /** Of that record: words to compare are new with each. */
  readonly epoch: number;
  readonly ask: Ask | null;
  /** The newest number the visitor's page has opened. */
  readonly delivered: number;
  /** The newest number that was on the visitor's screen; and on ours, infinite where nobody asks. */
  readonly read: number;
  readonly hasRead: number;
  readonly unread: number;
  readonly draft: string;
  /** The visitor is writing, as far as was said in the last seconds. */
  readonly isWriting: boolean;
  /** We asked to end it or to leave, and the server has not answered yet. */
  readonly going: Going | null;
  /** The visitor wrote nothing; false also where this window cannot be sure of that. */
  readonly isSilent: boolean;
  /** Sealing or opening failed: nothing more can be said here. */
  readonly hasFailed: boolean;
}

export function begun(frame: Held): Conversation {
  return {
    cid: frame.cid,
    ticket: frame.ticket,
    language: frame.language,
    phase: 'knocking',
    isGuest: frame.guest ?? false,
    isRehearsal: frame.rehearsal ?? false,
    visitor: 'here',
    endsIn: null,
    ending: null,
    items: [],
    members: [],
    epoch: 0,
    ask: null,
    delivered: frame.delivered,
    read: frame.read ?? 0,
    // A server of before hears nothing of it.
    hasRead: frame.has_read ?? Number.POSITIVE_INFINITY,
    unread: 0,
    isWriting: false,
    draft: '',
    going: null,
    isSilent: true,
    hasFailed: false,
  };
}

/** Held again on a new socket; meanwhile it may have been passed on to us. */
export function heldAgain(held: Conversation, frame: Held): Conversation {
  const delivered = Math.max(held.delivered, frame.delivered);
  const read = Math.max(held.read, frame.read ?? 0);
  return { ...held, delivered, read, isGuest: frame.guest ?? false };
}

/** The visitor has read up to there, and so has it. */
export function withRead(held: Conversation, seq: number): Conversation {
  return {
    ...held,
    read: Math.max(held.read, seq),
    delivered: Math.max(held.delivered, seq),
  };
}

/** The numbers of what the visitor, or a colleague, said and one has not read. */
export function unreadIn({ items, hasRead }: Conversation): readonly number[] {
  const unread: number[] = [];
  // From the end: in a conversation of 2,000, nearly all is read.
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (!item || item.seq === null) continue;
    if (item.seq <= hasRead) break;
    if (item.kind === 'said' && !item.mine) unread.push(item.seq);
  }
  return unread.reverse();
}

export function withMessage(
  held: Conversation,
  step: Extract<Step, { type: 'opened' }>,
  isLookedAt: boolean,
): Conversation {
  const { opened } = step;
  const items = withOpened(held.items, step);
  const isNews = opened.kind === 'text' && !opened.mine && !isLookedAt && items !== held.items;
  const isSilent = held.isSilent && !mayBeOfVisitor(opened);
  const isWriting = held.isWriting && opened.mine;
  const next = { ...held, items, isSilent, isWriting, unread: held.unread + (isNews ? 1 : 0) };
  if (opened.kind !== 'epoch') return next;
  const { readers } = step;
  return { ...next, members: readers, epoch: opened.epoch, ask: askAfter(held, readers) };
}

/** A text of the visitor, or something in whose place one may have been. */
function mayBeOfVisitor({ kind, sender, marks }: Opened): boolean {
  const isWord = sender === 0 && (kind === 'text' || kind === 'unknown');
  return isWord || marks.includes('missing');
}

/** What we wrote, before the vault has it. */
export function withWritten(
  held: Conversation,
  { ref, author, text, isCard, at }: Extract<Step, { type: 'wrote' }>,
): Conversation {
  const own = { kind: 'said', key: ref, seq: null, mine: true } as const;
  return { ...held, items: [...held.items, { ...own, author, text, isCard, at }] };
}

export function withNote(
  held: Conversation,
  { type, seq }: Extract<Step, { type: 'before' | 'unreadable' | 'unconfirmed' }>,
): Conversation {
  // What was written before we came is said once, however many messages it was.
  const note = type === 'before' ? { ...noted(seq, type), key: type } : noted(seq, type);
  // What cannot be read may have been of the visitor.
  const isSilent = held.isSilent && type === 'unconfirmed';
  return { ...held, isSilent, items: placed(held.items, note) };
}

export function withoutDoubt(held: Conversation): Conversation {
  const items = held.items.filter((item) => item.kind !== 'noted' || item.note !== 'unconfirmed');
  return { ...held, items };
}

export function ended(held: Conversation, reason: Ending): Conversation {
  // What was never accepted never arrived, and with the keys gone it never will.
  return { ...held, phase: 'ended', ending: held.ending ?? reason, draft: '', ask: null };
}

/** The list of who asks came anew: ours stands there, or somebody has answered it. */
export function withLine(held: Conversation, asking: readonly Asking[]): Conversation {
  const listed = asking.find(({ cid }) => cid === held.cid);
  const ask = listed === undefined ? unlisted(held.ask) : asListed(held.ask, listed);
  return ask === held.ask ? held : { ...held, ask };
}

function asListed(ask: Ask | null, { how, whom, role }: Asking): Ask {
  // A list from before it was withdrawn may still come in.
  if (ask?.state === 'withdrawn') return ask;
  const to: To = whom ? { whom } : role ? { role } : EVERYBODY;
  const isKnown = ask?.how === how && ask.to.whom === to.whom && ask.to.role === to.role;
  return isKnown && ask.state === 'asked' ? ask : { how, to, state: 'asked' };
}

/** A colleague has said whether they come. */
export function withAnswer(held: Conversation, { comes, name }: Answered): Conversation {
  const { ask } = held;
  if (ask === null || ask.state === 'withdrawn' || ask.state === 'in') return held;
  return { ...held, ask: { ...ask, name, state: comes ? 'answered' : 'not_now' } };
}

function unlisted(ask: Ask | null): Ask | null {
  if (ask?.state === 'asked') return { ...ask, state: 'answered' };
  return ask?.state === 'withdrawn' ? null : ask;
}

/** What an ask has come to, now that these can read. */
function askAfter(held: Conversation, readers: readonly Reader[]): Ask | null {
  const { ask, members } = held;
  const hasCome = colleaguesOf(readers).length > colleaguesOf(members).length;
  if (ask?.state === 'answered' && hasCome) {
    return ask.how === 'handover' ? { ...ask, state: 'in' } : null;
  }
  return ask?.state === 'in' && successorOf(readers) === undefined ? null : ask;
}

/** The minute of the oldest text of the visitor that nobody has answered; null where there is none. */
export function unansweredSince({ items, phase }: Conversation): number | null {
  if (phase !== 'open') return null;
  let since: number | null = null;
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (item?.kind !== 'said') continue;
    // Only the visitor has no name.
    if (item.mine || item.author !== '') break;
    since = item.at;
  }
  return since;
}

/** Lines of a first message, of which the first says that the rest was asked before the conversation. */
const ASKED_BEFORE = /^[^\n]+[:：]\n(.+)$/s;

/**
 * What the visitor told before anybody was there, without that line; null for nothing. It comes as an ordinary message
 * in their language, so it is known by its form, and a first message of that form is pinned just as well.
 */
export function askedBefore(items: readonly Item[]): string | null {
  const first = items.find((item) => item.kind === 'said');
  if (first?.kind !== 'said' || first.mine || first.author !== '') return null;
  return ASKED_BEFORE.exec(first.text)?.[1] ?? null;
}

export function colleaguesOf(members: readonly Reader[]): readonly Reader[] {
  return members.filter(({ role, isMe }) => role !== 'visitor' && !isMe);
}

/** To whom the conversation can be left: a supervisor sits in, and does not go on alone. */
export function successorOf(members: readonly Reader[]): Reader | undefined {
  return colleaguesOf(members).find(({ role }) => role === 'professional');
}
