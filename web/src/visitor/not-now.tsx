// Nobody new is let in now: closed, paused, or full. Each says why, when to come back, and whom to call meanwhile.
import { useEffect, useState } from 'preact/hooks';
import type { Strings } from '../strings/visitor/strings.ts';
import type { Desk } from '../wire/frames.ts';
import { timeOf, whenOf } from '../wire/wall.ts';
import type { Config } from './config.ts';
import { Numbers } from './numbers.tsx';
import { Points, type Screen, Title } from './parts.tsx';
import { sayWhen, spoken } from './phrases.ts';
import { minutesLeft, type Shut } from './shut.ts';

interface Props extends Screen {
  readonly config: Promise<Config>;
  readonly desk: Desk;
  readonly shut: Shut;
}

export function NotNow({ session, journey, t, config, desk, shut }: Props) {
  const [hours, setHours] = useState<Config['hours']>({});
  useEffect(() => {
    config.then((found) => setHours(found.hours)).catch(() => {});
  }, [config]);

  const lines = linesOf(shut, desk, t, hours[spoken(t)] ?? '', session.againAt.value);
  return (
    <div class="page stack" data-testid={`${shut}-page`}>
      {journey.wasGone && (
        <p class="banner" data-testid="gone">
          {t.goneShut}
        </p>
      )}
      {journey.hasWaited && (
        <p class="banner" data-testid="let-go">
          {t.letGo}
        </p>
      )}
      <div class="lead">
        <Title>{t.shutTitle[shut]}</Title>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <section class="card">
        <h2>{shut === 'again' ? t.againCall : t.meanwhile}</h2>
        <Numbers t={t} />
      </section>
      <button
        type="button"
        class="button"
        data-testid="retry"
        onClick={() => void session.start(spoken(t))}
      >
        {t.retry}
      </button>
      <section>
        <h2>{t.tipsTitle}</h2>
        <Points of={t.tips} />
      </section>
    </div>
  );
}

function linesOf(
  shut: Shut,
  desk: Desk,
  t: Strings,
  hours: string,
  againAt: number | null,
): readonly string[] {
  if (shut === 'closed') return closedLines(desk, t, hours);
  return shut === 'again'
    ? [t.againIn({ minutes: minutesLeft(againAt) }), ...t.againLead]
    : [t.lead[shut]];
}

function closedLines(desk: Desk, t: Strings, hours: string): string[] {
  const when = desk.at && desk.opens ? whenOf(desk.at, desk.opens) : null;
  return [
    when ? t.opens({ when: sayWhen(t, when) }) : t.opensUnknown,
    hours ? t.hours({ hours }) : '',
  ].filter(Boolean);
}

/** Above the button to start: it is still worth it. */
export function ClosingSoon({ desk, t }: { desk: Desk | null; t: Strings }) {
  if (desk?.state !== 'open' || !desk.closes) return null;
  return (
    <p class="banner" data-testid="closing">
      {t.closesSoon({ time: timeOf(desk.closes) })}
    </p>
  );
}

/** For who waits. Always there, so that what appears in it is read aloud. */
export function ClosingInLine({ desk, t }: { desk: Desk | null; t: Strings }) {
  const closes = desk?.state === 'open' ? desk.closes : null;
  // Both are times of one clock, and written so that they compare.
  const hasClosed = closes && desk?.at && desk.at >= closes;
  return (
    <div class="stack closing">
      <div role="status">
        {closes && (
          <p class="banner" data-testid="closing" data-closed={hasClosed ? 'true' : 'false'}>
            {hasClosed ? t.hasClosed : t.closesInLine({ time: timeOf(closes) })}
          </p>
        )}
      </div>
      {closes && (
        <details>
          <summary data-testid="closing-numbers">{t.numbersTitle}</summary>
          <p class="soft">{t.numbersLead}</p>
          <Numbers t={t} />
        </details>
      )}
    </div>
  );
}
