// A fault of ours has destroyed the conversation. It did not end: said plainly, with one thing to tap.
import { Numbers } from './numbers.tsx';
import { type Screen, Title } from './parts.tsx';
import { spoken } from './phrases.ts';

export function Lost({ session, journey, t }: Screen) {
  const { wayBack } = journey;
  const again = () => void session.beginAfter(spoken(t));
  return (
    <div class="page stack" data-testid="lost-page" data-way={wayBack}>
      <div class="lead">
        <Title>{t.lostTitle}</Title>
        <p>{t.lostLead}</p>
        <p>{t.lostHow[wayBack]}</p>
      </div>
      {wayBack === 'on' && (
        <button
          type="button"
          class="button main wide"
          data-testid="same-again"
          onClick={() => session.goOn()}
        >
          {t.lostGoOn}
        </button>
      )}
      <button
        type="button"
        class={wayBack === 'on' ? 'button plain' : 'button main wide'}
        data-testid="begin-again"
        onClick={again}
      >
        {t.lostAgain[wayBack]}
      </button>
      {wayBack === 'on' && <p class="soft small">{t.lostWho}</p>}
      <details>
        <summary>{t.numbersTitle}</summary>
        <p class="soft">{t.numbersLead}</p>
        <Numbers t={t} />
      </details>
    </div>
  );
}
