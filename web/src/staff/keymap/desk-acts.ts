/** Acts that have no button of their own: from one conversation to another, and to the form. */

import type { Desk } from '../desk.ts';
import { unansweredSince } from '../held.ts';
import { everyTicket } from '../selection.ts';
import type { Session } from '../session.ts';
import { hasForm } from '../tagging.ts';
import { useAct } from './acts.ts';

/** Where the focus goes in what one works at: what is written first, then what is answered, then the text. */
const FIRST = ['[data-act="write"]', '.tag input, .tag button', '.talk'];

export function useDeskActs(desk: Desk, session: Session): void {
  const go = (ticket: string | null | undefined) => {
    if (!ticket) return;
    session.tell({ type: 'select', ticket });
    // The page draws it first.
    setTimeout(focusActive);
  };
  useAct('next', () => go(beside(desk, 1)));
  useAct('previous', () => go(beside(desk, -1)));
  useAct('longest', () => go(longestWaiting(desk)));
  useAct('tag', () => go(formOf(desk)));
}

/** Round and round, in the order of the list. */
export function beside(desk: Desk, by: 1 | -1): string | undefined {
  const all = everyTicket(desk);
  const at = desk.selected === null ? -1 : all.indexOf(desk.selected);
  if (at < 0) return by === 1 ? all[0] : all[all.length - 1];
  return all[(at + by + all.length) % all.length];
}

/** Whose oldest text without an answer is the oldest. */
export function longestWaiting(desk: Desk): string | undefined {
  const waiting = desk.conversations
    .map((held) => ({ ticket: held.ticket, since: unansweredSince(held) }))
    .filter((each): each is { ticket: string; since: number } => each.since !== null);
  return waiting.sort((one, other) => one.since - other.since)[0]?.ticket;
}

/** The one that one works at, or the first that waits. */
export function formOf(desk: Desk): string | undefined {
  const { selected } = desk;
  if (selected !== null && hasForm(desk, selected)) return selected;
  return everyTicket(desk).find((ticket) => hasForm(desk, ticket));
}

function focusActive(): void {
  const column = document.querySelector('.column-active');
  const first = FIRST.map((which) => column?.querySelector<HTMLElement>(which)).find(Boolean);
  first?.focus();
}
