/** How busy it is and was, on the coordinator's page in English; part of `en`. */

import { dayOfEn, monthEn } from '../when.ts';
import type { FootfallWords } from './nl-footfall.ts';

export const footfall: FootfallWords = {
  title: 'How busy it was',
  weeks: (n) => (n === 1 ? 'The last full week' : `The last ${n} full weeks`),
  fromTo: (first, last) => `From ${dayOfEn(first)} to ${dayOfEn(last)}, together.`,
  none: 'How busy it was is shown here once a whole week was counted, from Monday to Sunday. We show no single nights: one visitor could be recognised by them.',
  counted: (percent) =>
    `In these weeks ${percent} % of the time was counted. For the rest the server did not run.`,
  stale: 'These figures are not up to date: the server does not answer.',

  came: 'Came in',
  taken: 'Taken',
  left: 'Left the line',
  unanswered: 'Did not answer',
  ended: 'Conversation ended',
  longestLine: 'Longest line',

  more: 'How long it took',
  howLong: 'How long',
  howMany: 'Number',
  takenAfter: 'Taken after',
  leftAfter: 'Left the line after',
  endedAfter: 'Conversations took',
  under: (to) => `less than ${to} min`,
  between: (from, to) => `${from} to ${to} min`,
  over: (from) => `${from} min or more`,
  doors: (open, paused, full) =>
    `Open for new visitors: ${span(open)}. Kept out: ${span(paused)}. Line full: ${span(full)}.`,
  meaning:
    'Left the line: gone before a colleague took them. Did not answer: their turn, but no longer at the page. Waits are right to half a minute.',

  byHour: 'By hour of the day',
  busiest: (hour, came, left) =>
    `It is busiest from ${hour} to ${hour + 1}: ${came === 1 ? '1 visitor' : `${came} visitors`} came in, and ${left === 0 ? 'nobody' : left} left the line.`,
  nobody: 'Nobody came in these weeks.',
  asTable: 'As a table',
  hour: 'Hour',
  hourOf: (hour) => `${hour}–${hour + 1}`,

  byMonth: 'Left the line, by month',
  noTag:
    'The server counts this by itself. It is not a tag: nobody spoke with these visitors. In the yearly report it belongs beside the contacts by kind.',
  month: 'Month',
  monthOf: monthEn,
};

function span(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
