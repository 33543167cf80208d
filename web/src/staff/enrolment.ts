/** This browser's device: found or made, and made known to the server, before the desk opens. */

import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Code } from '../wire/frames.ts';
import { type Me, post } from './api.ts';
import { anotherDevice, type OwnDevice, ownDevice } from './device.ts';
import { BrowserDatabase, BrowserDevices } from './keys.ts';

export type Enrolment =
  | { readonly state: 'busy' }
  | { readonly state: 'failed'; readonly code: Code | 'offline' }
  | { readonly state: 'done'; readonly device: OwnDevice };

const BUSY: Enrolment = { state: 'busy' };

/**
 * Args: isReady: this browser has been tried and can seal.
 * The function enrols again; `isNew` with another key, in the place of one that was revoked.
 */
export function useEnrolment(
  me: Me,
  isReady: boolean,
  onExpired: () => void,
): [Enrolment, (isNew: boolean) => void] {
  const [enrolment, setEnrolment] = useState<Enrolment>(BUSY);
  const enrol = useCallback(
    async (isNew: boolean) => {
      const devices = new BrowserDevices(new BrowserDatabase());
      const device = await (isNew ? anotherDevice : ownDevice)(devices, me.name);
      const answer = await post('/api/device', { key: device.key });
      if (answer.isOk) setEnrolment({ state: 'done', device });
      else if (answer.code === 'not_signed_in') onExpired();
      else setEnrolment({ state: 'failed', code: answer.code });
    },
    [me, onExpired],
  );
  const again = useCallback(
    (isNew: boolean) => {
      setEnrolment(BUSY);
      enrol(isNew).catch(() => setEnrolment({ state: 'failed', code: 'unavailable' }));
    },
    [enrol],
  );
  useEffect(() => {
    if (isReady) again(false);
  }, [isReady, again]);
  return [enrolment, again];
}
