// Before the conversation: in the line, and the moment that somebody is there.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Strings } from '../strings/visitor/strings.ts';
import { noteText } from './entry.tsx';
import { more, organisation } from './furniture.ts';
import type { Expected, NoteText } from './journey.ts';
import type { Aside } from './meanwhile.tsx';
import { ClosingInLine } from './not-now.tsx';
import { Numbers } from './numbers.tsx';
import { Breath, Points, type Screen, Title } from './parts.tsx';
import { sayWait } from './phrases.ts';

interface Props extends Screen {
  readonly open: (aside: Aside) => void;
}

export function Waiting({ session, journey, t, open }: Props) {
  const { position, expected } = journey;
  const Offers = more.value?.Offers;
  if (position === null && journey.entries.length === 0) return <Starting {...{ journey, t }} />;
  return (
    <section class="page stack center">
      {journey.isReady ? (
        <>
          <Why journey={journey} t={t} />
          <Title>{t.waitingTitle}</Title>
          <Breath />
        </>
      ) : (
        <Unanswered session={session} t={t} />
      )}
      {/* Read aloud on each change: who cannot see the page should not have to go and look. */}
      <div role="status">
        <Position journey={journey} t={t} />
        {position !== null && journey.isReady && <HowLong expected={expected} t={t} />}
      </div>
      <ClosingInLine desk={session.desk.value} t={t} />
      {journey.isReady && (
        <p class="soft">
          {t.waitingLead} {t.placeKept}
        </p>
      )}
      {session.hasWritten ? (
        <p class="soft small">{t.writeAheadNote}</p>
      ) : (
        <button
          type="button"
          class="button plain"
          data-testid="write-ahead"
          onClick={() => session.writeAhead()}
        >
          {t.writeAhead}
        </button>
      )}
      {/* Reading does not cost the place in the line. */}
      {journey.isReady && Offers && <Offers {...{ t, open }} organisation={organisation.value} />}
      <div>
        <details>
          <summary>{t.factsTitle}</summary>
          <Points of={t.facts} />
        </details>
        <details>
          <summary>{t.watchedTitle}</summary>
          <Points of={t.watched} />
        </details>
        <Calling t={t} />
      </div>
    </section>
  );
}

export function Position({ journey: { position }, t }: Pick<Screen, 'journey' | 't'>) {
  return (
    <p class="position" data-testid="position" data-position={position ?? ''}>
      {position === null ? t.starting : t.position({ before: Math.max(position - 1, 0) })}
    </p>
  );
}

function Calling({ t }: { t: Strings }) {
  return (
    <details>
      <summary>{t.numbersTitle}</summary>
      <p class="soft">{t.numbersLead}</p>
      <Numbers t={t} />
    </details>
  );
}

/** No place yet. If the line does not come at once, perhaps it will not soon: then there are numbers. */
function Starting({ journey, t }: Pick<Screen, 'journey' | 't'>) {
  const wasLost = useRef(false);
  if (journey.line === 'lost') wasLost.current = true;
  return (
    <section class="page stack center">
      <Title>{t.starting}</Title>
      <Breath />
      {wasLost.current && (
        <section class="card" data-testid="not-yet">
          <h2>{t.meanwhile}</h2>
          <Numbers t={t} />
        </section>
      )}
    </section>
  );
}

/** Nobody is sent to an empty chair: who did not answer says first that they are there. */
function Unanswered({ session, t }: Pick<Screen, 'session' | 't'>) {
  return (
    <section class="card stack question" role="alert" data-testid="unanswered">
      <Title>{t.unansweredTitle}</Title>
      <p>{t.unansweredLead}</p>
      <button
        type="button"
        class="button main wide"
        data-testid="is-here"
        onClick={() => session.isHere()}
      >
        {t.isHere}
      </button>
    </section>
  );
}

/** How long it may still take. Once that has passed, the page takes back what it said. */
function HowLong({ expected, t }: { expected: Expected | null; t: Strings }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    setOver(false);
    if (!expected?.high) return;
    const timer = setTimeout(() => setOver(true), expected.high * MINUTE);
    return () => clearTimeout(timer);
  }, [expected]);
  return (
    <p class="soft" data-testid="how-long">
      {isOver ? t.waitOver : sayWait(t, expected)}
    </p>
  );
}

const MINUTE = 60_000;

/** Why the visitor stands in line again: not only far below, among the messages. */
function Why({ journey, t }: Pick<Screen, 'journey' | 't'>) {
  const last = journey.entries.filter((entry) => entry.kind === 'note').slice(-2);
  const reasons = last.filter(({ note }) => REASONS.includes(note));
  if (reasons.length === 0) return null;
  return (
    <p class="banner" data-testid="why">
      {reasons.map((note) => noteText(note, t)).join(' ')}
    </p>
  );
}

const REASONS: readonly NoteText[] = ['backInLine', 'dropped', 'withdrawn', 'stranger'];

export function Called({ session, journey, t }: Screen) {
  const { caller } = journey;
  if (!caller) return null;
  return (
    <section class="page stack center called" role="status">
      <Title>{t.calledTitle}</Title>
      <p data-testid="caller">{t.calledLead({ name: caller.name, role: t.roles[caller.role] })}</p>
      {caller.mayReadBack ? (
        <Choices session={session} journey={journey} t={t} />
      ) : (
        <button
          type="button"
          class="button main wide"
          data-testid="ready"
          disabled={journey.isBusy}
          onClick={() => session.ready(false)}
        >
          {t.ready}
        </button>
      )}
      <p class="soft small">{t.calledNote({ name: caller.name })}</p>
    </section>
  );
}

/** Somebody wants to join. Nothing happens until the visitor has chosen; the conversation goes on below. */
export function Asking({ session, journey, t }: Screen) {
  const { caller } = journey;
  return (
    <div role="status" data-testid="asking-place">
      {caller && (
        <section class="card stack question" data-testid="asking">
          <h2 data-testid="caller">
            {caller.isBack
              ? t.joinAgain({ name: caller.name })
              : t.joinTitle({ name: caller.name, role: t.roles[caller.role] })}
          </h2>
          <Choices session={session} journey={journey} t={t} />
        </section>
      )}
    </div>
  );
}

function Choices({ session, journey, t }: Screen) {
  const name = journey.caller?.name ?? '';
  const { isBusy } = journey;
  return (
    <div class="choices column">
      <button
        type="button"
        class="button main"
        data-testid="join-from-now"
        disabled={isBusy}
        onClick={() => session.ready(false)}
      >
        {t.joinFromNow}
      </button>
      <button
        type="button"
        class="button"
        data-testid="join-and-read"
        disabled={isBusy}
        onClick={() => session.ready(true)}
      >
        {t.joinAndRead({ name })}
      </button>
      <button
        type="button"
        class="button"
        data-testid="join-no"
        disabled={isBusy}
        onClick={() => session.decline()}
      >
        {t.joinNo}
      </button>
    </div>
  );
}
