// What the visitor reads, in Dutch: short sentences, "je", nothing a sixteen-year-old has to look up.
// Every other language has the same keys (`Strings`), or it does not compile.
import type { Expected } from '../../visitor/journey.ts';
import type { When } from '../../wire/wall.ts';
import { whenNl } from '../when.ts';

/** "Maria", "Maria en Noor", "Maria, Noor en Sam". */
export function listed(names: readonly string[], and: string): string {
  const last = names[names.length - 1] ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${and} ${last}`;
}

/** `text` is what the number is for; `call` is what the phone dials. */
export interface PhoneNumber {
  readonly shown: string;
  readonly call: string;
  readonly name: string;
  readonly text: string;
}

export const nl = {
  language: 'nl',
  otherLanguage: 'English',

  exit: 'Sluit alles meteen',
  exitAgain: ['Nog 2 keer: dan sluit alles', 'Nog 1 keer: dan sluit alles'],
  emergency: 'Direct gevaar?',
  call112: 'Bel 112',
  call: 'Bel',
  callStays: 'Bel je? Dan blijft dit nummer in de bellijst van de telefoon staan.',

  demo: 'Dit is een proef. Er is hier geen echte hulp: de sleutels worden na afloop weggegooid.',

  startTitle: 'Je kunt hier praten',
  startLead: 'Je chat met een hulpverlener. Je hoeft niet te zeggen wie je bent.',
  exitTitle: 'Komt er iemand aan?',
  exitOnPhone:
    'Druk op “Sluit alles meteen”, altijd in beeld. Dan is dit scherm meteen weg en stopt de chat.',
  exitOnKeyboard:
    'Druk op “Sluit alles meteen”, of druk 3 keer op Shift. Dan is dit scherm meteen weg en stopt de chat.',
  start: 'Start de chat',
  starting: 'Een moment…',
  factsTitle: 'Goed om te weten',
  facts: [
    'Je berichten zijn versleuteld. Alleen jij en de hulpverlener lezen ze. Wil er iemand bij komen? Dan vragen we het eerst aan jou.',
    'Als het gesprek stopt, worden de berichten gewist. We tellen alleen hoe vaak iets voorkomt, nooit wie.',
    'We weten niet waar je bent. We kunnen alleen hulp sturen als jij vertelt waar dat is.',
    'In de geschiedenis van je browser blijft staan dat je hier was. Dat kunnen wij niet wissen.',
  ],
  watchedTitle: 'Wie kan er meekijken op je telefoon?',
  watched: [
    'Zit er iemand naast je, of kent iemand je code? Gebruik dan liever de telefoon van iemand die je vertrouwt.',
    'Open deze pagina in een privévenster. Dan komt hij niet in je geschiedenis.',
    'Je toetsenbord kan woorden onthouden die je typt.',
    'Denk je dat er een app op je telefoon zit die meekijkt? Dan kan dat ook hier. Bel dan liever met een andere telefoon.',
  ],
  numbersTitle: 'Liever bellen?',
  numbersLead: 'Dat mag ook zonder je naam te zeggen.',
  numbers: [
    { shown: '112', call: '112', name: 'Direct gevaar', text: 'politie en ambulance' },
    {
      shown: '0800-2000',
      call: '08002000',
      name: 'Veilig Thuis',
      text: 'geweld of misbruik thuis. Dag en nacht, gratis',
    },
    {
      shown: '0800-0432',
      call: '08000432',
      name: 'Kindertelefoon',
      text: 'als je jonger bent dan 18. Gratis',
    },
    {
      shown: '0800-0113',
      call: '08000113',
      name: '113',
      text: 'als je denkt aan zelfmoord. Dag en nacht, gratis',
    },
    {
      shown: '033-4481186',
      call: '0334481186',
      name: 'CoMensha',
      text: 'als iemand je dwingt of geld aan je verdient',
    },
    {
      shown: '088-20 80 000',
      call: '0882080000',
      name: 'Fier',
      text: 'hulp bij geweld en uitbuiting',
    },
  ] as readonly PhoneNumber[],

  goneNote:
    'Het gesprek van net is er niet meer. Misschien was je lang weg. Je kunt gewoon opnieuw beginnen.',

  waitingTitle: 'We zoeken iemand voor je',
  waitingLead: 'Je hoeft niets te doen. Laat deze pagina open.',
  position: (n: number) =>
    n <= 1
      ? 'Je bent als eerste aan de beurt.'
      : `Er ${n === 2 ? 'is nog 1 iemand' : `zijn nog ${n - 1} mensen`} voor je.`,
  wait: (expected: Expected | null) => wait(expected),
  waitOver: 'Het duurt langer dan we dachten. We zijn je niet vergeten.',
  placeKept: 'Valt je verbinding weg? Je houdt je plek.',
  writeAhead: 'Alvast iets schrijven',
  writeAheadNote: 'De hulpverlener leest dit als die er is.',
  stopWaiting: 'Ik wil stoppen',
  backInLine:
    'De hulpverlener kan even niet verder. Je staat vooraan: we zoeken iemand anders voor je.',

  calledTitle: 'Er is iemand voor je',
  calledLead: (name: string, role: string) => `${name} (${role}) heeft nu tijd voor je.`,
  calledNote: (name: string) => `Als je hierop drukt, kan ${name} lezen wat jij schrijft.`,
  ready: 'Ik ben er klaar voor',
  roles: { professional: 'hulpverlener', supervisor: 'begeleider' },
  joinTitle: (name: string, role: string) => `${name} (${role}) wil erbij komen`,
  joinAgain: (name: string) => `${name} was even weg en wil verder meelezen`,
  joinFromNow: 'Ja, vanaf nu',
  joinAndRead: (name: string) => `Ja, en ${name} mag teruglezen`,
  joinNo: 'Nee',
  withdrawn: 'Deze hulpverlener kan toch niet. Je staat vooraan: we zoeken iemand anders voor je.',

  withNames: (names: string) => `Je praat met ${names}`,
  withNobody: 'Er leest nu niemand mee',
  list: (names: readonly string[]) => listed(names, 'en'),
  whoReads: (people: readonly string[]) =>
    people.length === 0
      ? 'Versleuteld. Alleen jij kunt dit lezen.'
      : `Versleuteld. Dit lezen alleen jij en ${listed(people, 'en')}.`,
  wordsTitle: 'Controlewoorden',
  wordsLead:
    'Dit hoef je niet te doen. Twijfel je? Vraag de hulpverlener via de telefoon naar de woorden op het scherm. Zijn ze hetzelfde, dan zit er niemand tussen.',
  log: 'Berichten',
  you: 'Jij',
  professional: 'Hulpverlener',
  compose: 'Schrijf een bericht',
  send: 'Verstuur',
  charactersLeft: (n: number) => (n === 1 ? 'Nog 1 teken' : `Nog ${n} tekens`),
  tooLong: (n: number) =>
    `${n} ${n === 1 ? 'teken' : 'tekens'} te veel. Verdeel je bericht in tweeën.`,
  splitIt: 'Dit bericht is te groot. Verdeel het in tweeën.',
  sending: 'wordt verstuurd',
  sent: 'verstuurd',
  delivered: 'aangekomen',
  failed: 'niet verstuurd. Schrijf het nog een keer',
  letIn: (name: string) => `${name} is er. ${name} kan nu lezen wat jij schrijft.`,
  left: (name: string) => `${name} is weg uit het gesprek en leest niet meer mee.`,
  dropped: (name: string) =>
    `${name} mag niet meer meelezen: onze organisatie heeft de toegang gestopt.`,
  stranger:
    'Iemand wilde erbij komen, maar we konden niet zien dat het een hulpverlener is. We hebben dat geweigerd.',
  late: 'Er kwam nog een bericht van iemand die niet meer meedoet. Je ziet het niet.',
  unconfirmed: 'Of je laatste berichten zijn aangekomen, kunnen we niet zeker weten.',
  missing: 'Hier ontbreekt een bericht.',
  reordered: 'Dit bericht kwam in een andere volgorde aan.',
  repeated: 'Een bericht kwam twee keer aan. Je ziet het één keer.',
  unreadable: 'Hier staat iets dat deze pagina niet kan laten zien.',
  closing: (name: string) => `${name} sluit het gesprek af.`,
  away: (name: string) => `De verbinding van ${name} is even weg. Blijf maar hier.`,

  lost: 'Je verbinding is even weg. We proberen het steeds opnieuw. Wat je schrijft, bewaren we en sturen we straks.',
  heldBack:
    'Versturen lukt nu even niet. We proberen het steeds opnieuw. Wat je schrijft, bewaren we.',
  lostStarting:
    'We krijgen nog geen verbinding. Misschien is het heel druk. We proberen het steeds opnieuw.',
  lostWaiting: 'Je verbinding is even weg. We proberen het steeds opnieuw. Je houdt je plek.',

  goOn: 'Tik om verder te gaan',

  end: 'Stoppen',
  endTitle: 'Wil je stoppen?',
  endLead: 'Het gesprek wordt dan gewist. Je kunt altijd opnieuw beginnen.',
  endYes: 'Ja, stop het gesprek',
  endNo: 'Nee, ga door',

  endedTitle: 'Het gesprek is klaar',
  endedDone: 'De hulpverlener heeft het gesprek afgesloten. Wat jullie schreven, is gewist.',
  endedLeft: 'Je bent gestopt. Wat jullie schreven, is gewist. Goed dat je er was.',
  unansweredTitle: 'Ben je er weer?',
  unansweredLead:
    'Er was iemand voor je, maar het bleef stil. Dat geeft niet. Je houdt je plek. Tik op de knop als je er bent, dan komt er weer iemand.',
  isHere: 'Ja, ik ben er',
  stillTitle: 'Ben je er nog?',
  stillLead: (minutes: number) =>
    `Je hoeft niets te zeggen. Is het hier nog ${minutes === 1 ? '1 minuut' : `${minutes} minuten`} stil? Dan stopt de chat vanzelf en worden de berichten gewist.`,
  stillHere: 'Ja, ik ben er nog',
  endedSilent:
    'Het was lang stil. Daarom is de chat gestopt. Wat jullie schreven, is gewist. Je kunt altijd opnieuw beginnen.',
  ends: (minutes: number) =>
    `Dit gesprek duurt nog hooguit ${minutes === 1 ? '1 minuut' : `${minutes} minuten`}. Dan stopt het vanzelf. Daarna kun je meteen opnieuw beginnen.`,
  endedTime:
    'Een gesprek kan niet langer duren dan dit. Daarom is het gestopt. Wat jullie schreven, is gewist. Je kunt meteen opnieuw beginnen.',
  endedGone: 'Het gesprek is afgelopen omdat het te lang stil was. Wat jullie schreven, is gewist.',
  lostTitle: 'Door een storing zijn we het gesprek kwijt',
  lostLead:
    'Dat ligt niet aan jou. Niemand heeft het gesprek gestopt, en niemand anders heeft gelezen wat je schreef.',
  lostHow: {
    on: 'Deze pagina weet nog wat jullie zeiden. Je hoeft niets opnieuw te vertellen.',
    line: 'Wat jullie schreven, kunnen we niet terughalen. Je krijgt wel je plek in de rij terug.',
    none: 'Wat jullie schreven, kunnen we niet terughalen. Begin opnieuw, dan helpen we je verder.',
  } as const,
  lostWho:
    'Is je hulpverlener er nog, dan praat je met dezelfde persoon verder. Anders sta je vooraan in de rij. Ook als je opnieuw begint.',
  lostGoOn: 'Ga verder met hetzelfde gesprek',
  lostAgain: {
    on: 'Liever opnieuw beginnen',
    line: 'Terug in de rij',
    none: 'Opnieuw beginnen',
  } as const,
  tipsTitle: 'Voor nu',
  tips: [
    'In je browser staat nog dat je hier was. Wis je geschiedenis, of alleen de regel van vandaag.',
    'Sluit daarna dit tabblad.',
    'Je mag altijd terugkomen. Je hoeft nooit uit te leggen waarom.',
  ],
  again: 'Opnieuw beginnen',

  shutTitle: {
    closed: 'De chat is nu dicht',
    paused: 'Er kan nu even niemand bij',
    full: 'Het is nu heel druk',
    again: 'Chatten kan nu even niet',
  } as const,
  lead: {
    paused:
      'We kunnen nu even geen nieuwe gesprekken beginnen. Dat ligt niet aan jou. Probeer het over een half uur nog eens.',
    full: 'Er wachten zo veel mensen dat we je nu niet kunnen helpen. Probeer het over een half uur nog eens.',
  } as const,
  opens: (when: When) => `Je kunt hier ${whenNl(when)} weer praten. Kom dan terug op deze pagina.`,
  opensUnknown: 'We weten nog niet wanneer je hier weer kunt praten. Kijk later nog eens.',
  hours: (words: string) => `De chat is open: ${words}.`,
  openAgain: 'De chat is open.',
  againIn: (minutes: number) => `Je kunt over ongeveer ${minutesNl(minutes)} weer chatten.`,
  againLead: (minutes: number): readonly string[] => [
    `Je kunt over ongeveer ${minutesNl(minutes)} weer chatten.`,
    'Dat geldt voor iedereen op deze verbinding, bijvoorbeeld op dezelfde wifi. Misschien komt het dus niet door jou.',
    'Kun je niet wachten? Chatten via een ander netwerk kan wel, bijvoorbeeld mobiel internet in plaats van wifi.',
  ],
  againCall: 'Heb je nu hulp nodig? Bel dan',
  goneShut: 'Het gesprek van net is er niet meer. Misschien was je lang weg.',
  letGo:
    'Het is ons deze keer niet gelukt om met je te praten. Dat spijt ons, en het ligt niet aan jou.',
  closesSoon: (time: string) =>
    `De chat sluit om ${time}. Je kunt nu nog beginnen. Is er niemand meer vrij, dan zeggen we dat.`,
  closesInLine: (time: string) =>
    `De chat sluit om ${time}. Jij blijft in de rij staan. Is er niemand meer vrij, dan zeggen we dat hier.`,
  hasClosed:
    'De chat is dicht voor nieuwe mensen. Jij staat nog in de rij: misschien heeft er nog iemand tijd. Je kunt ook bellen.',
  meanwhile: 'Kun je niet wachten? Bel dan',
  retry: 'Probeer het opnieuw',

  refusedTitle: 'We kunnen dit gesprek niet veilig maken',
  refusedLead:
    'Deze browser kan je berichten niet goed beveiligen, of er klopte iets niet. Daarom chatten we niet.',
  refusedTry: 'Probeer het met een andere telefoon, of bel een van deze nummers.',
  faultTitle: 'Er ging iets mis',
  faultLead: 'Dat ligt niet aan jou. Probeer het opnieuw, of bel een van deze nummers.',
  elsewhereTitle: 'De chat staat open in een ander venster',
  elsewhereLead: 'Je kunt daar verder praten. Wil je hier verder? Laad deze pagina dan opnieuw.',
  here: 'Ga hier verder',
};

type Widen<T> = T extends string
  ? string
  : T extends readonly PhoneNumber[]
    ? readonly PhoneNumber[]
    : T extends readonly string[]
      ? readonly string[]
      : T extends (...given: never[]) => unknown
        ? T
        : { readonly [Key in keyof T]: Widen<T[Key]> };

/** The shape that every language has. */
export type Strings = { readonly [Key in keyof typeof nl]: Widen<(typeof nl)[Key]> };

/** Never a promise: what it was for most people lately. */
function wait(expected: Expected | null): string {
  if (!expected) return 'We weten nog niet hoe lang het duurt.';
  const { low, high } = expected;
  if (high === null) return `Het is druk. Het duurt meestal nog langer dan ${time(low)}.`;
  if (low === 0) return `Meestal duurt het nog minder dan ${time(high)}.`;
  return `Meestal duurt het nog ${high < 60 ? low : time(low)} tot ${time(high)}.`;
}

function time(minutes: number): string {
  if (minutes < 60) return `${minutes} minuten`;
  return minutes === 60 ? 'een uur' : minutes < 120 ? 'anderhalf uur' : 'twee uur';
}

function minutesNl(minutes: number): string {
  return minutes === 1 ? '1 minuut' : `${minutes} minuten`;
}
