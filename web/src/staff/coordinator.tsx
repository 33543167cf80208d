/** The coordinator's page, in a script of its own: who works at the desk has no use for it. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Show } from '../coordinator/main.tsx';
import { bring } from '../ui/late.ts';
import { addressOf, type Me } from './api.ts';
import { language, speak } from './language.ts';
import { Offline } from './offline.tsx';

let loading: Promise<Show> | undefined;

function load(): Promise<Show> {
  loading ??= bring<Show>('coordinator').catch((reason) => {
    loading = undefined; // who tries again asks again
    throw reason;
  });
  return loading;
}

interface Props {
  readonly me: Me;
  readonly onSignOut: () => void;
  readonly onExpired: () => void;
}

export function Coordinator({ me, onSignOut, onExpired }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [tries, setTries] = useState(1);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    let isGone = false;
    let leave = () => {};
    load().then(
      (show) => {
        if (isGone || !place.current) return;
        const around = { me, server: addressOf(''), language: language.value, onSpeak: speak };
        leave = show(place.current, { ...around, onSignOut, onExpired });
      },
      () => setFailed(true),
    );
    return () => {
      isGone = true;
      leave();
    };
  }, [tries]);
  const retry = async () => {
    setFailed(false);
    setTries(tries + 1);
  };
  return hasFailed ? <Offline onRetry={retry} /> : <div ref={place} />;
}
