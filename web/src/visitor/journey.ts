// Where the visitor is, and everything the screen shows: one value, changed only by `after`. Pure: no clock,
// no network, no keys. The session turns frames and taps into steps; the views draw what comes out.

import { haveBothSpoken } from './entries.ts';
import type { Entry, MessageState, NoteText } from './said.ts';
import { putAside, takenUp, type WayBack } from './way-back.ts';

export type { Entry, MessageState, NoteText } from './said.ts';

/** The screen. `lost`: a fault of ours has destroyed the conversation. `questions`: what the organisation asks first. `elsewhere`: a newer window took over. `fault`: the server did not understand us. */
export type Stage =
  | 'start'
  | 'questions'
  | 'waiting'
  | 'called'
  | 'conversation'
  | 'ended'
  | 'lost'
  | 'refused'
  | 'fault'
  | 'elsewhere';

export type LineState = 'connecting' | 'open' | 'lost';
export type EndReason = 'left' | 'done' | 'gone' | 'silent' | 'time';
export interface Reader {
  readonly name: string;
  readonly role: 'professional' | 'supervisor';
}

/**
 * `mayReadBack`: there is something from before, and the visitor says whether they may read it. `isBack`: they were
 * in, and come with another key: their page has lost the old one.
 */
export interface Caller extends Reader {
  readonly isBack: boolean;
  readonly mayReadBack: boolean;
}

/** Minutes. `high` null: longer than anybody would say. */
export interface Expected {
  readonly low: number;
  readonly high: number | null;
}

export interface Journey {
  readonly stage: Stage;
  readonly line: LineState;
  /** 1 is next; null until the server said. */
  readonly position: number | null;
  /** False: they were called and did not answer, and nobody calls them before they say that they are there. */
  readonly isReady: boolean;
  /** How long it may still take, from when it was said; null: nobody knows. */
  readonly expected: Expected | null;
  /** Who is at the door: from the offer that was verified, and nothing else. */
  readonly caller: Caller | null;
  /** Who can read this now: from the epoch record, never from the server. */
  readonly readers: readonly Reader[];
  readonly entries: readonly Entry[];
  /** Newest own message that the other page has opened. */
  readonly deliveredTo: number;
  /** And the newest that somebody there has read. */
  readonly readTo: number;
  readonly isAway: boolean;
  /** Nobody has touched this page for long: minutes until the conversation ends by itself. */
  readonly still: number | null;
  /** In at most so many minutes the conversation ends by itself; null: not soon. */
  readonly endsIn: number | null;
  /** The server cannot take what was said now; it is said again by itself. */
  readonly isHeldBack: boolean;
  readonly isAskingToEnd: boolean;
  readonly isWritingAhead: boolean;
  /** A tap is being answered: the button must not do it twice. */
  readonly isBusy: boolean;
  /** On the start page: an earlier conversation of this tab no longer exists. */
  readonly wasGone: boolean;
  /** On the start page: stood in line until the desk had been closed for long. */
  readonly hasWaited: boolean;
  readonly reason: EndReason | null;
  /** On the last page: both sides had said something. */
  readonly hasTalked: boolean;
  /** What is left to do after a loss. */
  readonly wayBack: WayBack;
}

export type Step =
  | { readonly type: 'asked first' }
  | { readonly type: 'started' }
  | { readonly type: 'resumed' }
  | { readonly type: 'line'; readonly state: LineState }
  | {
      readonly type: 'waiting';
      readonly position: number;
      readonly expected?: Expected | null;
      readonly isReady?: boolean;
    }
  | { readonly type: 'called'; readonly caller: Caller }
  | { readonly type: 'admitting' }
  | { readonly type: 'admitted'; readonly readers: readonly Reader[] }
  | { readonly type: 'withdrawn'; readonly id: string }
  | { readonly type: 'nobody at the door' }
  | { readonly type: 'alone' }
  | { readonly type: 'writing ahead' }
  | { readonly type: 'said'; readonly id: string; readonly text: string; readonly at: number }
  | { readonly type: 'accepted'; readonly id: string; readonly seq: number }
  | { readonly type: 'not sent'; readonly id: string }
  | { readonly type: 'held back' }
  | { readonly type: 'delivered' | 'read'; readonly seq: number }
  | { readonly type: 'heard'; readonly entry: Entry }
  | { readonly type: 'presence'; readonly isAway: boolean }
  | { readonly type: 'still'; readonly minutes: number }
  | { readonly type: 'stirred' }
  | { readonly type: 'ends'; readonly minutes: number }
  | { readonly type: 'asked to end'; readonly isAsking: boolean }
  | { readonly type: 'ended'; readonly reason: EndReason }
  | { readonly type: 'lost'; readonly wayBack: WayBack }
  | { readonly type: 'returning' }
  | { readonly type: 'gone' }
  | { readonly type: 'turned away' }
  | { readonly type: 'stopped'; readonly stage: 'refused' | 'fault' | 'elsewhere' };

export const beginning: Journey = {
  stage: 'start',
  line: 'connecting',
  position: null,
  isReady: true,
  expected: null,
  caller: null,
  readers: [],
  entries: [],
  deliveredTo: 0,
  readTo: 0,
  isAway: false,
  still: null,
  endsIn: null,
  isHeldBack: false,
  isAskingToEnd: false,
  isWritingAhead: false,
  isBusy: false,
  wasGone: false,
  hasWaited: false,
  reason: null,
  hasTalked: false,
  wayBack: 'none',
};

/** Stages in which there is a conversation to lose. */
export function isUnderWay(stage: Stage): boolean {
  return stage === 'waiting' || stage === 'called' || stage === 'conversation';
}

/** What is left when a conversation is over: nothing of what was said. */
function emptied(stage: Stage, more: Partial<Journey> = {}): Journey {
  return { ...beginning, stage, ...more };
}

/** Where the journey goes from here. A step that does not fit changes nothing: frames may come late. */
export function after(journey: Journey, step: Step): Journey {
  switch (step.type) {
    case 'started':
    case 'resumed':
      return emptied('waiting');
    case 'asked first':
      return emptied('questions');
    case 'gone':
      return emptied('start', { wasGone: true });
    case 'stopped':
      return emptied(step.stage);
    case 'turned away':
      return emptied('start', {
        hasWaited: journey.stage === 'waiting' && journey.position !== null,
      });
    case 'ended':
      return emptied('ended', { reason: step.reason, hasTalked: haveBothSpoken(journey.entries) });
    case 'lost':
      if (step.wayBack === 'on') return putAside(journey);
      return emptied('lost', { wayBack: step.wayBack });
    case 'returning':
      return takenUp(journey);
    default:
      return isUnderWay(journey.stage) ? underWay(journey, step) : journey;
  }
}

type WhenBegun = 'asked first' | 'started' | 'resumed';
type WhenLost = 'lost' | 'returning';
type StepUnderWay = Exclude<
  Step,
  { type: 'gone' | 'stopped' | 'turned away' | 'ended' | WhenBegun | WhenLost }
>;

function underWay(journey: Journey, step: StepUnderWay): Journey {
  switch (step.type) {
    case 'line':
      // A new attempt is not yet good news: the banner stays until the line is back.
      if (journey.line === 'lost' && step.state === 'connecting') return journey;
      return { ...journey, line: step.state, isHeldBack: false };
    case 'waiting':
      return backToWaiting(journey, step);
    case 'called':
      return called(journey, step.caller);
    case 'admitting':
      return journey.caller ? { ...journey, isBusy: true } : journey;
    case 'admitted':
      return admitted(journey, step.readers);
    case 'withdrawn':
      return withNote(
        {
          ...journey,
          stage: 'waiting',
          position: null,
          expected: null,
          caller: null,
          readers: [],
          isBusy: false,
        },
        'withdrawn',
        step.id,
      );
    case 'nobody at the door':
      return journey.stage === 'conversation'
        ? { ...journey, caller: null, isBusy: false }
        : journey;
    case 'alone':
      return { ...journey, readers: [] };
    case 'writing ahead':
      return { ...journey, isWritingAhead: true };
    case 'still':
      return journey.stage === 'conversation' ? { ...journey, still: step.minutes } : journey;
    case 'stirred':
      return journey.still === null ? journey : { ...journey, still: null };
    case 'ends':
      return { ...journey, endsIn: step.minutes };
    case 'presence':
      return { ...journey, isAway: step.isAway };
    case 'held back':
      return { ...journey, isHeldBack: true };
    case 'asked to end':
      return { ...journey, isAskingToEnd: step.isAsking };
    default:
      return { ...journey, ...talked(journey, step) };
  }
}

/** The first one takes the screen; who wants to join later asks above the conversation. */
function called(journey: Journey, caller: Caller): Journey {
  if (journey.readers.length > 0) {
    return { ...journey, stage: 'conversation', caller, isBusy: false };
  }
  return { ...journey, stage: 'called', caller, isBusy: false, isAway: false };
}

function admitted(journey: Journey, readers: readonly Reader[]): Journey {
  return {
    ...journey,
    stage: 'conversation',
    caller: null,
    readers,
    isBusy: false,
    isAway: false,
    isWritingAhead: false,
  };
}

/** In line, for the first time or again: after a conversation the visitor is told why. */
function backToWaiting(journey: Journey, step: Extract<Step, { type: 'waiting' }>): Journey {
  const hadSomeone = journey.stage === 'conversation';
  const next: Journey = {
    ...journey,
    stage: 'waiting',
    position: step.position,
    expected: step.expected ?? null,
    isReady: step.isReady ?? true,
    entries: step.isReady === false ? withoutExcuse(journey.entries) : journey.entries,
    caller: null,
    readers: [],
    isBusy: false,
    isAway: false,
  };
  return hadSomeone ? withNote(next, 'backInLine', `back-${journey.entries.length}`) : next;
}

/** Nobody withdrew from somebody who did not answer. */
function withoutExcuse(entries: readonly Entry[]): readonly Entry[] {
  const newest = entries[entries.length - 1];
  const isExcuse = newest?.kind === 'note' && newest.note === 'withdrawn';
  return isExcuse ? entries.slice(0, -1) : entries;
}

function withNote(journey: Journey, note: NoteText, id: string): Journey {
  const { entries } = journey;
  const seq = newest(entries);
  return { ...journey, entries: placed(entries, { kind: 'note', id, note, name: '', seq }) };
}

/** The newest number there is. */
function newest(entries: readonly Entry[]): number {
  return Math.max(0, ...entries.map(({ seq }) => seq));
}

/** What the server has not numbered yet comes last, in the order in which it was written. */
function isPending(entry: Entry): boolean {
  return entry.kind === 'mine' && entry.state === 'sending';
}

/** With this one in the server's order, after what has the same number. */
function placed(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  if (isPending(entry)) return [...entries, entry];
  const place = entries.findIndex((other) => isPending(other) || other.seq > entry.seq);
  if (place < 0) return [...entries, entry];
  return [...entries.slice(0, place), entry, ...entries.slice(place)];
}

type StepInTalk = Extract<
  StepUnderWay,
  { type: 'said' | 'accepted' | 'not sent' | 'delivered' | 'read' | 'heard' }
>;

function talked(journey: Journey, step: StepInTalk): Partial<Journey> {
  const { entries, deliveredTo, readTo } = journey;
  switch (step.type) {
    case 'said':
      return {
        entries: [
          ...entries,
          { kind: 'mine', id: step.id, text: step.text, at: step.at, seq: 0, state: 'sending' },
        ],
      };
    case 'accepted':
      return {
        isHeldBack: false,
        entries: settled(entries, step.id, step.seq, 'sent').map((each) => marked(each, journey)),
      };
    case 'not sent':
      // It stays where it was written; what is said later comes after it.
      return { entries: settled(entries, step.id, newest(entries), 'failed') };
    case 'delivered':
    case 'read': {
      // Marks never go back: an older one may arrive after a newer one when a line is resumed.
      const marks = {
        deliveredTo: Math.max(deliveredTo, step.seq),
        readTo: step.type === 'read' ? Math.max(readTo, step.seq) : readTo,
      };
      return { ...marks, entries: entries.map((entry) => marked(entry, marks)) };
    }
    case 'heard':
      if (entries.some((entry) => entry.id === step.entry.id)) return {};
      return { entries: placed(entries, marked(step.entry, journey)) };
  }
}

function settled(
  entries: readonly Entry[],
  id: string,
  seq: number,
  state: MessageState,
): readonly Entry[] {
  const own = entries.find((entry) => entry.kind === 'mine' && entry.id === id);
  if (own?.kind !== 'mine') return entries;
  const others = entries.filter((entry) => entry !== own);
  return placed(others, { ...own, seq, state });
}

function marked(entry: Entry, marks: Pick<Journey, 'deliveredTo' | 'readTo'>): Entry {
  const { deliveredTo, readTo } = marks;
  if (entry.kind !== 'mine' || isPending(entry) || entry.state === 'failed') return entry;
  if (entry.seq > deliveredTo) return entry;
  return { ...entry, state: entry.seq > readTo ? 'delivered' : 'read' };
}
