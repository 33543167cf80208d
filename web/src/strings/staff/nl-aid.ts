/** The indicator aid, in Dutch; part of `nl`. */

export const aid = {
  aid: {
    name: 'Signalen',
    found: (name: string, times: number) =>
      times === 1 ? `${name}: ga naar de zin` : `${name}, ${times} keer: ga naar de laatste`,
    sign: (names: string) => `signaal: ${names}`,
    loading: 'De signalenlijst wordt opgehaald…',
    failed: 'De signalenlijst kon niet worden opgehaald.',
    nothing: 'Niets gevonden. Dat zegt weinig: de lijst mist veel.',
    note: 'Een hulpmiddel: het mist veel en vergist zich. Het blijft op dit scherm.',
    suggested: 'Voorgesteld',
    suggestedHere: 'Voorgesteld:',
    take: (label: string) => `Neem over: ${label}`,
    taken: (label: string) => `Gekozen: ${label}`,
    takeShort: 'Neem over',
    takenShort: 'Gekozen',
    inForm: (n: number) =>
      n === 1
        ? 'Eén voorstel uit de signalen, bij de vraag. Er is niets ingevuld.'
        : `${n} voorstellen uit de signalen, bij de vragen. Er is niets ingevuld.`,
    behindMore: (n: number) => `${n} voorgesteld`,
  },
};

export type AidWords = typeof aid;
