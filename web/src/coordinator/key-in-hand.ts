/** The organisation's key while it is open: in memory of this page only, and locked when it is not used. */

import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Sign } from '../hl1/index.ts';

export const LOCKED_AFTER_MINUTES = 10;

/** Timers sleep when the computer does; what counts is the clock when it wakes. */
const LOOK_EVERY_MS = 5_000;

interface Held {
  readonly sign: Sign;
  readonly usedAt: number;
}

export interface KeyInHand {
  /** Null while it is locked. */
  readonly sign: Sign | null;
  readonly open: (sign: Sign) => void;
  readonly lock: () => void;
  /** Somebody has just used it. */
  readonly used: () => void;
}

export function useKeyInHand(): KeyInHand {
  const [held, setHeld] = useState<Held | null>(null);
  useEffect(() => {
    if (held === null) return;
    const look = () => {
      if (Date.now() - held.usedAt >= LOCKED_AFTER_MINUTES * 60_000) setHeld(null);
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [held]);
  const open = useCallback((sign: Sign) => setHeld({ sign, usedAt: Date.now() }), []);
  const lock = useCallback(() => setHeld(null), []);
  const used = useCallback(() => setHeld((now) => now && { ...now, usedAt: Date.now() }), []);
  return { sign: held?.sign ?? null, open, lock, used };
}
