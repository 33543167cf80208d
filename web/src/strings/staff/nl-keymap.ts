/** The keys of a professional, in Dutch; part of `nl`. */

import type { Act } from '../../staff/keymap/keys.ts';

const acts: Readonly<Record<Act, string>> = {
  next: 'Volgende gesprek',
  previous: 'Vorige gesprek',
  longest: 'Naar wie het langst op jou wacht',
  take: 'Neem de volgende uit de wachtlijst',
  accept: 'Neem aan wie er voor je is',
  'pass-on': 'Nu niet: vraag een collega',
  write: 'Naar het schrijfvak',
  read: 'Naar de berichten, om terug te lezen',
  replies: 'Antwoorden; in een leeg bericht ook met /',
  phrases: 'Zinnenboek in de taal van de bezoeker',
  contacts: 'Contactkaarten',
  signs: 'Signalen aan of uit',
  hide: 'Verberg het nieuwste bericht, of laat het zien',
  'hide-all': 'Verberg alles tot nu toe, of laat het zien',
  panel: 'Over dit gesprek',
  ask: 'Vraag een collega',
  end: 'Beëindig het gesprek',
  tag: 'Naar de registratie',
  free: 'Vrij voor bezoekers, of niet',
  capacity: 'Hoeveel gesprekken tegelijk',
  rest: 'Neem pauze, als die wordt aangeboden',
  'end-shift': 'Mijn dienst eindigt',
  silence: 'Meldingen aan of uit',
  beside: 'Naast elkaar, of één tegelijk',
  help: 'Laat deze toetsen zien',
};

export const keymap = {
  keymap: {
    button: 'Toetsen',
    title: 'Alles met toetsen',
    notNow: (what: string) => `Dat kan nu niet: ${what}.`,
    more: 'Escape sluit wat open staat. In de registratie kiezen cijfers een antwoord, en Enter slaat op. Het vraagteken werkt als je niet schrijft en niet registreert; F1 altijd.',
    groups: {
      conversations: 'Bezoekers',
      conversation: 'In een gesprek',
      desk: 'Je dienst',
      screen: 'Het scherm',
    },
    names: { ArrowDown: '↓', ArrowUp: '↑' },
    acts,
  },
};

export type KeymapWords = typeof keymap;
