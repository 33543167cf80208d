// No conversation: not safe, a fault, or open elsewhere. Each says what to do, and whom to call.
import { Numbers } from './numbers.tsx';
import { type Screen, Title } from './parts.tsx';

export function Stopped({ journey, t }: Screen) {
  switch (journey.stage) {
    case 'elsewhere':
      return page(t.elsewhereTitle, [t.elsewhereLead], t.here);
    case 'fault':
      return page(t.faultTitle, [t.faultLead], t.retry);
    default:
      return page(t.refusedTitle, [t.refusedLead, t.refusedTry], null);
  }

  function page(title: string, lines: string[], action: string | null) {
    return (
      <div class="page stack" data-testid={`${journey.stage}-page`}>
        <Title>{title}</Title>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {/* Before the numbers: below them it is out of sight on a phone. */}
        {action !== null && (
          <button
            type="button"
            class="button"
            data-testid="retry"
            onClick={() => location.reload()}
          >
            {action}
          </button>
        )}
        <section class="card">
          <Numbers t={t} />
        </section>
      </div>
    );
  }
}
