/** The staff pages in Dutch. The other languages must have the same keys: `Words` is made from these. */

import { aid } from './nl-aid.ts';
import { bell } from './nl-bell.ts';
import { company } from './nl-company.ts';
import { consult } from './nl-consult.ts';
import { contacts } from './nl-contacts.ts';
import { duty } from './nl-duty.ts';
import { keymap } from './nl-keymap.ts';
import { rehearsal } from './nl-rehearsal.ts';
import { replies } from './nl-replies.ts';
import { tags } from './nl-tags.ts';
import { window } from './nl-window.ts';

const minutes = (n: number) => (n === 1 ? '1 minuut' : `${n} minuten`);

export const nl = {
  name: 'Luwte',
  switchLanguage: 'English',
  close: 'Sluiten',
  tryAgain: 'Opnieuw proberen',
  demoName: 'Demo',
  demo: 'Demo, niet echt: met een wegwerpsleutel wordt elke computer vanzelf goedgekeurd.',

  signIn: {
    title: 'Inloggen',
    lead: 'Voor medewerkers van de chat.',
    name: 'Naam',
    password: 'Wachtwoord',
    submit: 'Inloggen',
    busy: 'Bezig met inloggen…',
    wrong: 'Deze naam en dit wachtwoord horen niet bij elkaar.',
    tooFast: (seconds: number) =>
      seconds < 90
        ? `Te vaak geprobeerd. Wacht ${seconds} seconden en probeer het opnieuw.`
        : `Te vaak geprobeerd. Wacht ${minutes(Math.ceil(seconds / 60))} en probeer het opnieuw.`,
    unavailable: 'De server kan nu niet bij de accounts. Probeer het zo opnieuw.',
    offline: 'Geen verbinding met de server.',
    expired: 'Je bent uitgelogd omdat er een tijd niets gebeurde. Je gesprekken staan nog klaar.',
  },
  signOut: 'Uitloggen',
  signOutHolding: (n: number) =>
    n === 1
      ? 'Je hebt nog 1 gesprek. Als je nu uitlogt, kun je het niet meer lezen.'
      : `Je hebt nog ${n} gesprekken. Als je nu uitlogt, kun je ze niet meer lezen.`,
  signOutAnyway: 'Toch uitloggen',
  stay: 'Blijven',
  role: { professional: 'Hulpverlener', supervisor: 'Supervisor', coordinator: 'Coördinator' },
  /** Somebody who can read, in the middle of a sentence. */
  reader: {
    visitor: (_name: string) => 'bezoeker',
    professional: (name: string) => `${name} (hulpverlener)`,
    supervisor: (name: string) => `${name} (supervisor)`,
  },

  device: {
    title: {
      waiting: 'Deze computer is nieuw',
      expired: 'De goedkeuring van deze computer is verlopen',
      revoked: 'Deze computer is ingetrokken',
      unknown: 'De server kent deze computer niet',
    },
    what: {
      waiting:
        'Een coördinator keurt deze computer goed. Daarna kun je hier bezoekers helpen. Dat hoeft maar één keer.',
      expired: 'Een coördinator moet deze computer opnieuw goedkeuren. Daarna kun je weer verder.',
      revoked:
        'Een coördinator heeft de goedkeuring teruggenomen, bijvoorbeeld omdat een computer kwijt was. Je kunt hier geen bezoekers helpen. Klopt dat niet? Bel je coördinator.',
      unknown:
        'Meestal duurt dat maar even. Blijft dit staan? Probeer het opnieuw, of bel je coördinator.',
    },
    readAloud: 'Bel je coördinator en lees deze vier woorden voor:',
    sameWords: 'Ziet de coördinator dezelfde woorden? Dan kan die deze computer goedkeuren.',
    byItself: 'Je hoeft hier verder niets te doen. Dit scherm gaat vanzelf verder.',
    notKept:
      'Deze browser bewaart niets, bijvoorbeeld omdat dit een privévenster is. De volgende keer is er opnieuw goedkeuring nodig. Gebruik liever een gewoon venster.',
    enrolAgain: 'Meld deze computer opnieuw aan',
    brief: 'Je kunt nu niemand nieuws helpen. Bel je coördinator.',
    failed: 'Deze computer kon niet worden aangemeld',
    notTaken: 'Er staan al te veel computers op jouw naam. Bel je coördinator.',
  },

  line: {
    connecting: 'Verbinding maken…',
    up: 'Verbonden',
    down: 'Geen verbinding. Er gaat niets verloren; we proberen het steeds opnieuw.',
    replaced: 'Je werkt verder in een ander venster. Dit venster staat stil.',
    continueHere: 'Hier verdergaan',
    unsupported:
      'Deze browser kan de versleuteling niet. Gebruik een recente Firefox, Chrome, Edge of Safari.',
  },

  waiting: {
    title: 'Wachtlijst',
    nobody: 'Er wacht niemand.',
    next: 'Neem volgende',
    take: 'Neem',
    takeThis: (place: number) => `Neem nummer ${place}`,
    place: (place: number) => `Nummer ${place}`,
    since: (n: number) => (n < 1 ? 'zojuist' : `${n} min`),
    sinceLong: (n: number) => (n < 1 ? 'wacht sinds zojuist' : `wacht ${minutes(n)}`),
    notReady: 'niet bij de telefoon',
    blocked: 'Registreer eerst het gesprek dat klaar is.',
    notApproved: 'Dit kan zodra deze computer is goedgekeurd.',
  },

  asking: {
    title: 'Collega’s vragen',
    nobody: 'Niemand vraagt nu iets.',
    asks: {
      handover: (by: string) => `${by}: wie neemt het over?`,
      join: (by: string) => `${by}: wie komt erbij?`,
    },
    sitIn: { handover: 'Neem over', join: 'Kom erbij' },
    sitInLong: {
      handover: (by: string) => `Neem over: het gesprek van ${by}`,
      join: (by: string) => `Kom erbij: het gesprek van ${by}`,
    },
    professionalsOnly: 'alleen voor hulpverleners',
  },

  ask: {
    button: 'Vraag een collega',
    question: 'Wat wil je een collega vragen?',
    handover: 'Overnemen',
    handoverMeans: 'Een collega gaat verder met dit gesprek. Als die er is, ga jij weg.',
    join: 'Erbij komen',
    joinMeans: 'Een collega of supervisor leest en schrijft mee. Jij blijft.',
    visitorDecides: 'De bezoeker beslist of die collega erbij mag.',
    back: 'Terug',
    asked: {
      handover: 'Gevraagd wie het overneemt. We wachten op een collega…',
      join: 'Gevraagd wie erbij komt. We wachten op een collega…',
    },
    withdraw: 'Trek de vraag in',
    answered: 'Een collega heeft gereageerd. De bezoeker krijgt nu de vraag of die erbij mag.',
    isIn: (name: string) => `${name} is er en leest mee. Je kunt het gesprek nu overlaten.`,
    leaveTo: (name: string) => `Laat het gesprek aan ${name}`,
  },

  parting: {
    ending: 'Wordt beëindigd…',
    leaving: 'Je gaat weg…',
    end: {
      label: 'Beëindig',
      question: 'Dit gesprek voor iedereen beëindigen?',
      confirm: 'Ja, beëindig',
      cancel: 'Nee, terug',
    },
    misuse: {
      label: 'Beëindig om misbruik…',
      what: 'Vanaf de verbinding van deze bezoeker kan dan even niemand een nieuw gesprek beginnen. De bezoeker leest hoe lang, en wie er te bellen is.',
      others:
        'Let op: ook anderen op dezelfde wifi of plek worden tegengehouden, bijvoorbeeld in een opvang of op school. Wie al in gesprek is of wacht, merkt niets. Kies zo kort als kan.',
      howLong: 'Hoe lang?',
      minutes: (minutes: number) => `${minutes} minuten`,
      longer: 'Vraag een coördinator om dit langer te maken',
      confirm: (minutes: number) => `Beëindig, en ${minutes} minuten geen nieuw gesprek`,
    },
    guest: {
      label: 'Verlaat',
      question: 'Dit gesprek verlaten? Je collega gaat verder.',
      confirm: 'Ja, verlaat',
      cancel: 'Nee, terug',
    },
    leaveTo: (name: string) => ({
      label: `Laat aan ${name}`,
      question: `${name} gaat verder en jij gaat weg. Daarna kun je dit gesprek niet meer lezen.`,
      confirm: `Ja, laat het aan ${name}`,
      cancel: 'Nee, terug',
    }),
  },

  controlWords: {
    title: 'Controlewoorden',
    busy: 'Een moment…',
    failed: 'De woorden zijn nu niet te berekenen.',
    why: 'De bezoeker kan dezelfde vier woorden bij jouw naam zien. Zijn ze gelijk, bijvoorbeeld aan de telefoon, dan zit er niemand tussen jullie. Het hoeft niet.',
  },

  conversations: {
    title: 'Gesprekken',
    none: 'Je hebt geen gesprekken.',
    name: (label: string) => `Gesprek ${label}`,
    unread: (n: number) => (n === 1 ? '1 nieuw bericht' : `${n} nieuwe berichten`),
    state: {
      knocking: 'wacht op de bezoeker',
      open: 'open',
      lost: 'bezoeker even weg',
      gone: 'kwijt door een storing',
      ended: 'klaar – registreren',
      reopened: 'registratie aanpassen',
      finished: 'klaar',
      failed: 'gestopt: fout in de versleuteling',
    },
  },

  empty: {
    title: 'Rustig aan.',
    body: 'Neem iemand uit de wachtlijst als je er klaar voor bent.',
    bodyOfSupervisor: 'Vraagt een collega je erbij? Dan zie je dat links.',
  },

  conversation: {
    messages: 'Berichten',
    newest: 'Nieuw bericht',
    here: 'Bezoeker is er',
    lost: 'Bezoeker is even weg: de verbinding viel weg. Het gesprek blijft nog staan.',
    knocking: 'De bezoeker moet je nog binnenlaten. Zodra dat gebeurt, kun je lezen en schrijven.',
    knockingAsGuest:
      'De bezoeker krijgt de vraag of je erbij mag. Zodra dat mag, kun je lezen en schrijven.',
    readers: (names: string) => `Kunnen meelezen: ${names}`,
    readersNow: (names: string) => `Kunnen nu meelezen: ${names}`,
    left: (name: string) => `${name} heeft het gesprek verlaten.`,
    closingBy: (name: string) => `${name} sluit het gesprek af.`,
    visitor: 'Bezoeker',
    you: 'Jij',
    composer: 'Je bericht',
    placeholder: 'Schrijf een bericht',
    send: 'Verstuur',
    keys: 'Enter verstuurt, Shift+Enter maakt een nieuwe regel',
    tooLong: (n: number) => `${n} tekens te lang`,
    elsewhere: 'Je schrijft in een ander venster. Hier lees je mee.',
    writeHere: 'Schrijf hier verder',
    held: 'Geen verbinding: wat je verstuurt gaat mee zodra de lijn terug is.',
    state: {
      sending: 'Wordt verstuurd…',
      sent: 'Verstuurd',
      delivered: 'Aangekomen',
      read: 'Gelezen',
      lost: 'Niet aangekomen',
    },
    note: {
      before:
        'Wat hiervoor is geschreven, was niet voor dit venster versleuteld en is hier niet te lezen.',
      unknown: 'Een bericht dat deze versie niet kan tonen.',
      missing: 'Hier ontbreekt een bericht.',
      reordered: 'Het volgende bericht kwam niet in de volgorde waarin het is geschreven.',
      repeated: 'Een bericht kwam twee keer binnen. Het staat hier één keer.',
      unreadable: 'Hier staat een bericht dat niet te ontcijferen is.',
      unconfirmed: 'We weten niet zeker of je laatste bericht is aangekomen.',
      closing: 'De bezoeker sluit het gesprek af.',
    },
    ends: (minutes: number) =>
      `Dit gesprek stopt binnen ${minutes === 1 ? '1 minuut' : `${minutes} minuten`} vanzelf. De bezoeker weet dat ook en kan daarna opnieuw beginnen.`,
    failed:
      'De versleuteling van dit gesprek werkt niet meer. Je kunt hier niets meer versturen; er is niets onversleuteld verstuurd. Beëindig het gesprek.',
    ended: {
      left: 'De bezoeker heeft het gesprek beëindigd.',
      exit: 'De bezoeker is via de nooduitgang weggegaan.',
      done: 'Je hebt het gesprek beëindigd.',
      doneByColleague: 'Je collega heeft het gesprek beëindigd.',
      silent: 'De bezoeker deed lang niets en is gewaarschuwd. Daarom is het gesprek gestopt.',
      time: 'Een gesprek kan niet langer duren dan dit. Jullie zijn allebei gewaarschuwd.',
      lost: 'Door een storing bij ons is dit gesprek kwijt. Dat ligt niet aan jou of aan de bezoeker.',
      gone: 'Dit gesprek is niet meer van jou: jij of de bezoeker was te lang weg, of de tijd was om.',
    },
    endedKeep: 'De tekst blijft hier alleen staan tot je hebt geregistreerd.',
    lostTitle: 'Door een storing zijn we dit gesprek kwijt',
    lostLead:
      'Dat ligt niet aan jou of aan de bezoeker. De bezoeker kan met één tik verder: dan staat het gesprek hier vanzelf weer, met alles wat er is gezegd. Wacht daar gerust even op. Je kunt ook nu registreren; dan telt het één keer.',
    goneAfterReload: 'De tekst van dit gesprek is er niet meer. De registratie kan nog wel.',
    silentTagged:
      'De bezoeker heeft niets geschreven. Dit is vanzelf geregistreerd als geen reactie.',
    nothingToTag: 'Hier hoeft niets geregistreerd te worden.',
  },

  ...keymap,
  ...tags,
  ...window,

  notice: {
    saved: 'Opgeslagen.',
    cooling: (minutes: number) =>
      minutes === 0
        ? 'Het gesprek is beëindigd. Tegenhouden lukte niet: de server weet niet vanaf welke verbinding deze bezoeker kwam.'
        : `Het gesprek is beëindigd. Vanaf die verbinding kan ${minutes} minuten lang niemand een nieuw gesprek beginnen.`,
    tooLong: 'Dit bericht is te lang om in één keer te versturen.',
    goneOn: {
      passed: 'Je hebt het gesprek verlaten. Het gaat verder zonder jou.',
      declined:
        'De bezoeker laat je niet meelezen. Dat kan allerlei redenen hebben. Je hoeft niets te registreren.',
      not_accepted:
        'De pagina van de bezoeker neemt deze computer niet aan. Je hoeft niets te registreren. Gebeurt het vaker? Bel je coördinator.',
      unanswered:
        'De bezoeker reageerde niet en wacht weer. Je bent vrij voor iemand anders. Je hoeft niets te registreren.',
      absent:
        'Je was te lang weg. De bezoeker staat weer vooraan in de rij. Je hoeft niets te registreren.',
    },
    code: {
      malformed: 'De server begreep deze pagina niet. Laad de pagina opnieuw.',
      too_large: 'Dit is te groot om te versturen.',
      too_fast: 'Dit ging te snel. We proberen het zo opnieuw.',
      out_of_turn: 'Dat kon nu niet. Laad de pagina opnieuw als dit vaker gebeurt.',
      gone: 'Deze bezoeker is er niet meer.',
      nobody: 'Er wacht niemand meer.',
      not_ready: 'Wie er wacht, is nu niet bij de telefoon. We roepen ze pas als ze er weer zijn.',
      not_spoken:
        'Wie er wacht, spreekt een andere taal dan jij. Je kunt wel iemand uit de lijst kiezen.',
      taken: 'Een collega was je net voor.',
      at_capacity: 'Je hebt al zoveel gesprekken als je koos, of als hier kan.',
      untagged: 'Registreer eerst het vorige gesprek.',
      shift_ends:
        'Je dienst eindigt: je krijgt niemand nieuws. Dat kun je bovenaan weer terugdraaien.',
      not_yours: 'Dit gesprek is niet meer bij jou.',
      full: 'De wachtlijst is vol.',
      closed: 'De chat is gesloten.',
      replaced: 'Je werkt verder in een ander venster.',
      unavailable:
        'De server is even niet bereikbaar. Er is niets verloren; probeer het zo opnieuw.',
      bad_answers: 'Deze antwoorden passen niet bij de vragenlijst. Laad de pagina opnieuw.',
      counted: 'Dit gesprek is al meegeteld en kan niet meer worden aangepast.',
      not_signed_in: 'Je bent niet meer ingelogd.',
      wrong_role: 'Dit hoort niet bij jouw rol.',
      not_approved: 'Deze computer is nog niet goedgekeurd.',
      declined: 'De bezoeker wil niet dat er iemand anders bij komt.',
      not_here: 'Deze collega is er nu niet (meer).',
      same_person: 'Je hebt dit zelf voorgesteld. Een andere coördinator moet het goedkeuren.',
      not_safe: 'Uit deze cijfers is een klein getal uit te rekenen. Er is niets uitgegeven.',
      changed: 'Deze cijfers zijn anders dan eerst. Er is niets uitgegeven.',
      released:
        'Een van deze jaren staat al in een andere uitgave met ruis. Meer uitgaven samen zouden te veel zeggen.',
      wrong_password: 'Deze naam en dit wachtwoord horen niet bij elkaar.',
    },
  },

  ...aid,
  ...bell,
  ...company,
  ...consult,
  ...contacts,
  ...duty,
  ...rehearsal,
  ...replies,
};

export type Words = typeof nl;
