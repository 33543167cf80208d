/** Something that is fetched when somebody opens the page, and again when they ask for it. */

import { useCallback, useEffect, useState } from 'preact/hooks';
import { get } from '../staff/api.ts';
import { words } from './language.ts';

interface Once<T> {
  /** Undefined meanwhile, null when it could not be had. */
  readonly value: T | null | undefined;
  readonly look: () => void;
  /** An answer to something else has brought it. */
  readonly show: (value: T) => void;
}

export function useOnce<T>(path: string, onExpired: () => void): Once<T> {
  const [value, setValue] = useState<T | null | undefined>(undefined);
  const look = useCallback(() => {
    void get<T>(path).then((answer) => {
      if (answer.isOk) setValue(answer.value);
      else if (answer.code === 'not_signed_in') onExpired();
      else setValue(null);
    });
  }, [path, onExpired]);
  useEffect(look, [look]);
  const show = useCallback((brought: T) => setValue(brought), []);
  return { value, look, show };
}

/** It could not be had. `said`: what. */
export function Failed({ said, look }: { said: string; look: () => void }) {
  return (
    <p role="alert">
      {said}{' '}
      <button type="button" class="button quiet" onClick={look}>
        {words.value.tryAgain}
      </button>
    </p>
  );
}
