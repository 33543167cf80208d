/** What is on the right-hand side of the desk, and what comes up when it is done. Pure. */

import type { Desk, Notice } from './desk.ts';

/** Every ticket there is something to do for: held, to be tagged since before a reload, corrected. */
export function everyTicket(desk: Desk): readonly string[] {
  const here = desk.conversations.map(({ ticket }) => ticket);
  const { reopened } = desk.tagging;
  const tags = reopened === null ? desk.untagged : [...desk.untagged, reopened];
  return [...new Set([...here, ...tags])];
}

/** The ticket of what is on the screen, if it still exists. */
export function shownTicket(desk: Desk): string | null {
  const { selected: ticket } = desk;
  return ticket !== null && everyTicket(desk).includes(ticket) ? ticket : null;
}

/** Args: stays: what stands beside it, and does not go because one looks at another. */
export function selected(desk: Desk, ticket: string | null, stays: readonly string[] = []): Desk {
  const isLeft = (other: string) => other === ticket || stays.includes(other);
  return {
    ...desk,
    selected: ticket,
    recent: ticket === null ? desk.recent : [ticket, ...desk.recent.filter((it) => it !== ticket)],
    conversations: desk.conversations
      // Ended and without a tag to give: shown once, then gone.
      .filter(
        (held) =>
          isLeft(held.ticket) || held.phase !== 'ended' || desk.untagged.includes(held.ticket),
      )
      .map((held) => (held.ticket === ticket ? { ...held, unread: 0 } : held)),
  };
}

/** What to look at when the present thing is done: a tag, then whoever said something, then practice. */
export function nextTicket(desk: Desk): string | null {
  const speaking = desk.conversations.find(({ unread }) => unread > 0) ?? desk.conversations[0];
  return firstToTag(desk) ?? speaking?.ticket ?? desk.untagged[0] ?? null;
}

/** It has ended and was read: what stands beside it goes on, or there is nothing on the screen. */
export function closed(desk: Desk, ticket: string): Desk {
  if (desk.places === 1) return selected(desk, null);
  const conversations = desk.conversations.filter((held) => held.ticket !== ticket);
  const next = { ...desk, conversations };
  return desk.selected === ticket ? selected(next, nextTicket(next)) : next;
}

/** The tag that keeps us from the next visitor; the form of a rehearsal can wait. */
export function firstToTag({ untagged, rehearsed }: Desk): string | undefined {
  return untagged.find((ticket) => !rehearsed.includes(ticket));
}

/** This leaves the screen, and the next thing to do comes up. */
export function putAway(desk: Desk, ticket: string, notice: Notice): Desk {
  const next: Desk = {
    ...desk,
    notice,
    untagged: desk.untagged.filter((other) => other !== ticket),
    conversations: desk.conversations.filter((held) => held.ticket !== ticket),
  };
  return desk.selected === ticket ? selected(next, nextTicket(next)) : next;
}
