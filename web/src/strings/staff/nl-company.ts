/** Colleagues who are here, and asking one of them, in Dutch; part of `nl`. */

export const company = {
  company: {
    title: 'Collega’s',
    nobody: 'Je bent nu de enige aan de desk.',
    state: {
      free: 'vrij',
      busy: 'in gesprek',
      away: 'even niet vrij',
      break: 'pauze',
      ending: 'dienst eindigt',
    },
    supervisor: 'supervisor',
    whom: 'Aan wie?',
    everybody: 'Iedereen die kan',
    one: (name: string, what: string) => `${name} (${what})`,
    cannotTakeOver: 'Een supervisor neemt geen gesprekken over.',
    giveBack: 'Terug naar de wachtlijst',
    giveBackMeans: 'Kan niemand? Dan wacht de bezoeker weer, vooraan. Jij gaat weg.',
    help: 'Vraag hulp',
    helpLong: 'Vraag hulp aan de supervisors bij dit gesprek',
    noHelp: 'Vraag hulp: er is nu geen supervisor',
    asked: {
      handover: (name: string) => `Gevraagd of ${name} het overneemt. We wachten op antwoord…`,
      join: (name: string) => `Gevraagd of ${name} erbij komt. We wachten op antwoord…`,
    },
    askedHelp: 'Hulp gevraagd aan de supervisors. We wachten op een antwoord…',
    hasLeft: 'Wie je vroeg, is er niet meer. Trek de vraag in en kies iemand anders.',
    notNow: (name: string) => `${name} kan nu niet. Er is niets veranderd: het gesprek is bij jou.`,
    comes: (name: string) =>
      `${name} heeft gereageerd. De bezoeker krijgt nu de vraag of die erbij mag.`,
    asksYou: {
      handover: (by: string) => `${by} vraagt jou: neem jij het over?`,
      join: (by: string) => `${by} vraagt jou: kom je erbij?`,
    },
    asksHelp: (by: string) => `${by} vraagt hulp`,
    sayNotNow: 'Nu niet',
    sayNotNowLong: (by: string) => `Nu niet: de vraag van ${by}`,
  },
};

export type CompanyWords = typeof company;
