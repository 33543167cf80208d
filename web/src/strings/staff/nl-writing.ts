/** Where coordinators write replies, in Dutch. */

export const writing = {
  lead: 'Korte teksten die hulpverleners met één toets in hun bericht zetten. Schrijf voor een bange zestienjarige. Wat je bewaart, heeft iedereen zodra de lijst opengaat.',
  open: (n: number) => (n === 1 ? '1 antwoord bekijken' : `${n} antwoorden bekijken`),
  version: (n: number) => (n === 0 ? 'Zoals bij het programma geleverd.' : `Versie ${n}.`),
  add: 'Nieuw antwoord',
  change: 'Wijzig',
  changeThis: (title: string) => `Wijzig ${title}`,
  remove: {
    label: 'Verwijder',
    question: 'Dit antwoord verwijderen?',
    confirm: 'Ja, verwijder',
    cancel: 'Nee',
  },
  key: 'Korte naam, voor na de /',
  category: 'Wanneer',
  titleIn: { nl: 'Titel voor collega’s', en: 'Titel in het Engels' },
  textIn: (name: string) => `Tekst in het ${name}`,
  blanks:
    'Invulplekken: {naam} en {organisatie} vult de pagina in. {nummer} {plaats} {tijd} {collega} vult de hulpverlener in, en zonder dat kan het niet worden verstuurd.',
  addLanguage: 'Taal erbij',
  choose: 'Kies een taal',
  save: 'Bewaar',
  cancel: 'Laat maar',
  busy: 'Bezig met bewaren…',
  saved: (n: number) => `Bewaard als versie ${n}.`,
  fault: {
    key: () => 'De korte naam heeft alleen kleine letters, cijfers, - of _, hooguit 24.',
    taken: () => 'Een ander antwoord heeft deze korte naam al.',
    full: () => 'Er zijn al 200 antwoorden.',
    title: () => 'De titel ontbreekt in het Nederlands of Engels.',
    titleLong: () => 'Een titel heeft hooguit 60 tekens.',
    text: () => 'De tekst ontbreekt in het Nederlands of Engels.',
    textLong: (name: string, more: string) => `${name}: ${more} tekens te lang.`,
    blank: (name: string, more: string) => `${name}: ${more} is geen invulplek.`,
    brace: (name: string) => `${name}: er staat een { of } te veel.`,
    unlike: (name: string) => `${name}: de invulplekken zijn anders dan in het Nederlands.`,
  },
  changed:
    'Een collega heeft intussen iets bewaard. Wat je schreef staat hier nog. Kijk het na, en bewaar dan opnieuw.',
  theirs: 'Zo staat dit antwoord er nu:',
  gone: 'Een collega heeft dit antwoord intussen verwijderd. Als je bewaart, komt het terug.',
  tooLarge: 'Dit is te veel tekst om te bewaren. Haal een taal weg of maak het korter.',
  refused: 'Niet bewaard. Wat je schreef staat hier nog; probeer het zo opnieuw.',
  failed: 'De antwoorden konden niet worden opgehaald.',
  older: 'Eerdere versies',
  versionOf: (n: number, day: string) =>
    n === 0 ? 'Zoals bij het programma geleverd' : `Versie ${n}, ${day}`,
  look: 'Bekijk',
  lookAt: (name: string) => `Bekijk: ${name}`,
  restore: {
    label: 'Zet terug',
    question: 'Deze versie weer gebruiken? De huidige blijft bewaard.',
    confirm: 'Ja, zet terug',
    cancel: 'Nee',
  },
};

export type WritingWords = typeof writing;
