/** How a coordinator begins practice. In Dutch; part of what only coordinators read. */

const people = (n: number) => (n === 1 ? '1 bezoeker' : `${n} bezoekers`);
const minutes = (n: number) => (n === 1 ? '1 minuut' : `${n} minuten`);

export const practice = {
  practice: {
    title: 'Oefenen',
    lead: 'De computer speelt bezoekers, met eenvoudige regels. Medewerkers zien steeds dat het een oefening is. Echte bezoekers gaan altijd voor, en er wordt niets geteld.',
    who: 'Wie wordt er gespeeld?',
    language: 'In welke taal?',
    languages: { nl: 'Nederlands', en: 'Engels' },
    number: 'Hoeveel bezoekers?',
    start: 'Begin de oefening',
    starting: 'Bezig…',
    nobody: 'Kies eerst wie er gespeeld wordt.',
    reallyWaiting: (n: number) =>
      `Er ${n === 1 ? 'wacht' : 'wachten'} nu ${people(n)} echt op hulp. Die gaan voor.`,
    running: 'Er loopt een oefening',
    where: (waiting: number, talking: number) =>
      `${people(waiting)} in de wachtrij, ${talking} in gesprek.`,
    left: (n: number) => `Stopt vanzelf over ${minutes(n)}.`,
    stop: 'Stop de oefening',
    stopQuestion: 'Alle gespeelde bezoekers gaan dan weg.',
    stopConfirm: 'Ja, stop',
    cancel: 'Nee',
    failed: {
      not_approved: 'Er is nog geen sleutel voor het rooster. Maak die eerst, bij Computers.',
      out_of_turn: 'Er loopt al een oefening.',
      other: 'Dat is niet gelukt. Probeer het zo nog eens.',
    },
    stale: 'Dit is misschien niet meer actueel.',
  },
};
