// After a loss of ours: what is left to do, and how the screen goes away and comes back. Pure.
import type { Journey } from './journey.ts';

/** `on`: the same conversation, from what this page has. `line`: only the place in it. `none`: nothing of before. */
export type WayBack = 'on' | 'line' | 'none';

/** What was said stays in this page, out of sight. */
export function putAside(journey: Journey): Journey {
  const away = { caller: null, isAskingToEnd: false, still: null } as const;
  return { ...journey, ...away, stage: 'lost', wayBack: 'on' };
}

/** It is on the screen again; the line will say who is there. */
export function takenUp(journey: Journey): Journey {
  if (journey.stage !== 'lost' || journey.wayBack !== 'on') return journey;
  const stage = journey.readers.length > 0 ? 'conversation' : 'waiting';
  return { ...journey, stage, line: 'lost', position: null, expected: null, isBusy: false };
}
