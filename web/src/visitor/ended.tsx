// After the conversation: nothing of it is on the screen any more, and what is still on the phone is said.
import { Numbers, Points, type Screen, Title } from './parts.tsx';

export function Ended({ session, journey, t }: Screen) {
  const text = {
    left: t.endedLeft,
    done: t.endedDone,
    gone: t.endedGone,
    silent: t.endedSilent,
    time: t.endedTime,
  };
  return (
    <div class="page stack" data-testid="ended-page" data-reason={journey.reason}>
      <Title>{t.endedTitle}</Title>
      <p>{text[journey.reason ?? 'done']}</p>
      <section class="card">
        <h2>{t.tipsTitle}</h2>
        <Points of={t.tips} />
      </section>
      <details>
        <summary>{t.numbersTitle}</summary>
        <p class="soft">{t.numbersLead}</p>
        <Numbers t={t} />
      </details>
      <button
        type="button"
        class="button"
        data-testid="again"
        onClick={() => void session.start(t.language)}
      >
        {t.again}
      </button>
    </div>
  );
}
