/** The tag form and what can be corrected, in Dutch; part of `nl`. */

export const tags = {
  form: {
    title: 'Registreren',
    lead: 'Wat niet is besproken, laat je staan.',
    correctTitle: 'Registratie aanpassen',
    correctLead:
      'Dit heb je eerder in je dienst geregistreerd. Het telt één keer, zoals je het nu opslaat.',
    letBe: 'Laat zo',
    keys: 'Cijfers kiezen, ↓ en ↑ gaan naar een andere vraag, ? geeft uitleg, Enter slaat op',
    multi: 'meer mag',
    required: 'nodig',
    help: (question: string) => `Uitleg: ${question}`,
    more: (n: number) => (n === 1 ? 'Meer (1 vraag)' : `Meer (${n} vragen)`),
    moreTitle: 'Meer',
    save: 'Opslaan',
    saving: 'Wordt opgeslagen…',
    missing: (labels: string) => `Nog nodig: ${labels}`,
    skip: 'Overslaan…',
    skipWhy: 'Waarom sla je de registratie over?',
    skipReason: { fault: 'Storing', no_time: 'Geen tijd', other: 'Anders' },
    skipBack: 'Toch registreren',
    noCodebook: 'De vragen konden niet worden opgehaald.',
  },

  given: {
    title: 'Geregistreerd in deze dienst',
    lead: 'Foutje gezien? Je kunt het aanpassen tot het is meegeteld.',
    correct: 'Aanpassen',
    correctLong: (name: string, time: string) => `Aanpassen: ${name}, ${time}`,
  },
};

export type TagWords = typeof tags;
