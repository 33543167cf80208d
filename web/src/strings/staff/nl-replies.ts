/** Ready-made replies, the phrase book and the question before sending, in Dutch; part of `nl`. */

export const replies = {
  replies: {
    button: 'Antwoorden',
    phrases: 'Zinnenboek',
    reads: 'De bezoeker koos',
    search: {
      replies: 'Zoek een antwoord',
      phrases: 'Zoek een zin',
    },
    keys: 'Pijltjes kiezen, Enter zet de tekst in je bericht, Esc sluit. Er wordt niets verstuurd.',
    fetching: 'Een moment…',
    failed: {
      replies: 'De antwoorden konden niet worden opgehaald.',
      phrases: 'Het zinnenboek kon niet worden opgehaald.',
    },
    count: (n: number) => (n === 0 ? 'Niets gevonden' : n === 1 ? '1 gevonden' : `${n} gevonden`),
    none: 'Er zijn geen antwoorden. Een coördinator kan ze schrijven.',
    instead: (wanted: string, got: string) => `Niet in het ${wanted}. Dit is ${got}.`,
    unreviewed: (name: string) =>
      `Geen moedertaalspreker heeft deze zinnen in het ${name} nagekeken. Gebruik ze als hulp, en vraag na.`,
    reviewed: (name: string, by: string) => `De zinnen in het ${name} zijn nagekeken: ${by}.`,
    group: {
      begin: 'Begin',
      safety: 'Veiligheid',
      about: 'Over de bezoeker',
      calm: 'Rust',
      refer: 'Doorverwijzen',
      wait: 'Wachten',
      end: 'Afsluiten',
    } as Readonly<Record<string, string>>,
    blank: (blank: string) => `Vul eerst ${blank} in. Daarna kun je versturen.`,
    caution: {
      title: 'Wil je dit versturen?',
      number: 'Er staat een nummer in:',
      link: 'Er staat een link in:',
      mail: 'Er staat een e-mailadres in:',
      why: 'Wie meekijkt op de telefoon van de bezoeker, ziet dit ook.',
      send: 'Toch versturen',
      back: 'Terug',
    },
  },
};

export type ReplyWords = typeof replies;
