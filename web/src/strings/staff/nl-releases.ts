/** What the part of the coordinator's page says that publishes figures, in Dutch. */

export const releases = {
  releases: {
    title: 'Publiceren',
    lead: 'Cijfers gaan pas naar buiten als twee coördinatoren het eens zijn: de een stelt voor, de ander kijkt en keurt goed. Kleine aantallen zijn weggelaten en alles is afgerond op vijf.',
    none: 'Er is nog niets gepubliceerd.',
    noOffers: 'Er is nu geen heel jaar dat gepubliceerd kan worden.',
    propose: 'Voorstellen',
    years: 'Welke jaren?',
    offer: (years: string, replaces: number | null) =>
      replaces === null ? years : `${years} (opnieuw, in plaats van uitgave ${replaces})`,
    afterwards: 'wat chatters na het gesprek zeiden',
    busy: 'We rekenen na of er niets te herleiden is. Dat kan een minuut duren.',
    waits: (years: string) => `Voorstel: cijfers over ${years}`,
    proposed: (name: string, day: string) => `Voorgesteld door ${name} op ${day}.`,
    mine: 'Dit heb je zelf voorgesteld. Een andere coördinator moet het goedkeuren.',
    look: 'Kijk eerst naar het voorstel:',
    approve: 'Goedkeuren en publiceren',
    approveQuestion: (years: string) =>
      `De cijfers over ${years} publiceren? Dat kan niet worden teruggedraaid.`,
    approveConfirm: 'Ja, goedkeuren',
    withdraw: 'Voorstel intrekken',
    withdrawQuestion: 'Dit voorstel weggooien? Er wordt niets gepubliceerd.',
    withdrawConfirm: 'Ja, weggooien',
    cancel: 'Nee, terug',
    release: (number: number, years: string) => `Uitgave ${number}: ${years}`,
    signed: (first: string, second: string, day: string) =>
      `Voorgesteld door ${first}, goedgekeurd door ${second} op ${day}.`,
    replacedBy: (number: number) => `Vervangen door uitgave ${number}.`,
    madeUp: 'Verzonnen cijfers, om te oefenen.',
    noisy:
      'Een van deze jaren staat ook in een andere uitgave. Daarom komt er bij elk getal toevallig tot 4 bij of af: dan volgt uit de twee samen niets.',
    failed: 'De uitgaven konden niet worden opgehaald.',
    files: {
      'report-nl.html': 'Rapport in het Nederlands, om te printen',
      'report-en.html': 'Rapport in het Engels, om te printen',
      'figures.xlsx': 'Werkblad (Excel)',
      'figures.csv': 'Tabellen (CSV)',
      'metadata.json': 'Beschrijving (JSON)',
    } as Record<string, string>,
  },
};

export type ReleaseWords = typeof releases;
