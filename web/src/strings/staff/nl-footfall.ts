/** How busy it is and was, on the coordinator's page in Dutch; part of `nl`. */

import { dayOfNl, monthNl } from '../when.ts';

export const footfall = {
  title: 'Drukte',
  weeks: (n: number) => (n === 1 ? 'De laatste volle week' : `De laatste ${n} volle weken`),
  fromTo: (first: string, last: string) =>
    `Van ${dayOfNl(first)} tot en met ${dayOfNl(last)}, samen.`,
  none: 'Hier staat hoe druk het was zodra er een hele week is geteld, van maandag tot en met zondag. Losse nachten laten we niet zien: dan zou één bezoeker te herkennen zijn.',
  counted: (percent: number) =>
    `In deze weken is ${percent} % van de tijd geteld. De rest van de tijd draaide de server niet.`,
  stale: 'Deze cijfers zijn niet bijgewerkt: de server antwoordt niet.',

  came: 'Kwamen binnen',
  taken: 'Aangenomen',
  left: 'Uit de rij gegaan',
  unanswered: 'Reageerde niet',
  ended: 'Gesprek afgerond',
  longestLine: 'Langste rij',

  more: 'Hoe lang het duurde',
  howLong: 'Hoe lang',
  howMany: 'Aantal',
  takenAfter: 'Aangenomen na',
  leftAfter: 'Uit de rij gegaan na',
  endedAfter: 'Gesprekken duurden',
  under: (to: number) => `korter dan ${to} min`,
  between: (from: number, to: number) => `${from} tot ${to} min`,
  over: (from: number) => `${from} min of langer`,
  doors: (open: number, paused: number, full: number) =>
    `Open voor nieuwe bezoekers: ${span(open)}. Tegengehouden: ${span(paused)}. Rij vol: ${span(full)}.`,
  meaning:
    'Uit de rij gegaan: weg voordat een collega hen aannam. Reageerde niet: aan de beurt, maar niet meer op de pagina. Wachttijden kloppen op een halve minuut.',

  byHour: 'Per uur van de dag',
  busiest: (hour: number, came: number, left: number) =>
    `Het drukst is het ${hoursNl(hour)}: ${came === 1 ? '1 bezoeker kwam' : `${came} bezoekers kwamen`} binnen, en ${left === 0 ? 'niemand ging' : left === 1 ? '1 ging' : `${left} gingen`} weg uit de rij.`,
  nobody: 'In deze weken kwam er niemand.',
  asTable: 'Als tabel',
  hour: 'Uur',
  hourOf: (hour: number) => `${hour}–${hour + 1} uur`,

  byMonth: 'Uit de rij gegaan, per maand',
  noTag:
    'De server telt dit zelf. Het is geen registratie: met deze bezoekers heeft niemand gesproken. Voor het jaarverslag hoort het naast de contacten naar soort.',
  month: 'Maand',
  monthOf: monthNl,
};

function hoursNl(hour: number): string {
  return `tussen ${hour} en ${hour + 1} uur`;
}

function span(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} uur` : `${hours} uur ${rest} min`;
}

export type FootfallWords = typeof footfall;
