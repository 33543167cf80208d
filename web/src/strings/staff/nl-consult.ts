/** Words aside with a colleague, in Dutch; part of `nl`. */

export const consult = {
  consult: {
    ask: 'Overleg',
    askLong: (name: string) => `Overleg met ${name}`,
    aside: 'Overleggen',
    asideMeans: 'Jullie praten apart. De bezoeker merkt er niets van.',
    asideWhom: 'Kies hierboven eerst een collega.',
    invites: (name: string) => `${name} wil overleggen`,
    come: 'Kom',
    notNow: 'Nu niet',
    notNowLong: (name: string) => `Nu niet: het overleg met ${name}`,
    title: (name: string) => `Overleg met ${name}`,
    sealed: 'Versleuteld: alleen jullie twee. De bezoeker ziet hier niets van.',
    words: 'Wat jullie zeggen',
    composer: (name: string) => `Je bericht aan ${name}`,
    placeholder: (name: string) => `Schrijf aan ${name}`,
    send: (name: string) => `Verstuur aan ${name}`,
    you: 'Jij',
    end: 'Stop overleg',
    withdraw: 'Trek in',
    asking: (name: string) => `We vragen ${name}…`,
    coming: (name: string) => `Verbinden met ${name}…`,
    failed:
      'Dit overleg lukt niet: de versleuteling is er niet of klopt niet. Het is gestopt; er is niets onversleuteld verstuurd.',
    over: {
      ended: (_name: string) => 'Dit overleg is klaar. Wat hier staat, is weg als je het sluit.',
      not_now: (name: string) => `${name} kan nu niet.`,
      gone: (name: string) =>
        `${name} is er niet meer, of het was lang stil. Het overleg is gestopt.`,
    },
    note: 'Notitie voor wie er komt',
    noteMeans: 'Versleuteld. Alleen wie er komt, leest dit.',
  },
};

export type ConsultWords = typeof consult;
