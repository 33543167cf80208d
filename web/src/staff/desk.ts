/**
 * What a professional's desk shows: one value, and what each frame or step does to it.
 *
 * Pure: the session does the talking and the deciphering and tells the desk what came of it.
 * A conversation lives `knocking` (taken; the visitor's page has not let us in) → `open` → `ended`
 * (waiting for its tag) → gone. Tickets of the server's `untagged` list that this window has no
 * conversation for (a reload after the end) are still to be tagged and can be selected too.
 */

import type { Code, Ended, Held, InLine, ToStaff } from '../wire/frames.ts';
import { type Item, inOrder, noted, type OpenedHere, placed, withOpened } from './transcript.ts';

/** 'replaced': a newer window took over; 'stopped': the server will not have this page as it is. */
export type Line = 'connecting' | 'up' | 'down' | 'replaced' | 'stopped';
export type Phase = 'knocking' | 'open' | 'ended';
export type Ending = Ended['reason'];

export interface Conversation {
  readonly cid: string;
  readonly ticket: string;
  readonly language: string;
  readonly phase: Phase;
  readonly visitor: 'here' | 'lost';
  readonly ending: Ending | null;
  readonly items: readonly Item[];
  /** The newest number the visitor's page has opened. */
  readonly delivered: number;
  readonly unread: number;
  readonly draft: string;
  /** We asked for the end, and the server has not answered yet. */
  readonly isEnding: boolean;
  /** Sealing or opening failed: nothing more can be said here. */
  readonly hasFailed: boolean;
}

export interface Notice {
  readonly kind: 'refused' | 'saved' | 'too_long';
  readonly code: Code | null;
}

export interface Desk {
  readonly line: Line;
  readonly waiting: readonly InLine[];
  readonly conversations: readonly Conversation[];
  readonly untagged: readonly string[];
  /** The ticket of what is on the right-hand side. */
  readonly selected: string | null;
  /** The ref of a `take` that has no answer yet. */
  readonly taking: string | null;
  /** The ref of a `tag` or `skip` that has no answer yet. */
  readonly saving: { readonly ref: string; readonly ticket: string } | null;
  readonly notice: Notice | null;
}

export const EMPTY: Desk = {
  line: 'connecting',
  waiting: [],
  conversations: [],
  untagged: [],
  selected: null,
  taking: null,
  saving: null,
  notice: null,
};

export type Step =
  | { readonly type: 'line'; readonly line: Line }
  | { readonly type: 'frame'; readonly frame: ToStaff }
  | { readonly type: 'taking'; readonly ref: string }
  | { readonly type: 'saving'; readonly ref: string; readonly ticket: string }
  | { readonly type: 'admitted'; readonly cid: string }
  | ({ readonly type: 'opened'; readonly cid: string } & OpenedHere)
  | { readonly type: 'unreadable'; readonly cid: string; readonly seq: number }
  | { readonly type: 'before'; readonly cid: string; readonly seq: number }
  | {
      readonly type: 'wrote';
      readonly cid: string;
      readonly ref: string;
      readonly text: string;
      readonly at: number;
      readonly author: string;
    }
  | { readonly type: 'failed'; readonly cid: string }
  | { readonly type: 'ending'; readonly cid: string }
  | { readonly type: 'too_long' }
  | { readonly type: 'draft'; readonly cid: string; readonly text: string }
  | { readonly type: 'select'; readonly ticket: string | null }
  | { readonly type: 'dismiss' };

export function after(desk: Desk, step: Step): Desk {
  switch (step.type) {
    case 'line':
      return afterLine(desk, step.line);
    case 'frame':
      return afterFrame(desk, step.frame);
    case 'taking':
      return { ...desk, taking: step.ref, notice: null };
    case 'saving':
      return { ...desk, saving: { ref: step.ref, ticket: step.ticket }, notice: null };
    case 'admitted':
      return changed(desk, step.cid, (held) =>
        held.phase === 'knocking' ? { ...held, phase: 'open' } : held,
      );
    case 'opened':
      return changed(desk, step.cid, (held) =>
        afterOpened(held, step, desk.selected === held.ticket),
      );
    case 'unreadable':
      return changed(desk, step.cid, (held) => ({
        ...held,
        hasFailed: true,
        items: placed(held.items, noted(step.seq, 'unreadable')),
      }));
    case 'before':
      return changed(desk, step.cid, (held) => ({
        ...held,
        items: placed(held.items, { ...noted(step.seq, 'before'), key: 'before' }),
      }));
    case 'wrote':
      return changed(desk, step.cid, (held) => ({
        ...held,
        items: [
          ...held.items,
          {
            kind: 'said',
            key: step.ref,
            seq: null,
            mine: true,
            author: step.author,
            text: step.text,
            at: step.at,
          },
        ],
      }));
    case 'ending':
      return changed(desk, step.cid, (held) => ({ ...held, isEnding: true }));
    case 'failed':
      return changed(desk, step.cid, (held) => ({ ...held, hasFailed: true }));
    case 'too_long':
      return { ...desk, notice: { kind: 'too_long', code: null } };
    case 'draft':
      return changed(desk, step.cid, (held) => ({ ...held, draft: step.text }));
    case 'select':
      return selected({ ...desk, notice: null }, step.ticket);
    case 'dismiss':
      return { ...desk, notice: null };
  }
}

function afterLine(desk: Desk, line: Line): Desk {
  if (line === 'up') return { ...desk, line };
  // Between two attempts the line is as lost as before; the banner must not flicker.
  const next = line === 'connecting' && desk.line === 'down' ? 'down' : line;
  // A `take` or `tag` without an answer is not repeated by itself: the next `hello` says what is held
  // and what is untagged, and the person decides again.
  return { ...desk, line: next, taking: null, saving: null };
}

function afterFrame(desk: Desk, frame: ToStaff): Desk {
  switch (frame.type) {
    case 'line':
      return { ...desk, waiting: frame.waiting };
    case 'held':
      return afterHeld(desk, frame);
    case 'accepted':
      return changed(desk, frame.cid, (held) => ({
        ...held,
        items: inOrder(
          held.items.map((item) =>
            item.kind === 'said' && item.key === frame.ref ? { ...item, seq: frame.seq } : item,
          ),
        ),
      }));
    case 'delivered':
      return changed(desk, frame.cid, (held) => ({
        ...held,
        delivered: Math.max(held.delivered, frame.seq),
      }));
    case 'presence':
      return changed(desk, frame.cid, (held) => ({ ...held, visitor: frame.state }));
    case 'ended':
      return changed(desk, frame.cid, (held) => ended(held, frame.reason));
    case 'untagged':
      return afterUntagged(desk, frame.tickets);
    case 'tagged':
      return putAway({ ...desk, saving: null }, frame.ticket, { kind: 'saved', code: null });
    case 'refused':
      return afterRefused(desk, frame.code, frame.ref ?? null, frame.cid ?? null);
    case 'grant':
    case 'message':
      return desk; // The session opens these and reports 'admitted' and 'opened'.
    default:
      return desk; // A newer server may say more than this page knows.
  }
}

function afterHeld(desk: Desk, frame: Held): Desk {
  const known = desk.conversations.some(({ cid }) => cid === frame.cid);
  const conversations = known
    ? desk.conversations.map((held) =>
        held.cid === frame.cid
          ? { ...held, delivered: Math.max(held.delivered, frame.delivered) }
          : held,
      )
    : [...desk.conversations, begun(frame)];
  const wasTaken = desk.taking !== null && frame.ref === desk.taking;
  const next = { ...desk, conversations, taking: wasTaken ? null : desk.taking };
  return wasTaken || next.selected === null ? selected(next, frame.ticket) : next;
}

function begun(frame: Held): Conversation {
  return {
    cid: frame.cid,
    ticket: frame.ticket,
    language: frame.language,
    phase: 'knocking',
    visitor: 'here',
    ending: null,
    items: [],
    delivered: frame.delivered,
    unread: 0,
    draft: '',
    isEnding: false,
    hasFailed: false,
  };
}

function afterOpened(
  held: Conversation,
  step: Extract<Step, { type: 'opened' }>,
  isLookedAt: boolean,
): Conversation {
  const { opened } = step;
  const items = withOpened(held.items, step);
  const isNews = opened.kind === 'text' && !opened.mine && !isLookedAt && items !== held.items;
  return { ...held, items, unread: held.unread + (isNews ? 1 : 0) };
}

function ended(held: Conversation, reason: Ending): Conversation {
  // What was never accepted never arrived, and with the keys gone it never will.
  return { ...held, phase: 'ended', ending: held.ending ?? reason, draft: '' };
}

function afterUntagged(desk: Desk, tickets: readonly string[]): Desk {
  const next = { ...desk, untagged: tickets };
  // Nobody came, or it was tagged in another window: an ended conversation without a ticket in the
  // list stays readable until somebody looks away from it.
  const isStillShown = next.selected !== null && everyTicket(next).includes(next.selected);
  return isStillShown ? next : selected(next, nextTicket(next));
}

function afterRefused(desk: Desk, code: Code, ref: string | null, cid: string | null): Desk {
  const hasGone = code === 'gone' || code === 'not_yours';
  if (cid !== null && hasGone) return changed(desk, cid, (held) => ended(held, 'gone'));
  const notice: Notice = { kind: 'refused', code };
  if (desk.saving !== null && ref === desk.saving.ref) {
    const isSettled = hasGone || code === 'counted';
    const next = { ...desk, notice, saving: null };
    return isSettled ? putAway(next, desk.saving.ticket, notice) : next;
  }
  const next = { ...desk, notice, taking: ref === desk.taking ? null : desk.taking };
  return code === 'untagged' ? selected(next, next.untagged[0] ?? next.selected) : next;
}

/** A tag or skip is kept: the conversation leaves the screen, and the next thing to do comes up. */
function putAway(desk: Desk, ticket: string, notice: Notice): Desk {
  const next: Desk = {
    ...desk,
    notice,
    untagged: desk.untagged.filter((other) => other !== ticket),
    conversations: desk.conversations.filter((held) => held.ticket !== ticket),
  };
  return desk.selected === ticket ? selected(next, nextTicket(next)) : next;
}

/** What to look at when the present thing is done: a tag first, then whoever said something. */
function nextTicket(desk: Desk): string | null {
  const speaking = desk.conversations.find(({ unread }) => unread > 0) ?? desk.conversations[0];
  return desk.untagged[0] ?? speaking?.ticket ?? null;
}

function selected(desk: Desk, ticket: string | null): Desk {
  return {
    ...desk,
    selected: ticket,
    conversations: desk.conversations
      // Ended and without a tag to give: shown once, then gone.
      .filter(
        (held) =>
          held.ticket === ticket || held.phase !== 'ended' || desk.untagged.includes(held.ticket),
      )
      .map((held) => (held.ticket === ticket ? { ...held, unread: 0 } : held)),
  };
}

function changed(
  desk: Desk,
  cid: string | null | undefined,
  change: (held: Conversation) => Conversation,
): Desk {
  return {
    ...desk,
    conversations: desk.conversations.map((held) => (held.cid === cid ? change(held) : held)),
  };
}

/** Every ticket there is something to do for: held conversations, then tags of before a reload. */
export function everyTicket(desk: Desk): readonly string[] {
  const here = desk.conversations.map(({ ticket }) => ticket);
  return [...here, ...desk.untagged.filter((ticket) => !here.includes(ticket))];
}
