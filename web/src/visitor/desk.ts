// Whether the desk lets somebody in: asked before they press anything, so that nobody is disappointed by a button.
import type { Desk } from '../wire/frames.ts';
import { isWall } from '../wire/wall.ts';
import type { Config } from './config.ts';
import type { Session } from './session.ts';

/** Somebody who waits for the evening sees the chat open without doing anything. */
const LOOK_EVERY_MS = 60_000;

const STATES: readonly string[] = ['open', 'full', 'closed'];

/** What is well-formed in an answer; null: nothing is known, and the page is as it is without it. */
export function readDesk(found: unknown): Desk | null {
  if (typeof found !== 'object' || found === null) return null;
  const { state, paused, at, opens, closes } = found as Record<string, unknown>;
  if (typeof state !== 'string' || !STATES.includes(state)) return null;
  return {
    type: 'desk',
    state: state as Desk['state'],
    paused: paused === true,
    at: isWall(at) ? at : null,
    opens: isWall(opens) ? opens : null,
    closes: isWall(closes) ? closes : null,
  };
}

/** Look now and every minute, while the first screen is looked at. In a conversation the server says it itself. */
export function watchDesk(session: Session, config: Promise<Config>): void {
  const isIdle = () =>
    session.journey.value.stage === 'start' && document.visibilityState === 'visible';
  const look = async () => {
    const { api } = await config;
    const answer = await fetch(`${api}/api/desk`, { cache: 'no-store', credentials: 'omit' });
    const desk = answer.ok ? readDesk(await answer.json()) : null;
    if (desk && isIdle()) session.desk.value = desk;
  };
  const lookIfIdle = () => {
    // Without an answer the page stays as it was: the arrival itself will tell.
    if (isIdle()) look().catch(() => {});
  };
  lookIfIdle();
  setInterval(lookIfIdle, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', lookIfIdle);
}
