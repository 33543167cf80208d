// After the conversation: nothing of it is on the screen any more, and what is still on the phone is said.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Ask, Questions } from './afterwards.ts';
import { Numbers } from './numbers.tsx';
import { loadPart } from './part.ts';
import { Points, type Screen, Title } from './parts.tsx';
import { spoken } from './phrases.ts';
import { minutesLeft } from './shut.ts';

export function Ended({ session, journey, t }: Screen) {
  const text = {
    left: t.endedLeft,
    done: t.endedDone,
    gone: t.endedGone,
    silent: t.endedSilent,
    time: t.endedTime,
  };
  const again = minutesLeft(session.againAt.value);
  return (
    <div class="page stack" data-testid="ended-page" data-reason={journey.reason}>
      <Title>{t.endedTitle}</Title>
      <p>{text[journey.reason ?? 'done']}</p>
      {again > 0 && <p data-testid="again-in">{t.againIn({ minutes: again })}</p>}
      {again > 0 && (
        <section class="card">
          <h2>{t.againCall}</h2>
          <Numbers t={t} />
        </section>
      )}
      <section class="card">
        <h2>{t.tipsTitle}</h2>
        <Points of={t.tips} />
      </section>
      {again === 0 && journey.hasTalked && <Afterwards {...{ session, journey, t }} />}
      {again === 0 && (
        <details>
          <summary>{t.numbersTitle}</summary>
          <p class="soft">{t.numbersLead}</p>
          <Numbers t={t} />
        </details>
      )}
      <button
        type="button"
        class="button"
        data-testid="again"
        onClick={() => void session.start(spoken(t))}
      >
        {t.again}
      </button>
    </div>
  );
}

/** The closing questions; until they are there, and if they do not come, nothing. */
function Afterwards({ session, t }: Screen) {
  const place = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<Questions | null>(null);
  const voucher = session.voucher.value;
  useEffect(() => {
    if (voucher === '') return;
    loadPart<Ask>('afterwards')
      .then((ask) => (place.current ? ask(session.origin, voucher) : Promise.reject()))
      .then((made) => {
        place.current?.appendChild(made.element);
        setAsked(made);
      })
      .catch(() => {});
  }, [voucher]);
  useEffect(() => asked?.speak(t.language), [asked, t]);
  return <div ref={place} />;
}
