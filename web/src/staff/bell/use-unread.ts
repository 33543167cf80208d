/** How much has come that nobody has read: on this desk, and in what is on the screen while nobody looked. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { shownTickets } from '../columns.ts';
import type { Desk } from '../desk.ts';
import { isLookedAt, onLook } from './bell.ts';

/** How much others have said in what is on the screen. */
function heardIn(desk: Desk): { shown: string; count: number } {
  const shown = shownTickets(desk);
  const open = desk.conversations.filter(({ ticket }) => shown.includes(ticket));
  const heard = open.flatMap(({ items }) =>
    items.filter((item) => item.kind === 'said' && !item.mine),
  );
  return { shown: shown.join(), count: heard.length };
}

export function useUnread(desk: Desk): number {
  const now = heardIn(desk);
  const read = useRef(now);
  const [, lookAgain] = useState(0);
  useEffect(() => onLook(() => lookAgain((times) => times + 1)), []);
  if (isLookedAt() || read.current.shown !== now.shown) read.current = now;
  const unseen = now.count - read.current.count;
  return desk.conversations.reduce((sum, { unread }) => sum + unread, unseen);
}
