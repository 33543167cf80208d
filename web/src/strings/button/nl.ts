// What the button on the organisation's own site says.

export const nl = {
  label: 'Chat met ons',
  newTab: 'opent in een nieuw tabblad',
  open: 'Nu open',
  openUntil: (time: string) => `Open tot ${time}`,
  closed: 'Nu dicht',
  closedUntil: (day: string, time: string) => `Nu dicht, ${day && `${day} `}om ${time} open`,
  tomorrow: 'morgen',
  on: (day: string) => day,
  paused: 'Er kan nu even niemand bij',
  full: 'Het is nu heel druk',
};

export type Words = typeof nl;
