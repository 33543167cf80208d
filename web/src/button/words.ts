// What the button says of a desk, in one short line.
import { en } from '../strings/button/en.ts';
import { nl } from '../strings/button/nl.ts';
import type { Desk } from '../wire/frames.ts';
import { timeOf } from '../wire/wall.ts';

export type Language = 'nl' | 'en';

export const WORDS = { nl, en };

const DAY_MS = 86_400_000;

/** From here on the name of a weekday alone would be of this week or the next. */
const WEEK = 7;

/** Of a page in a third language: English, which more people read there than Dutch. Of a page that does not say: Dutch. */
export function languageOf(tag: string): Language {
  return /^(nl\b|$)/i.test(tag) ? 'nl' : 'en';
}

/** Empty: nothing is known, and then nothing is said. */
export function lineOf(desk: Desk | null, language: Language): string {
  const words = WORDS[language];
  if (!desk) return '';
  if (desk.state === 'open') return desk.closes ? words.openUntil(timeOf(desk.closes)) : words.open;
  if (desk.state === 'full') return words.full;
  if (desk.paused) return words.paused;
  const { at, opens } = desk;
  return at && opens ? words.closedUntil(dayOf(at, opens, language), timeOf(opens)) : words.closed;
}

/**
 * The day of `opens` for who sees `at` on the helpline's clock, neither this phone's clock nor its time zone; empty
 * for today. The browser knows the names of days and months, so that they need not travel.
 */
function dayOf(at: string, opens: string, language: Language): string {
  const [today, then] = [dateOf(at), dateOf(opens)];
  const days = Math.round((then - today) / DAY_MS);
  if (days === 0) return '';
  if (days === 1) return WORDS[language].tomorrow;
  const name = (what: 'weekday' | 'month') =>
    new Date(then).toLocaleDateString(language, { [what]: 'long', timeZone: 'UTC' });
  const date = days < WEEK ? '' : ` ${Number(opens.slice(8, 10))} ${name('month')}`;
  return WORDS[language].on(name('weekday') + date);
}

function dateOf(wall: string): number {
  return Date.parse(wall.slice(0, 10));
}
