// The first screen: what this is, how to get away, what is true, and one button.

import { more, organisation } from './furniture.ts';
import { ClosingSoon } from './not-now.tsx';
import { Numbers } from './numbers.tsx';
import { said } from './organisation.ts';
import { Points, type Screen, Title } from './parts.tsx';
import { spoken } from './phrases.ts';

/** Keys to press three times are only explained where there is a keyboard. */
export const hasKeyboard = () => window.matchMedia('(hover: hover) and (pointer: fine)').matches;

export function Start({ session, journey, t }: Screen) {
  const name = organisation.value?.name;
  const questions = more.value?.askedFirst(organisation.value, t) ?? [];
  return (
    <div class="page stack start" data-testid="start-page">
      {journey.wasGone && (
        <p class="banner" data-testid="gone">
          {t.goneNote}
        </p>
      )}
      <div class="lead">
        <Title>{t.startTitle}</Title>
        {name && <p data-testid="organisation">{said(name, t)}</p>}
        <p>{t.startLead}</p>
      </div>
      <section class="way-out">
        <h2>{t.exitTitle}</h2>
        <p>{hasKeyboard() ? t.exitOnKeyboard : t.exitOnPhone}</p>
      </section>
      <ClosingSoon desk={session.desk.value} t={t} />
      <button
        type="button"
        class="button main wide"
        data-testid="start"
        data-asks={questions.length}
        onClick={() => (questions.length > 0 ? session.asksFirst() : void session.start(spoken(t)))}
      >
        {t.start}
      </button>
      <section>
        <h2>{t.factsTitle}</h2>
        <Points of={t.facts} />
      </section>
      <details>
        <summary>{t.watchedTitle}</summary>
        <Points of={t.watched} />
      </details>
      <details>
        <summary>{t.otherTitle}</summary>
        <Points of={t.other} />
      </details>
      <details>
        <summary>{t.numbersTitle}</summary>
        <p class="soft">{t.numbersLead}</p>
        <Numbers t={t} />
      </details>
    </div>
  );
}
