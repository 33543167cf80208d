// How both pages say when something is, in both languages.
import type { When } from '../wire/wall.ts';

const NL = {
  parts: { night: 'vannacht', morning: 'vanochtend', afternoon: 'vanmiddag', evening: 'vanavond' },
  weekdays: ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'],
  months:
    'januari februari maart april mei juni juli augustus september oktober november december'.split(
      ' ',
    ),
};

const EN = {
  parts: {
    night: 'tonight',
    morning: 'this morning',
    afternoon: 'this afternoon',
    evening: 'this evening',
  },
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  months:
    'January February March April May June July August September October November December'.split(
      ' ',
    ),
};

/** "23 november" of a day as 2026-11-23. */
export function dayOfNl(day: string): string {
  return `${Number(day.slice(8))} ${NL.months[Number(day.slice(5, 7)) - 1]}`;
}

/** "november 2026" of a month as 2026-11. */
export function monthNl(month: string): string {
  return `${NL.months[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;
}

export function dayOfEn(day: string): string {
  return `${Number(day.slice(8))} ${EN.months[Number(day.slice(5, 7)) - 1]}`;
}

export function monthEn(month: string): string {
  return `${EN.months[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;
}

/** "vanavond om 19:00", "morgen om 19:00", "maandag om 19:00", "vrijdag 1 januari om 19:00". */
export function whenNl(when: When): string {
  return `${dayNl(when)} om ${when.time}`;
}

function dayNl(when: When): string {
  switch (when.kind) {
    case 'tomorrow':
      return 'morgen';
    case 'weekday':
      return `${NL.weekdays[when.weekday]}`;
    case 'date':
      return `${NL.weekdays[when.weekday]} ${when.day} ${NL.months[when.month - 1]}`;
    default:
      return NL.parts[when.kind];
  }
}

/** "this evening at 19:00", "tomorrow at 19:00", "on Monday at 19:00". */
export function whenEn(when: When): string {
  return `${dayEn(when)} at ${when.time}`;
}

function dayEn(when: When): string {
  switch (when.kind) {
    case 'tomorrow':
      return 'tomorrow';
    case 'weekday':
      return `on ${EN.weekdays[when.weekday]}`;
    case 'date':
      return `on ${EN.weekdays[when.weekday]} ${when.day} ${EN.months[when.month - 1]}`;
    default:
      return EN.parts[when.kind];
  }
}
