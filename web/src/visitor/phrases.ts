// Sentences of which the form depends on more than a number. Pure.
import type { Strings } from '../strings/visitor/strings.ts';
import type { When } from '../wire/wall.ts';
import type { Expected } from './journey.ts';

const HOUR = 60;
const HOUR_AND_A_HALF = 90;
const TWO_HOURS = 120;

/** Never a promise: what it was for most people lately. */
export function sayWait({ wait }: Strings, expected: Expected | null): string {
  if (!expected) return wait.unknown;
  const low = sayable(expected.low);
  if (expected.high === null) return wait.longer({ low });
  const high = sayable(expected.high);
  if (low === 0) return wait.shorter({ high });
  return high < HOUR ? wait.minutes({ low, high }) : wait.hours({ low, high });
}

/** From an hour on only what has a name: an hour, an hour and a half, two hours. */
function sayable(minutes: number): number {
  if (minutes <= HOUR) return minutes;
  return minutes < TWO_HOURS ? HOUR_AND_A_HALF : TWO_HOURS;
}

/** "this evening at 19:00", "tomorrow at 19:00", "on Monday at 19:00", "on Friday 1 January at 19:00". */
export function sayWhen(t: Strings, when: When): string {
  const { time } = when;
  switch (when.kind) {
    case 'weekday':
      return t.when.weekday({ weekday: weekday(t, when.weekday), time });
    case 'date': {
      const month = t.month[when.month - 1] ?? '';
      return t.when.date({ weekday: weekday(t, when.weekday), day: `${when.day}`, month, time });
    }
    default:
      return t.when[when.kind]({ time });
  }
}

const weekday = (t: Strings, index: number) => t.weekday[index] ?? '';

/** "Maria", "Maria and Noor", "Maria, Noor and Sam". */
export function sayList({ list }: Strings, names: readonly string[]): string {
  const [last = '', ...others] = [...names].reverse();
  if (others.length === 0) return last;
  const some = others.reverse().reduce((all, next) => list.more({ some: all, next }));
  return list.last({ some, last });
}

/** Under which name a language goes on the wire and in the settings: two letters, without a script. */
export const spoken = (t: Strings): string => t.language.slice(0, 2);
