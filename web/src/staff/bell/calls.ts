/**
 * For what a professional is called who looks elsewhere: once for each visitor who writes, until somebody has looked;
 * for each visitor who is proposed, and for each colleague who asks. Pure.
 */

import { isShown } from '../columns.ts';
import type { Desk } from '../desk.ts';

export type Call =
  /** `number`: of the newest message, as the server counts. */
  | { readonly kind: 'message'; readonly id: string; readonly number: number }
  | { readonly kind: 'proposal'; readonly id: string }
  | { readonly kind: 'asked'; readonly id: string }
  /** A colleague asks supervisors for help. */
  | { readonly kind: 'help'; readonly id: string }
  /** A colleague wants to talk aside, or has said something there. */
  | { readonly kind: 'consult'; readonly id: string }
  | { readonly kind: 'aside'; readonly id: string; readonly number: number };

/** What stands on a desk that somebody may have to be called for. */
export function callsOf(desk: Desk): readonly Call[] {
  const messages = desk.conversations
    .map(({ ticket, items }): Call => {
      const heard = items.map((item) =>
        item.kind === 'said' && !item.mine && item.seq !== null ? item.seq : 0,
      );
      return { kind: 'message', id: ticket, number: Math.max(0, ...heard) };
    })
    .filter((call) => call.kind === 'message' && call.number > 0);
  const proposed: Call[] = desk.proposal ? [{ kind: 'proposal', id: desk.proposal.cid }] : [];
  const asked = desk.asking.map(
    ({ cid, role }): Call => ({ kind: role ? 'help' : 'asked', id: cid }),
  );
  const invited = desk.consults.all
    .filter(({ state }) => state === 'invited')
    .map(({ id }): Call => ({ kind: 'consult', id }));
  const aside = desk.consults.all
    .map(({ id, words }): Call => {
      return { kind: 'aside', id, number: words.filter(({ isMine }) => !isMine).length };
    })
    .filter((call) => call.kind === 'aside' && call.number > 0);
  return [...proposed, ...messages, ...asked, ...invited, ...aside];
}

/** Whether somebody who looks at this window has this before them. */
export function isInSight(desk: Desk, call: Call): boolean {
  if (call.kind === 'aside') return desk.consults.shown === call.id;
  return call.kind !== 'message' || isShown(desk, call.id);
}

/** When we were called for something, milliseconds since 1970, and for messages up to which number. */
export interface Mark {
  readonly at: number;
  readonly called: number;
  readonly seen: number;
}

/** Of what nobody has been called for. */
export const NONE: Mark = { at: 0, called: 0, seen: 0 };

/** A visitor may be proposed to us again, and that is news. */
const PROPOSAL_MS = 60_000;

/** Longer than any conversation: then nobody needs to know any more that we were called. */
const KEPT_MS = 12 * 60 * 60 * 1000;

export const nameOf = ({ kind, id }: Call): string => `${kind} ${id}`;

const numberOf = (call: Call) => ('number' in call ? call.number : 1);

/** Whether we still have to be called for this. */
export function isDue(mark: Mark, call: Call, now: number): boolean {
  if (call.kind === 'proposal') return now - mark.at >= PROPOSAL_MS;
  return numberOf(call) > mark.called && mark.called <= mark.seen;
}

/** We are called now, in this window: no other one need. */
export function called({ seen }: Mark, call: Call, now: number): Mark {
  return { at: now, called: numberOf(call), seen };
}

/** Somebody has it before them: what comes next is news. The same mark where that is known. */
export function seen(mark: Mark, call: Call, now: number): Mark {
  const number = numberOf(call);
  return mark.seen >= number ? mark : { at: now, called: number, seen: number };
}

/** Args: at: of a mark. */
export function isOver(at: number, now: number): boolean {
  return now - at >= KEPT_MS;
}
