// Which screen belongs to which stage, and where the focus goes when it changes.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Config } from './config.ts';
import { Ended } from './ended.tsx';
import { more, organisation } from './furniture.ts';
import { isUnderWay } from './journey.ts';
import { strings } from './language.ts';
import { LanguageLate } from './languages.tsx';
import { Lost } from './lost.tsx';
import { NotNow } from './not-now.tsx';
import type { Session } from './session.ts';
import { shutOf } from './shut.ts';
import { Start } from './start.tsx';
import { Stopped } from './stopped.tsx';
import { Talk } from './talk.tsx';

export function App({ session, config }: { session: Session; config: Promise<Config> }) {
  const journey = session.journey.value;
  const t = strings.value;
  const isFirst = useRef(true);

  // A screen reader starts at the new heading. Not while somebody is writing: their words go first.
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    if (document.activeElement instanceof HTMLTextAreaElement) return;
    // In a conversation the newest line has to be in sight, also where the page as a whole scrolls (style.css).
    const isLow = window.matchMedia('(max-height: 20em)').matches;
    const preventScroll = isLow && journey.stage === 'conversation';
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll });
  }, [journey.stage]);

  const [isDemo, setDemo] = useState(false);
  useEffect(() => {
    config.then(({ demo }) => setDemo(demo)).catch(() => {});
  }, [config]);

  return (
    <>
      {isDemo && (
        <p class="banner small" data-testid="demo">
          {t.demo}
        </p>
      )}
      <DeskAloud session={session} />
      <LanguageLate />
      <Stage session={session} config={config} />
    </>
  );
}

/** The first screen changes by itself: who cannot see it is told. */
function DeskAloud({ session }: { session: Session }) {
  const t = strings.value;
  const isStart = session.journey.value.stage === 'start';
  const shut = isStart ? shutOf(session.desk.value, session.againAt.value) : null;
  const wasShut = useRef(false);
  if (shut) wasShut.current = true;
  const isOpenAgain = wasShut.current && session.journey.value.stage === 'start';
  const text = shut ? t.shutTitle[shut] : isOpenAgain ? t.openAgain : '';
  return (
    <p class="aloud" role="status">
      {text}
    </p>
  );
}

function Stage({ session, config }: { session: Session; config: Promise<Config> }) {
  const journey = session.journey.value;
  const t = strings.value;
  const { stage } = journey;
  const Questions = more.value?.Questions;
  const desk = session.desk.value;
  const shut = shutOf(desk, session.againAt.value);
  if (stage === 'start' && desk && shut) {
    return <NotNow {...{ session, journey, t, config, desk, shut }} />;
  }
  if (stage === 'start') return <Start session={session} journey={journey} t={t} />;
  if (stage === 'questions' && Questions) {
    return <Questions {...{ session, t }} organisation={organisation.value} />;
  }
  if (isUnderWay(stage)) return <Talk session={session} journey={journey} t={t} />;
  if (stage === 'lost') return <Lost session={session} journey={journey} t={t} />;
  if (stage === 'ended') return <Ended session={session} journey={journey} t={t} />;
  return <Stopped session={session} journey={journey} t={t} />;
}
