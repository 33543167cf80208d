/** The coordinator’s page in Dutch; part of `nl`. */

import type { When } from '../../wire/wall.ts';
import { whenNl } from '../when.ts';

export const coordinator = {
  board: {
    title: 'Nu',
    waiting: 'Wachten',
    longest: 'Langste wachttijd',
    conversations: 'In gesprek',
    trueRanges: 'Wachttijd klopte',
    percent: (n: number | null | undefined) => (n === null || n === undefined ? '–' : `${n} %`),
    minutes: (n: number) => `${n} min`,
    today: 'Vandaag',
    crew: 'Collega’s',
    crewKinds: { free: 'vrij', busy: 'bezig', away: 'weg', break: 'pauze' },
    here: {
      title: 'Wie er nu is',
      nobody: 'Er zit nu niemand achter de chat.',
      supervisor: 'supervisor',
      conversations: (n: number) => (n === 1 ? '1 gesprek' : `${n} gesprekken`),
      state: {
        free: 'vrij',
        busy: 'bezig',
        away: 'neemt nu niemand aan',
        break: 'pauze',
        ending: 'maakt de dienst af',
      },
    },
    stale: 'Deze getallen zijn niet bijgewerkt: de server antwoordt niet.',
  },

  intake: {
    title: 'Nieuwe bezoekers',
    open: 'Nieuwe bezoekers kunnen binnenkomen.',
    openUntil: (when: When) => `Nieuwe bezoekers kunnen binnenkomen, tot ${whenNl(when)}.`,
    closed: 'De chat is dicht. Er komen geen nieuwe bezoekers binnen.',
    closedUntil: (when: When) =>
      `De chat is dicht. Nieuwe bezoekers kunnen ${whenNl(when)} weer binnenkomen.`,
    paused: (time: string) =>
      `Nieuwe bezoekers worden tegengehouden, sinds ${time}. Zij lezen dat er nu even niemand bij kan, en wie ze kunnen bellen.`,
    pausedClosed: 'Ook als de chat weer opengaat, blijft dat zo tot je het hier verandert.',
    why: 'Lopende gesprekken en wie al in de rij staat, merken hier niets van.',
    pause: 'Houd nieuwe bezoekers tegen',
    resume: 'Laat nieuwe bezoekers weer binnen',
    failed: 'Dat lukte niet. Er is niets veranderd.',
    stale: 'Of dit nog klopt, is niet zeker: de server antwoordt niet.',
  },

  coolDowns: {
    title: 'Tijdelijk tegengehouden',
    none: 'Er wordt nu niemand tegengehouden.',
    lead: 'Een collega beëindigde een gesprek om misbruik. Vanaf die verbinding kan even niemand een nieuw gesprek beginnen, ook anderen op dezelfde plek niet. Van wie het was, is hier niet te zien en wordt niet bewaard.',
    left: (number: number, minutes: number) =>
      `Verbinding ${number}: nog ${minutes === 1 ? '1 minuut' : `${minutes} minuten`}`,
    asked: 'Je collega vraagt om langer.',
    lengthen: (minutes: number) => `Maak er ${minutes} minuten van`,
    lengthenQuestion: (minutes: number) =>
      `Iedereen op die plek wordt dan ${minutes} minuten tegengehouden, gerekend vanaf het begin. Doe je dat?`,
    lengthenConfirm: 'Ja, maak langer',
    lift: 'Hef op',
    liftQuestion: 'Vanaf die verbinding kan dan meteen weer iemand beginnen. Hef je het op?',
    liftConfirm: 'Ja, hef op',
    cancel: 'Nee, terug',
    failed: 'Dat lukte niet. Misschien was het al voorbij.',
    stale: 'Of dit nog klopt, is niet zeker: de server antwoordt niet.',
  },

  roster: {
    title: 'Computers',
    lead: 'Bezoekers laten alleen collega’s binnen op een computer die hier is goedgekeurd. Dat doe jij, met de sleutel van de organisatie.',
    failed: 'De lijst met computers kon niet worden opgehaald.',
    stale: 'Deze lijst is niet bijgewerkt: de server antwoordt niet.',

    make: {
      title: 'Maak de sleutel van de organisatie',
      facts: [
        'De sleutel wordt in deze browser gemaakt en komt in een bestand. Alleen met jouw wachtzin gaat dat open. De server krijgt de sleutel nooit.',
        'Wie het bestand én de wachtzin heeft, beslist wie zich hulpverlener mag noemen.',
        'Raakt een van de twee kwijt, dan kan niemand nog een computer goedkeuren of intrekken.',
      ],
      passphrase: 'Wachtzin',
      again: 'Nog een keer',
      suggest: 'Stel zes woorden voor',
      suggested: 'Schrijf deze woorden nu op papier:',
      strength: {
        none: 'Minstens 12 tekens. Vijf of zes losse woorden zijn sterk en te onthouden.',
        short: (missing: number) =>
          missing === 1 ? 'Te kort: nog 1 teken.' : `Te kort: nog ${missing} tekens.`,
        weak: 'Zwak: te raden door een computer die veel probeert.',
        fair: 'Redelijk. Een paar losse woorden erbij is sterker.',
        strong: 'Sterk.',
      },
      different: 'De twee wachtzinnen zijn niet gelijk.',
      submit: 'Maak de sleutel',
      busy: 'De sleutel wordt gemaakt…',
      failed: 'De sleutel kon niet worden gemaakt. Gebruik een recente browser.',
    },
    kept: {
      title: 'Bewaar het bestand',
      lead: 'Zet het op twee plekken die niet van de server zijn, zoals twee usb-sticks in een kluis. Bewaar de wachtzin ergens anders.',
      download: 'Download het bestand',
      confirm: 'Ik heb het bestand bewaard en ik weet de wachtzin.',
      submit: 'Neem de sleutel in gebruik',
      startOver: 'Begin opnieuw',
    },
    public: {
      title: 'Openbare sleutel, voor de beheerder',
      why: 'Dit is geen geheim. De beheerder zet deze regel bij “roster” in config.json, naast de pagina van de bezoeker (met de opdracht chatserver site). Tot die tijd kan die pagina niemand binnenlaten.',
    },
    lock: {
      title: 'De sleutel is op slot',
      lead: 'Om een computer goed te keuren of in te trekken, open je eerst de sleutel.',
      file: 'Bestand met de sleutel',
      passphrase: 'Wachtzin',
      submit: 'Open de sleutel',
      busy: 'De sleutel wordt geopend…',
      opened: 'De sleutel is open',
      openedLead: (minutes: number) =>
        `Hij blijft op deze computer en gaat op slot als je hem ${minutes} minuten niet gebruikt.`,
      close: 'Doe op slot',
      problem: {
        not_a_file: 'Dit is geen bestand met een sleutel.',
        other_key: 'Dit is een andere sleutel dan die van deze organisatie.',
        passphrase: 'Met deze wachtzin gaat het bestand niet open.',
        too_short: 'Deze wachtzin is te kort.',
      },
    },
    list: {
      title: 'Gemelde computers',
      none: 'Er heeft zich nog geen computer gemeld.',
      waiting: (n: number) =>
        n === 1 ? '1 computer wacht op goedkeuring' : `${n} computers wachten op goedkeuring`,
      words: 'Controlewoorden',
      enrolled: (day: string) => `gemeld op ${day}`,
      until: (day: string) => `geldig tot ${day}`,
      state: {
        waiting: 'wacht op goedkeuring',
        approved: 'goedgekeurd',
        soon: 'loopt bijna af',
        expired: 'verlopen',
        revoked: 'ingetrokken',
      },
      locked: 'Open eerst de sleutel.',
      noKey: 'Maak eerst de sleutel.',
      approve: 'Keur goed',
      renew: 'Verleng',
      approveQuestion: (name: string) =>
        `Bel ${name} zelf op. Welke vier woorden staan daar op het scherm? Zijn het deze?`,
      approveConfirm: 'Ja, precies deze woorden',
      approveCancel: 'Nee, terug',
      revoke: 'Trek in',
      revokeQuestion: (name: string) =>
        `Deze computer van ${name} intrekken? Gesprekken op die computer stoppen meteen. Terugdraaien kan niet: daarna is een nieuwe aanmelding nodig.`,
      revokeConfirm: 'Ja, trek in',
      revokeCancel: 'Nee, terug',
      busy: 'Een moment…',
      approved: (name: string) => `De computer van ${name} is goedgekeurd.`,
      revoked: (name: string) => `De computer van ${name} is ingetrokken.`,
    },
    refused: {
      offline: 'Geen verbinding met de server. Er is niets veranderd.',
      not_approved:
        'De server nam dit niet aan. Er is niets veranderd. Laad de pagina opnieuw en kijk wat er staat.',
      other: 'Dat lukte nu niet. Er is niets veranderd. Probeer het zo opnieuw.',
    },
  },
};

export type CoordinatorWords = typeof coordinator;
