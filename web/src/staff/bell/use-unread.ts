/** How much has come that nobody has read: on this desk, and in the open conversation while nobody looked. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Desk } from '../desk.ts';
import { isLookedAt, onLook } from './bell.ts';

/** How much others have said in what is open. */
function heardIn(desk: Desk): { ticket: string; count: number } {
  const open = desk.conversations.find(({ ticket }) => ticket === desk.selected);
  const heard = open?.items.filter((item) => item.kind === 'said' && !item.mine) ?? [];
  return { ticket: open?.ticket ?? '', count: heard.length };
}

export function useUnread(desk: Desk): number {
  const now = heardIn(desk);
  const read = useRef(now);
  const [, lookAgain] = useState(0);
  useEffect(() => onLook(() => lookAgain((times) => times + 1)), []);
  if (isLookedAt() || read.current.ticket !== now.ticket) read.current = now;
  const unseen = now.count - read.current.count;
  return desk.conversations.reduce((sum, { unread }) => sum + unread, unseen);
}
