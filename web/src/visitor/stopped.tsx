// No conversation now: full, closed, not safe, a fault, or open elsewhere. Each says what to do, and whom to call.
import { useEffect, useState } from 'preact/hooks';
import type { Config } from './config.ts';
import { Numbers, type Screen, Title } from './parts.tsx';

export function Stopped({ session, journey, t, config }: Screen & { config: Promise<Config> }) {
  const [hours, setHours] = useState<Config['hours']>({});
  useEffect(() => {
    config.then((found) => setHours(found.hours)).catch(() => {});
  }, [config]);

  const again = () => void session.start(t.language);
  const reload = () => location.reload();
  switch (journey.stage) {
    case 'full':
      return page(t.fullTitle, [t.fullLead, t.meanwhile], t.retry, again);
    case 'closed':
      return page(
        t.closedTitle,
        [t.closedLead, hours[t.language] ?? '', t.meanwhile],
        t.retry,
        again,
      );
    case 'elsewhere':
      return page(t.elsewhereTitle, [t.elsewhereLead], t.here, reload);
    case 'fault':
      return page(t.faultTitle, [t.faultLead], t.retry, reload);
    default:
      return page(t.refusedTitle, [t.refusedLead, t.refusedTry], null, reload);
  }

  function page(title: string, lines: string[], action: string | null, act: () => void) {
    return (
      <div class="page stack" data-testid={`${journey.stage}-page`}>
        <Title>{title}</Title>
        {lines
          .filter((line) => line !== '')
          .map((line) => (
            <p key={line}>{line}</p>
          ))}
        <section class="card">
          <Numbers t={t} />
        </section>
        {action !== null && (
          <button type="button" class="button" data-testid="retry" onClick={act}>
            {action}
          </button>
        )}
      </div>
    );
  }
}
