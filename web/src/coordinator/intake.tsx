/** Whether newcomers are let in: what the hours say, and the switch. */

import { useState } from 'preact/hooks';
import { post } from '../staff/api.ts';
import { timeOf, type When, whenOf } from '../wire/wall.ts';
import { useFresh } from './fresh.ts';
import { words } from './language.ts';

/** `GET /api/intake`. Times as the helpline's clock shows them. */
interface Intake {
  readonly paused_since: string | null;
  readonly hours: 'open' | 'closed';
  /** When the hours change next; null: not for long. */
  readonly changes: string | null;
  readonly at: string;
}

export function IntakeView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.intake;
  const { value: intake, isStale, show } = useFresh<Intake>('/api/intake', onExpired);
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const isPaused = intake !== null && intake.paused_since !== null;

  const turn = async () => {
    setBusy(true);
    const answer = await post<Intake>('/api/intake', { paused: !isPaused });
    setBusy(false);
    setFailed(!answer.isOk);
    if (answer.isOk) show(answer.value);
    else if (answer.code === 'not_signed_in') onExpired();
  };

  return (
    <section aria-labelledby="intake" class="intake">
      <h2 id="intake">{said.title}</h2>
      <div class={isPaused ? 'card intake-card intake-paused' : 'card intake-card'}>
        <p role="status" data-testid="intake" data-state={intake ? stateOf(intake) : ''}>
          {intake ? sentences(intake).join(' ') : '…'}
        </p>
        <button
          type="button"
          class={isPaused ? 'button main' : 'button'}
          data-testid="intake-switch"
          disabled={intake === null || isBusy}
          onClick={() => void turn()}
        >
          {isPaused ? said.resume : said.pause}
        </button>
      </div>
      <p class="soft small">{said.why}</p>
      <p class={isStale || hasFailed ? 'strip strip-care' : 'aloud'} role="status">
        {hasFailed ? said.failed : isStale ? said.stale : ''}
      </p>
    </section>
  );
}

function stateOf(intake: Intake): 'paused' | 'open' | 'closed' {
  return intake.paused_since === null ? intake.hours : 'paused';
}

function sentences(intake: Intake): string[] {
  const said = words.value.intake;
  const when = intake.changes === null ? null : whenOf(intake.at, intake.changes);
  const byHours = intake.hours === 'closed' ? closed(when) : open(when);
  if (intake.paused_since === null) return [byHours];
  const paused = said.paused(sinceIn(intake, intake.paused_since));
  return intake.hours === 'closed' ? [byHours, paused, said.pausedClosed] : [paused];
}

function open(when: When | null): string {
  const said = words.value.intake;
  return when ? said.openUntil(when) : said.open;
}

function closed(when: When | null): string {
  const said = words.value.intake;
  return when ? said.closedUntil(when) : said.closed;
}

/** "21:40", and the date with it when that was not today. */
function sinceIn({ at }: Intake, since: string): string {
  const time = timeOf(since);
  return since.slice(0, 10) === at.slice(0, 10) ? time : `${since.slice(0, 10)} ${time}`;
}
