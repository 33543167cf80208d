/** Contact cards, in Dutch; part of `nl`. */

export const contacts = {
  contacts: {
    button: 'Contactkaarten',
    search: 'Zoek op naam, plaats of nummer',
    lead: 'Zo leest de bezoeker de kaart. “Stuur” verstuurt meteen.',
    fetching: 'Een moment…',
    count: (n: number) => (n === 0 ? 'Geen kaart gevonden' : n === 1 ? '1 kaart' : `${n} kaarten`),
    failed: 'De contactkaarten konden niet worden opgehaald.',
    group: {
      emergency: 'Direct gevaar',
      help: 'Hulp',
      police: 'Politie',
      region: 'AVIM per regio',
    },
    send: 'Stuur',
    sendThis: (name: string) => `Stuur ${name} naar de bezoeker`,
    handed: 'al gestuurd',
    close: 'Sluit',
    unit: 'De AVIM van deze regio',
  },
};

export type ContactWords = typeof contacts;
