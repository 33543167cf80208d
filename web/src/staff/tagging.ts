/**
 * What a desk knows of tags: what is half answered, what was given and can be corrected, and what is
 * tagged by itself. Pure.
 *
 * Answers that are not saved are in memory only, here and in the other windows of this browser
 * (between.ts): they are about a person, and no disk of ours or of theirs ever holds them.
 */

import type { Given, Refusal, Tagged, Tags } from '../wire/frames.ts';
import type { Desk, Notice } from './desk.ts';
import { type Answers, isBegun } from './form.ts';
import type { Conversation } from './held.ts';
import { everyTicket, nextTicket, putAway, selected } from './selection.ts';
import type { Step } from './step.ts';

export interface Tagging {
  /** By ticket: what was chosen and is not saved yet. */
  readonly chosen: Readonly<Record<string, Answers>>;
  /** Tags of this shift that can still be corrected, the newest first. */
  readonly given: readonly Given[];
  /** The ref of a `reopen` that has no answer yet. */
  readonly reopening: { readonly ref: string; readonly ticket: string } | null;
  /** The ticket of a tag that is being corrected. */
  readonly reopened: string | null;
  /** And its answers, as they are kept. */
  readonly asGiven: Answers | null;
  /** By ticket: the ref of the tag that was sent without asking anybody; '' if it was refused. */
  readonly silent: Readonly<Record<string, string>>;
  /** The extra questions are shown: for the rest of the shift. */
  readonly hasMore: boolean;
}

export const NO_TAGS: Tagging = {
  chosen: {},
  given: [],
  reopening: null,
  reopened: null,
  asGiven: null,
  silent: {},
  hasMore: false,
};

export type TaggingStep = Extract<
  Step,
  { type: 'chosen' | 'reopening' | 'reopened' | 'let_be' | 'silent' | 'more' }
>;

export function afterTagging(desk: Desk, step: TaggingStep): Desk {
  const { tagging } = desk;
  switch (step.type) {
    case 'chosen':
      return changed(desk, { chosen: { ...tagging.chosen, [step.ticket]: step.answers } });
    case 'reopening':
      return changed(
        { ...desk, notice: null },
        { reopening: { ref: step.ref, ticket: step.ticket } },
      );
    case 'reopened':
      return withReopened(desk, step.ticket, step.answers);
    case 'let_be':
      return letBe(desk);
    case 'silent':
      return changed(desk, { silent: { ...tagging.silent, [step.ticket]: step.ref } });
    case 'more':
      return changed(desk, { hasMore: true });
  }
}

/** Only one at a time is corrected: whatever was begun with the one before is let be. */
function withReopened(desk: Desk, ticket: string, answers: Answers): Desk {
  const before = letBe(desk);
  const { chosen } = before.tagging;
  const next = changed(before, {
    reopening: null,
    reopened: ticket,
    asGiven: answers,
    chosen: { ...chosen, [ticket]: answers },
  });
  return selected(next, ticket);
}

/** The tag stays as it is. */
function letBe(desk: Desk): Desk {
  const { reopened } = desk.tagging;
  if (reopened === null) return desk;
  const next = forgotten(desk, reopened);
  return desk.selected === reopened ? selected(next, nextTicket(next)) : next;
}

/** Nothing more is to be done about this ticket. */
function forgotten(desk: Desk, ticket: string): Desk {
  const { chosen, reopened } = desk.tagging;
  return changed(desk, {
    chosen: without(chosen, ticket),
    reopened: reopened === ticket ? null : reopened,
  });
}

export function afterTags(desk: Desk, { given }: Tags): Desk {
  return changed(desk, { given });
}

/** A tag or a skip is kept. */
export function afterTagged(desk: Desk, { ref, ticket, rehearsal }: Tagged): Desk {
  if (desk.tagging.silent[ticket] === ref) {
    // It stays on the screen until somebody looks away: how it ended is news all the same.
    return { ...desk, untagged: desk.untagged.filter((other) => other !== ticket) };
  }
  const notice: Notice = rehearsal ? { kind: 'practised' } : { kind: 'saved', ticket };
  return settled({ ...desk, saving: null }, ticket, notice);
}

/** Whatever was answered here for this ticket, it is settled. */
export function settled(desk: Desk, ticket: string, notice: Notice): Desk {
  return putAway(forgotten(desk, ticket), ticket, notice);
}

/** The server lists anew what waits for a tag: perhaps one was given in another window. */
export function afterUntagged(desk: Desk, tickets: readonly string[]): Desk {
  const { reopened } = desk.tagging;
  const isOpen = (ticket: string) => tickets.includes(ticket) || ticket === reopened;
  const chosen = Object.fromEntries(
    Object.entries(desk.tagging.chosen).filter(([ticket]) => isOpen(ticket)),
  );
  const next = changed({ ...desk, untagged: tickets }, { chosen });
  // Nobody came, or it was tagged in another window: an ended conversation without a ticket in the
  // list stays readable until somebody looks away from it.
  const isStillShown = next.selected !== null && everyTicket(next).includes(next.selected);
  return isStillShown ? next : selected(next, nextTicket(next));
}

/** The desk after a refusal that is about tags; undefined when this one is not. */
export function afterRefusedTag(desk: Desk, { ref, code }: Refusal): Desk | undefined {
  const { reopening, silent, given } = desk.tagging;
  if (!ref) return undefined;
  if (reopening?.ref === ref) {
    const isGone = code === 'counted' || code === 'not_yours';
    const left = isGone ? given.filter(({ ticket }) => ticket !== reopening.ticket) : given;
    const next = changed(desk, { reopening: null, given: left });
    return { ...next, notice: { kind: 'refused', code } };
  }
  const ticket = Object.keys(silent).find((each) => silent[each] === ref);
  // Then a form it is, as for every other conversation.
  return ticket === undefined ? undefined : changed(desk, { silent: { ...silent, [ticket]: '' } });
}

/** What has no answer yet is asked again by whoever asked; what was tagged by itself, by itself. */
export function withoutAnswer(desk: Desk): Desk {
  return changed(desk, { reopening: null, silent: {} });
}

/** Whether a form is shown for this ticket. */
export function hasForm(desk: Desk, ticket: string): boolean {
  const { reopened, silent } = desk.tagging;
  if (ticket === reopened) return true;
  const held = desk.conversations.find((each) => each.ticket === ticket);
  const isOver = held === undefined || held.phase === 'ended';
  return desk.untagged.includes(ticket) && isOver && !silent[ticket];
}

/** Whether one was begun and not saved: closing this window would lose it. */
export function isHalfDone({ tagging }: Desk): boolean {
  return Object.values(tagging.chosen).some(
    (chosen) => chosen !== tagging.asGiven && isBegun(chosen),
  );
}

/**
 * Over, and the visitor wrote nothing (rule V7). Only where this window can be sure of it: it has
 * everything that was said, and the conversation cannot come back.
 */
export function wasSilent(held: Conversation): boolean {
  return held.phase === 'ended' && held.ending !== 'lost' && held.isSilent && !held.isGuest;
}

function changed(desk: Desk, tagging: Partial<Tagging>): Desk {
  return { ...desk, tagging: { ...desk.tagging, ...tagging } };
}

function without<T>(all: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(all).filter(([each]) => each !== name));
}
