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
