/** Which conversations stand beside each other. Pure. */

import type { Desk } from './desk.ts';
import { everyTicket, shownTicket } from './selection.ts';
import { hasForm } from './tagging.ts';

/** The tickets on the screen, in the order of the list on the left: nothing changes places by itself. */
export function shownTickets(desk: Desk): readonly string[] {
  const active = shownTicket(desk);
  if (desk.places === 1) return active === null ? [] : [active];
  const every = everyTicket(desk);
  const isHere = (ticket: string) => desk.conversations.some((held) => held.ticket === ticket);
  const others = [...new Set([...desk.recent, ...every])].filter(
    (ticket) => ticket !== active && every.includes(ticket) && isHere(ticket),
  );
  // The form needs the place of two.
  const first = active === null ? 0 : hasForm(desk, active) ? 2 : 1;
  const beside = others.slice(0, Math.max(0, desk.places - first));
  return every.filter((ticket) => ticket === active || beside.includes(ticket));
}

export function isShown(desk: Desk, ticket: string): boolean {
  return shownTickets(desk).includes(ticket);
}

/** What is on the screen is not new any more. */
export function looked(desk: Desk): Desk {
  if (desk.conversations.every(({ unread }) => unread === 0)) return desk;
  const shown = shownTickets(desk);
  const conversations = desk.conversations.map((held) =>
    held.unread > 0 && shown.includes(held.ticket) ? { ...held, unread: 0 } : held,
  );
  return { ...desk, conversations };
}
