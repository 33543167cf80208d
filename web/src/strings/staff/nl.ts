/** The staff pages in Dutch. The other languages must have the same keys: `Words` is made from these. */

const minutes = (n: number) => (n === 1 ? '1 minuut' : `${n} minuten`);

export const nl = {
  name: 'Luwte',
  switchLanguage: 'English',
  close: 'Sluiten',
  tryAgain: 'Opnieuw proberen',

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
  role: { professional: 'Hulpverlener', coordinator: 'Coördinator' },

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
    blocked: 'Registreer eerst het gesprek dat klaar is.',
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
      ended: 'klaar – registreren',
      finished: 'klaar',
      failed: 'gestopt: fout in de versleuteling',
    },
  },

  empty: {
    title: 'Rustig aan.',
    body: 'Neem iemand uit de wachtlijst als je er klaar voor bent.',
  },

  conversation: {
    messages: 'Berichten',
    here: 'Bezoeker is er',
    lost: 'Bezoeker is even weg: de verbinding viel weg. Het gesprek blijft nog staan.',
    knocking: 'De bezoeker moet je nog binnenlaten. Zodra dat gebeurt, kun je lezen en schrijven.',
    readers: (names: string) => `Kunnen meelezen: ${names}`,
    visitor: 'Bezoeker',
    you: 'Jij',
    composer: 'Je bericht',
    placeholder: 'Schrijf een bericht',
    send: 'Verstuur',
    keys: 'Enter verstuurt, Shift+Enter maakt een nieuwe regel',
    tooLong: (n: number) => `${n} tekens te lang`,
    held: 'Geen verbinding: wat je verstuurt gaat mee zodra de lijn terug is.',
    state: {
      sending: 'Wordt verstuurd…',
      sent: 'Verstuurd',
      delivered: 'Aangekomen',
      lost: 'Niet aangekomen',
    },
    note: {
      before:
        'Wat hiervoor is geschreven, was niet voor dit venster versleuteld en is hier niet te lezen.',
      unknown: 'Een bericht dat deze versie niet kan tonen.',
      missing: 'Hier ontbreekt een bericht.',
      reordered: 'Het volgende bericht kwam niet in de volgorde waarin het is geschreven.',
      unreadable: 'Hier staat een bericht dat niet te ontcijferen is.',
      closing: 'De bezoeker sluit het gesprek af.',
    },
    failed:
      'De versleuteling van dit gesprek werkt niet meer. Je kunt hier niets meer versturen; er is niets onversleuteld verstuurd. Beëindig het gesprek.',
    end: 'Beëindig',
    endQuestion: 'Dit gesprek voor jullie allebei beëindigen?',
    endConfirm: 'Ja, beëindig',
    endCancel: 'Nee, terug',
    ending: 'Wordt beëindigd…',
    ended: {
      left: 'De bezoeker heeft het gesprek beëindigd.',
      exit: 'De bezoeker is via de nooduitgang weggegaan.',
      done: 'Je hebt het gesprek beëindigd.',
      gone: 'Dit gesprek bestaat niet meer: de bezoeker was te lang weg, of de tijd was om.',
    },
    endedKeep: 'De tekst blijft hier alleen staan tot je hebt geregistreerd.',
    goneAfterReload: 'De tekst van dit gesprek is er niet meer. De registratie kan nog wel.',
    nothingToTag: 'Hier hoeft niets geregistreerd te worden.',
  },

  form: {
    title: 'Registreren',
    lead: 'Wat niet is besproken, laat je staan.',
    keys: 'Cijfers kiezen in de vraag waar je bent, Tab gaat verder, Enter slaat op',
    multi: 'meer mag',
    required: 'nodig',
    save: 'Opslaan',
    saving: 'Wordt opgeslagen…',
    missing: (labels: string) => `Nog nodig: ${labels}`,
    skip: 'Overslaan…',
    skipWhy: 'Waarom sla je de registratie over?',
    skipReason: { fault: 'Storing', no_time: 'Geen tijd', other: 'Anders' },
    skipBack: 'Toch registreren',
    noCodebook: 'De vragen konden niet worden opgehaald.',
  },

  notice: {
    saved: 'Opgeslagen.',
    tooLong: 'Dit bericht is te lang om in één keer te versturen.',
    code: {
      malformed: 'De server begreep deze pagina niet. Laad de pagina opnieuw.',
      too_large: 'Dit is te groot om te versturen.',
      too_fast: 'Dit ging te snel. We proberen het zo opnieuw.',
      out_of_turn: 'Dat kon nu niet. Laad de pagina opnieuw als dit vaker gebeurt.',
      gone: 'Deze bezoeker is er niet meer.',
      nobody: 'Er wacht niemand meer.',
      taken: 'Een collega was je net voor.',
      at_capacity: 'Je hebt al zoveel gesprekken als voor jou is ingesteld.',
      untagged: 'Registreer eerst het vorige gesprek.',
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
      wrong_password: 'Deze naam en dit wachtwoord horen niet bij elkaar.',
    },
  },

  board: {
    title: 'Nu',
    waiting: 'Wachten',
    longest: 'Langste wachttijd',
    conversations: 'In gesprek',
    finished: 'Vandaag afgerond',
    minutes: (n: number) => `${n} min`,
    stale: 'Deze getallen zijn niet bijgewerkt: de server antwoordt niet.',
  },

  tally: {
    title: 'Jaarcijfers',
    year: 'Jaar',
    codebook: (name: string, asOf: string) => `Codeboek ${name}, stand van ${asOf}`,
    onlyClosed:
      'Alleen afgesloten jaren. Van het lopende jaar is hier niets te zien: wie de cijfers elke dag zou bekijken, ziet aan elke +1 wat er over één bezoeker is geregistreerd.',
    none: 'Er is nog geen afgesloten jaar.',
    synthetic: 'SYNTHETISCH – voorbeeldcijfers',
    syntheticWhy:
      'Deze cijfers zijn verzonnen om te laten zien hoe de tabellen eruitzien. Ze gaan over niemand.',
    unit: 'Eenheid',
    base: 'Basis',
    row: 'Antwoord',
    count: 'Aantal',
    ofAll: '% van alle',
    ofKnown: '% van bekend',
    small:
      '<5 betekent 1 tot en met 4. Zulke kleine aantallen tonen we niet, omdat ze naar een persoon kunnen wijzen. – betekent weggelaten, zodat een ander klein aantal niet is uit te rekenen.',
    failed: 'De cijfers konden niet worden opgehaald.',
    contents: 'Tabellen',
  },
};

export type Words = typeof nl;
