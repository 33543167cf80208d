/** Something that is fetched anew every few seconds while somebody looks. */

import { useCallback, useEffect, useState } from 'preact/hooks';
import { get } from '../staff/api.ts';

/** Fresh enough to decide who is called in; light enough to stay open all night. */
const LOOK_EVERY_MS = 5_000;

interface Fresh<T> {
  readonly value: T | null;
  readonly isStale: boolean;
  /** An answer to something else has brought it. */
  readonly show: (value: T) => void;
}

export function useFresh<T>(
  path: string,
  onExpired: () => void,
  everyMs = LOOK_EVERY_MS,
): Fresh<T> {
  const [value, setValue] = useState<T | null>(null);
  const [isStale, setStale] = useState(false);
  useEffect(() => {
    let isGone = false;
    const look = async () => {
      if (document.visibilityState === 'hidden') return;
      const answer = await get<T>(path);
      if (isGone) return;
      setStale(!answer.isOk);
      if (answer.isOk) setValue(answer.value);
      else if (answer.code === 'not_signed_in') onExpired();
    };
    const lookNow = () => void look();
    lookNow();
    const timer = setInterval(lookNow, everyMs);
    document.addEventListener('visibilitychange', lookNow);
    return () => {
      isGone = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookNow);
    };
  }, [path, onExpired, everyMs]);
  const show = useCallback((brought: T) => setValue(brought), []);
  return { value, isStale, show };
}
