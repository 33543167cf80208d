/**
 * What a professional's desk shows: one value, and what each frame or step does to it.
 *
 * Pure: the session does the talking and the deciphering and tells the desk what came of it. What happens to
 * one conversation is in held.ts. Tickets of the server's `untagged` list that this window has no conversation
 * for (a reload after the end) are still to be tagged and can be selected too.
 */

import type {
  Asking,
  Code,
  Colleague,
  DeviceIs,
  Duty,
  Ended,
  Held,
  InLine,
  Lost,
  Proposal,
  ToStaff,
} from '../wire/frames.ts';
import { isShown, looked, shownTickets } from './columns.ts';
import { type Consults, NO_CONSULTS } from './consult/asides.ts';
import { type Proposed, withDuty, withProposal } from './duty.ts';
import {
  begun,
  type Conversation,
  ended,
  heldAgain,
  withAnswer,
  withLine,
  withMessage,
  withNote,
  withoutDoubt,
  withRead,
  withWritten,
} from './held.ts';
import { closed, everyTicket, firstToTag, putAway, selected } from './selection.ts';
import { EVERYBODY, type Line, type Step } from './step.ts';
import {
  afterRefusedTag,
  afterTagged,
  afterTagging,
  afterTags,
  afterUntagged,
  NO_TAGS,
  settled,
  type Tagging,
  withoutAnswer,
} from './tagging.ts';
import { inOrder } from './transcript.ts';

/** Reasons by which we are out of a conversation that goes on: there is nothing to tag. */
export type GoneOn = Extract<
  Ended['reason'],
  'passed' | 'declined' | 'not_accepted' | 'absent' | 'unanswered'
>;

export type Notice =
  | { readonly kind: 'refused'; readonly code: Code }
  | { readonly kind: 'gone_on'; readonly reason: GoneOn }
  /** 0: the server does not know where the visitor was. */
  | { readonly kind: 'cooling'; readonly minutes: number }
  | { readonly kind: 'proposal'; readonly why: NonNullable<Proposal['why']> }
  | { readonly kind: 'saved'; readonly ticket: string }
  /** The form of a rehearsal was filled in well; nothing was kept. */
  | { readonly kind: 'practised' }
  | { readonly kind: 'too_long' };

export interface Desk {
  readonly line: Line;
  /** Whether this browser's device may work; null before the server has said so. */
  readonly device: DeviceIs['state'] | 'expired' | null;
  /** What we are at the desk; null before the server has said so, and for who takes nobody. */
  readonly duty: Duty | null;
  readonly proposal: Proposed | null;
  /** Who in line is proposed to colleagues. */
  readonly reserved: readonly string[];
  readonly waiting: readonly InLine[];
  /** Who else is at the desk, by name; and by what they know us. */
  readonly colleagues: readonly Colleague[];
  readonly you: string;
  /** Words aside with colleagues. */
  readonly consults: Consults;
  /** Colleagues' conversations; our own and those we are in are not among them. */
  readonly asking: readonly Asking[];
  readonly conversations: readonly Conversation[];
  readonly untagged: readonly string[];
  /** Those of them that were practice: they keep nobody from taking the next. */
  readonly rehearsed: readonly string[];
  /** Tickets of conversations that the server has lost; their visitors may still come back. */
  readonly lost: readonly { readonly cid: string; readonly ticket: string }[];
  /** The ticket of what one works at: keys go there. */
  readonly selected: string | null;
  /** How many conversations may stand beside each other. */
  readonly places: number;
  /** Tickets in the order in which they were looked at last, the newest first. */
  readonly recent: readonly string[];
  /** The ref of a `take` or `sit_in` that has no answer yet. */
  readonly taking: string | null;
  /** The ref of a `tag` or `skip` that has no answer yet. */
  readonly saving: { readonly ref: string; readonly ticket: string } | null;
  readonly tagging: Tagging;
  readonly notice: Notice | null;
}

export const EMPTY: Desk = {
  line: 'connecting',
  device: null,
  duty: null,
  proposal: null,
  reserved: [],
  waiting: [],
  colleagues: [],
  you: '',
  consults: NO_CONSULTS,
  asking: [],
  conversations: [],
  untagged: [],
  rehearsed: [],
  lost: [],
  selected: null,
  places: 1,
  recent: [],
  taking: null,
  saving: null,
  tagging: NO_TAGS,
  notice: null,
};

export function after(desk: Desk, step: Step): Desk {
  return looked(afterAny(desk, step));
}

function afterAny(desk: Desk, step: Step): Desk {
  switch (step.type) {
    case 'line':
      return afterLine(desk, step.line);
    case 'frame':
      return afterFrame(desk, step.frame);
    case 'proposed':
      return withProposal(desk, step.frame, step.now);
    case 'consults':
      return { ...desk, consults: step.consults };
    case 'expired':
      return desk.device === 'approved' ? { ...desk, device: 'expired' } : desk;
    case 'taking':
      return { ...desk, taking: step.ref, notice: null };
    case 'saving':
      return { ...desk, saving: { ref: step.ref, ticket: step.ticket }, notice: null };
    case 'too_long':
      return { ...desk, notice: { kind: 'too_long' } };
    case 'select':
      if (!everyTicket(desk).includes(step.ticket)) return desk;
      return selected({ ...desk, notice: null }, step.ticket, beside(desk));
    case 'close':
      return closed({ ...desk, notice: null }, step.ticket);
    case 'places':
      return { ...desk, places: step.places };
    case 'dismiss':
      return { ...desk, notice: null };
    case 'chosen':
    case 'reopening':
    case 'reopened':
    case 'let_be':
    case 'silent':
    case 'more':
      return afterTagging(desk, step);
    case 'asking':
      // What came of the ask before is old news.
      return afterStep({ ...desk, notice: null }, step);
    default:
      return afterStep(desk, step);
  }
}

function afterStep(desk: Desk, step: Extract<Step, { cid: string }>): Desk {
  return changed(desk, step.cid, (held) => afterOwn(held, step, isShown(desk, held.ticket)));
}

/** What does not leave the screen because one looks at something else. */
function beside(desk: Desk): readonly string[] {
  return desk.places === 1 ? [] : shownTickets(desk);
}

/** Steps that only one conversation takes. */
function afterOwn(
  held: Conversation,
  step: Extract<Step, { cid: string }>,
  isLookedAt: boolean,
): Conversation {
  switch (step.type) {
    case 'asking':
      if (step.how !== null)
        return { ...held, ask: { how: step.how, to: step.to ?? EVERYBODY, state: 'asking' } };
      return { ...held, ask: held.ask && { ...held.ask, state: 'withdrawn' } };
    case 'admitted':
      return held.phase === 'knocking' ? { ...held, phase: 'open' } : held;
    case 'opened':
      return withMessage(held, step, isLookedAt);
    case 'unreadable':
      return withNote({ ...held, hasFailed: true }, step);
    case 'before':
    case 'unconfirmed':
      return withNote(held, step);
    case 'confirmed':
      return withoutDoubt(held);
    case 'wrote':
      return withWritten(held, step);
    case 'going':
      return { ...held, going: step.how };
    case 'staying':
      return { ...held, going: null };
    case 'failed':
      return { ...held, hasFailed: true };
    case 'unheard':
      return { ...held, isSilent: false };
    case 'stopped_writing':
      return { ...held, isWriting: false };
    case 'has_read':
      return { ...held, hasRead: Math.max(held.hasRead, step.seq) };
    case 'draft':
      return { ...held, draft: step.text };
  }
}

function afterLine(desk: Desk, line: Line): Desk {
  if (line === 'up') return { ...desk, line };
  // Between two attempts the line is as lost as before; the banner must not flicker.
  const next = line === 'connecting' && desk.line === 'down' ? 'down' : line;
  // What has no answer yet is not repeated by itself: the next `hello` says what is held, asked and
  // untagged, and the person decides again.
  const conversations = desk.conversations.map((held) =>
    held.ask?.state === 'asking' ? { ...held, ask: null } : held,
  );
  const left = withoutAnswer(desk);
  return { ...left, line: next, conversations, proposal: null, taking: null, saving: null };
}

function afterFrame(desk: Desk, frame: ToStaff): Desk {
  switch (frame.type) {
    case 'line':
      return afterList(desk, frame.waiting, frame.asking ?? []);
    case 'device':
      return { ...desk, device: frame.state };
    case 'duty':
      return withDuty(desk, frame);
    case 'colleagues':
      return { ...desk, colleagues: frame.here, you: frame.you };
    case 'answered':
      return changed(desk, frame.cid, (held) => withAnswer(held, frame));
    case 'reserved':
      return { ...desk, reserved: frame.cids };
    case 'held':
      return afterHeld(desk, frame);
    case 'passed':
      return changed(desk, frame.cid, (held) => ({ ...held, isGuest: false }));
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
    case 'read':
      return changed(desk, frame.cid, (held) => withRead(held, frame.seq));
    case 'writing':
      return changed(desk, frame.cid, (held) => ({ ...held, isWriting: held.phase === 'open' }));
    case 'presence':
      return changed(desk, frame.cid, (held) => ({
        ...held,
        visitor: frame.state,
        isWriting: false,
      }));
    case 'ends':
      return changed(desk, frame.cid, (held) => ({ ...held, endsIn: frame.minutes }));
    case 'ended':
      return afterEnded(desk, frame);
    case 'lost':
      return afterLost(desk, frame);
    case 'cooling':
      return { ...desk, notice: { kind: 'cooling', minutes: frame.minutes } };
    case 'untagged':
      return afterUntagged({ ...desk, rehearsed: frame.rehearsals ?? [] }, frame.tickets);
    case 'tagged':
      return afterTagged(desk, frame);
    case 'tags':
      return afterTags(desk, frame);
    case 'refused':
      return (
        afterRefusedTag(desk, frame) ??
        afterRefused(desk, frame.code, frame.ref ?? null, frame.cid ?? null)
      );
    case 'grant':
    case 'message':
    case 'proposal':
    case 'reopened':
      return desk; // The session reports these as 'admitted', 'opened', 'proposed' and 'reopened'.
    default:
      return desk; // A newer server may say more than this page knows.
  }
}

function afterList(desk: Desk, waiting: readonly InLine[], all: readonly Asking[]): Desk {
  const conversations = desk.conversations.map((held) => withLine(held, all));
  const asking = all.filter(({ cid }) => conversations.every((held) => held.cid !== cid));
  return { ...desk, waiting, asking, conversations };
}

function afterLost(desk: Desk, { cid, ticket }: Lost): Desk {
  if (!cid || !ticket) return desk;
  const lost = [...desk.lost.filter((each) => each.cid !== cid), { cid, ticket }];
  return changed({ ...desk, lost }, cid, (held) => ended(held, 'lost'));
}

/** Of a conversation that was lost and is back, this window begins anew. */
function afterHeld(before: Desk, frame: Held): Desk {
  const desk = {
    ...before,
    lost: before.lost.filter(({ cid }) => cid !== frame.cid),
    conversations: before.conversations.filter(
      ({ cid, ending }) => cid !== frame.cid || ending !== 'lost',
    ),
  };
  const known = desk.conversations.some(({ cid }) => cid === frame.cid);
  const conversations = known
    ? desk.conversations.map((held) => (held.cid === frame.cid ? heldAgain(held, frame) : held))
    : [...desk.conversations, begun(frame)];
  const wasTaken = desk.taking !== null && frame.ref === desk.taking;
  const next = { ...desk, conversations, taking: wasTaken ? null : desk.taking };
  return wasTaken || next.selected === null ? selected(next, frame.ticket) : next;
}

function afterEnded(desk: Desk, { cid, reason }: Ended): Desk {
  const held = desk.conversations.find((each) => each.cid === cid);
  if (held === undefined) return desk;
  switch (reason) {
    case 'passed':
    case 'declined':
    case 'not_accepted':
    case 'absent':
    case 'unanswered':
      return putAway(desk, held.ticket, { kind: 'gone_on', reason });
    default:
      return changed(desk, held.cid, (each) => ended(each, reason));
  }
}

function afterRefused(desk: Desk, code: Code, ref: string | null, cid: string | null): Desk {
  if (code === 'declined') return afterDeclined(desk, cid);
  const hasGone = code === 'gone' || code === 'not_yours';
  const wasTaking = ref !== null && ref === desk.taking;
  if (cid !== null && hasGone && !wasTaking)
    return changed(desk, cid, (held) => ended(held, 'gone'));
  const notice: Notice = { kind: 'refused', code };
  if (desk.saving !== null && ref === desk.saving.ref) {
    const isSettled = hasGone || code === 'counted';
    const next = { ...desk, notice, saving: null };
    return isSettled ? settled(next, desk.saving.ticket, notice) : next;
  }
  const next = { ...desk, notice, taking: wasTaking ? null : desk.taking };
  return code === 'untagged' ? selected(next, firstToTag(next) ?? next.selected) : next;
}

/** The visitor wants nobody else to come in: who asked for somebody should know, and nobody else. */
function afterDeclined(desk: Desk, cid: string | null): Desk {
  const held = desk.conversations.find((each) => each.cid === cid);
  if (held === undefined || held.isGuest) return desk;
  const next = changed(desk, cid, (each) => ({ ...each, ask: null }));
  return { ...next, notice: { kind: 'refused', code: 'declined' } };
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
