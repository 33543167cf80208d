// Waiting, called and in conversation: one screen, so that the messages stay where they are while the rest changes.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Strings } from '../strings/visitor/strings.ts';
import { EntryItem } from './entry.tsx';
import { more, organisation } from './furniture.ts';
import type { Journey } from './journey.ts';
import type { Aside } from './meanwhile.tsx';
import { Newest } from './newest.tsx';
import { type Screen, Title } from './parts.tsx';
import { sayList } from './phrases.ts';
import { Asking, Called, Position, Waiting } from './waiting.tsx';
import { WordsToCompare } from './words.tsx';

export function Talk({ session, journey, t }: Screen) {
  const { stage, readers, entries } = journey;
  const names = readers.map(({ name }) => name);
  const { aside, open } = useAside(journey);
  const Meanwhile = more.value?.Meanwhile;
  const isCalled = stage === 'conversation' && journey.caller !== null;
  const log = useRef<HTMLDivElement>(null);
  const watch = stage === 'conversation' ? more.value?.watchReading : null;
  useEffect(() => watch?.(log.current, session), [watch]);
  const isAsked = journey.isAskingToEnd || journey.still !== null || isCalled;
  return (
    <div class="talk" data-testid={`${stage}-page`}>
      <div class={isAsked ? 'head asking' : 'head'}>
        <header class="bar">
          {stage === 'conversation' ? (
            <div class="who">
              <Title>
                {names.length > 0 ? t.withNames({ names: sayList(t, names) }) : t.withNobody}
              </Title>
              <p class="small soft" data-testid="readers">
                {whoReads(journey, t)}
              </p>
            </div>
          ) : (
            // Here it stays in sight, however far somebody has read.
            <div role="status">{aside && <Position journey={journey} t={t} />}</div>
          )}
          <button
            type="button"
            class="button"
            data-testid="end"
            aria-expanded={journey.isAskingToEnd}
            onClick={() => session.askToEnd(!journey.isAskingToEnd)}
          >
            {t.end}
          </button>
        </header>
        <Banner session={session} journey={journey} t={t} />
        {journey.still !== null && <StillThere session={session} journey={journey} t={t} />}
        {journey.isAskingToEnd && <EndQuestion session={session} journey={journey} t={t} />}
        {stage === 'conversation' && <Asking session={session} journey={journey} t={t} />}
      </div>
      {aside && Meanwhile && (
        <Meanwhile {...{ aside, t, open }} organisation={organisation.value} />
      )}
      {stage === 'waiting' && !aside && <Waiting {...{ session, journey, t, open }} />}
      {stage === 'called' && <Called session={session} journey={journey} t={t} />}
      {stage === 'conversation' && readers.length > 0 && (
        <WordsToCompare key={names.join()} session={session} t={t} />
      )}
      {stage === 'conversation' && (
        <p class="note" data-testid="saves-nothing">
          {t.savesNothing}
        </p>
      )}
      <div
        ref={log}
        class="log"
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-label={t.log}
      >
        {entries.length > 0 && (
          <ul>
            {entries.map((entry) => (
              <EntryItem key={entry.id} entry={entry} t={t} />
            ))}
          </ul>
        )}
      </div>
      {/* Not in the log, which would read it aloud after the message. */}
      <Newest session={session} journey={journey} t={t} />
    </div>
  );
}

function whoReads({ readers }: Journey, t: Strings): string {
  if (readers.length === 0) return t.whoReadsNobody;
  const people = readers.map(({ name, role }) => `${name} (${t.roles[role]})`);
  return t.whoReads({ people: sayList(t, people) });
}

/** What is open beside the waiting. A call, a question or a lost place closes it. */
function useAside({ stage, isReady, position }: Journey) {
  const [aside, open] = useState<Aside>(null);
  const wasOpen = useRef(false);
  const isWaiting = stage === 'waiting' && isReady && position !== null;
  useEffect(() => {
    if (!isWaiting) open(null);
  }, [isWaiting]);
  // A screen reader starts at the new heading, on the way back too.
  useEffect(() => {
    const main = document.querySelector('main');
    if (main && (aside || wasOpen.current)) {
      main.querySelector<HTMLElement>('h1')?.focus();
      main.scrollTop = 0;
    }
    wasOpen.current = aside !== null;
  }, [aside]);
  return { aside: isWaiting ? aside : null, open };
}

/** Always there, so that what appears in it is read aloud. */
function Banner({ journey, t }: Screen) {
  const name = journey.readers[0]?.name ?? t.professional;
  let text = '';
  if (journey.line === 'lost') text = lostText(journey, t);
  else if (journey.isHeldBack) text = t.heldBack;
  else if (journey.isAway && journey.stage === 'conversation') text = t.away({ name });
  else if (journey.endsIn !== null) text = t.ends({ minutes: journey.endsIn });
  return (
    <div class="banner-place" role="status" data-testid="banner-place">
      {text !== '' && (
        <p class="banner" data-testid="banner">
          {text}
        </p>
      )}
    </div>
  );
}

/** Who has no place yet is not promised that it is kept. */
function lostText({ stage, position, entries }: Journey, t: Strings): string {
  if (stage === 'conversation') return t.lost;
  const isStarting = stage === 'waiting' && position === null && entries.length === 0;
  return isStarting ? t.lostStarting : t.lostWaiting;
}

/** Any touch of the page answers it; the button is there to be seen. */
function StillThere({ session, journey, t }: Screen) {
  return (
    <section class="card stack question" role="alert" data-testid="still">
      <h2>{t.stillTitle}</h2>
      <p>{t.stillLead({ minutes: journey.still ?? 1 })}</p>
      <button
        type="button"
        class="button main"
        data-testid="still-here"
        onClick={() => session.stirred()}
      >
        {t.stillHere}
      </button>
    </section>
  );
}

function EndQuestion({ session, t }: Screen) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const goOn = () => {
    session.askToEnd(false);
    document.querySelector<HTMLElement>('[data-testid="end"]')?.focus();
  };
  return (
    <section class="card stack question" aria-labelledby="end-question">
      <h2 id="end-question" tabIndex={-1} ref={heading}>
        {t.endTitle}
      </h2>
      <p>{t.endLead}</p>
      <div class="choices">
        <button
          type="button"
          class="button main"
          data-testid="end-confirm"
          onClick={() => session.end()}
        >
          {t.endYes}
        </button>
        <button type="button" class="button" data-testid="end-cancel" onClick={goOn}>
          {t.endNo}
        </button>
      </div>
    </section>
  );
}
