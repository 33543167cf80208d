/** What the server says of our duty and of whom we are proposed, and what the desk makes of it. Pure. */

import type { Duty, Proposal } from '../wire/frames.ts';
import type { Desk } from './desk.ts';

/** A visitor who is kept for us for a moment. */
export interface Proposed {
  readonly cid: string;
  readonly language: string;
  /** Waiting since, seconds since 1970. */
  readonly since: number;
  /** The moment after which a colleague is asked, milliseconds of this browser's clock. */
  readonly until: number;
}

export function withDuty(desk: Desk, frame: Duty): Desk {
  return { ...desk, duty: frame };
}

/** Args: now: milliseconds of this browser's clock. */
export function withProposal(desk: Desk, frame: Proposal, now: number): Desk {
  const { cid, language, since, seconds, why } = frame;
  if (cid) {
    const until = now + (seconds ?? 0) * 1000;
    const proposal = { cid, language: language ?? '', since: since ?? 0, until };
    // What became of the one before is old news.
    const notice = desk.notice?.kind === 'proposal' ? null : desk.notice;
    return { ...desk, proposal, notice };
  }
  const next = { ...desk, proposal: null };
  return why ? { ...next, notice: { kind: 'proposal', why } } : next;
}

/** Whether somebody in line can be taken by us: nobody is asked for them, or we are. */
export function isReserved(desk: Desk, cid: string): boolean {
  return desk.reserved.includes(cid);
}

/** Conversations that go on, and tags that wait: what a shift that ends still holds. */
export function isDone(desk: Desk): boolean {
  const isQuiet = desk.conversations.every(({ phase }) => phase === 'ended');
  const hasTags = desk.untagged.length > 0 || desk.tagging.reopened !== null;
  return desk.duty?.state === 'ending' && isQuiet && !hasTags;
}
