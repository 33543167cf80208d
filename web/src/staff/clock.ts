/** The present minute, for "waiting for 4 minutes": the views are drawn anew now and then. */

import { useEffect, useState } from 'preact/hooks';

/** A waiting time in whole minutes is at most this much behind. */
const LOOK_EVERY_MS = 10_000;

/** Seconds since 1970. Args: everyMs: how often it is looked at anew. */
export function useNow(everyMs = LOOK_EVERY_MS): number {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** "23:05" for a minute since 1970, in the reader's own time zone. */
export function timeOf(minute: number): string {
  const date = new Date(minute * 60_000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
