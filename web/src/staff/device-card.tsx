/** What is there instead of work, while this computer may not do any: why, and what to do about it. */

import type { Desk } from './desk.ts';
import type { OwnDevice } from './device.ts';
import type { Enrolment } from './enrolment.ts';
import { words } from './language.ts';
import { FourWords } from './members.tsx';

interface Props {
  readonly state: Exclude<Desk['device'], null | 'approved'>;
  readonly device: OwnDevice;
  readonly onAgain: (isNew: boolean) => void;
}

export function DeviceCard({ state, device, onAgain }: Props) {
  const said = words.value.device;
  const hasWords = state === 'waiting' || state === 'expired';
  return (
    <div class="card device-card stack" data-testid="device-state" data-state={state}>
      <h1>{said.title[state]}</h1>
      <p>{said.what[state]}</p>
      {hasWords && (
        <>
          <p>{said.readAloud}</p>
          <FourWords words={device.words} testId="device-words" />
          <p>{said.sameWords}</p>
          <p class="soft small">{said.byItself}</p>
        </>
      )}
      {hasWords && !device.isKept && <p class="said small">{said.notKept}</p>}
      {state === 'unknown' && (
        <button
          type="button"
          class="button main"
          data-testid="device-again"
          onClick={() => onAgain(false)}
        >
          {words.value.tryAgain}
        </button>
      )}
      {state === 'revoked' && (
        <button
          type="button"
          class="button quiet"
          data-testid="device-again"
          onClick={() => onAgain(true)}
        >
          {said.enrolAgain}
        </button>
      )}
    </div>
  );
}

/** The same in one line, above a conversation one is in. */
export function DeviceStrip({ state }: Pick<Props, 'state'>) {
  const said = words.value.device;
  return (
    <p class="strip strip-care" role="status" data-testid="device-state" data-state={state}>
      <strong>{said.title[state]}.</strong> {said.brief}
    </p>
  );
}

interface BeforeProps {
  readonly enrolment: Exclude<Enrolment, { state: 'done' }>;
  readonly onAgain: (isNew: boolean) => void;
}

/** Before the server knows this computer. */
export function BeforeTheDesk({ enrolment, onAgain }: BeforeProps) {
  const { device: said, line, notice, signIn, tryAgain } = words.value;
  if (enrolment.state === 'busy') return <p class="soft">{line.connecting}</p>;
  const { code } = enrolment;
  const why = {
    offline: signIn.offline,
    not_approved: said.notTaken,
    too_fast: notice.code.too_fast,
    unavailable: notice.code.unavailable,
  };
  return (
    <div class="card device-card stack" role="alert" data-testid="device-state" data-state="failed">
      <h1>{said.failed}</h1>
      <p>{code in why ? why[code as keyof typeof why] : notice.code.out_of_turn}</p>
      <button
        type="button"
        class="button main"
        data-testid="device-again"
        onClick={() => onAgain(false)}
      >
        {tryAgain}
      </button>
    </div>
  );
}
