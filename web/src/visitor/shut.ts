// Why nobody is let in, for everybody or for who is here.
import type { Desk } from '../wire/frames.ts';

export type Shut = 'closed' | 'paused' | 'full' | 'again';

/** Whole minutes until a new conversation can be begun from here; 0: now. */
export function minutesLeft(againAt: number | null): number {
  return againAt === null ? 0 : Math.max(0, Math.ceil((againAt - Date.now()) / 60_000));
}

/**
 * Why nobody is let in; null: the desk is open, or nothing is known. What holds back only those who are here does
 * so while the desk is open to others: the answers to everybody do not know of it.
 */
export function shutOf(desk: Desk | null, againAt: number | null): Shut | null {
  if (desk?.state !== 'closed' && minutesLeft(againAt) > 0) return 'again';
  if (!desk || desk.state === 'open') return null;
  return desk.paused ? 'paused' : desk.state;
}
