import type { Words } from './nl.ts';

export const en: Words = {
  label: 'Chat with us',
  newTab: 'opens in a new tab',
  open: 'Open now',
  openUntil: (time) => `Open until ${time}`,
  closed: 'Closed now',
  closedUntil: (day, time) => `Closed now, opens ${day && `${day} `}at ${time}`,
  tomorrow: 'tomorrow',
  on: (day) => `on ${day}`,
  paused: 'Nobody new can come in right now',
  full: 'It is very busy right now',
};
