/** Words aside with a colleague, in English; part of `en`. */

import type { ConsultWords } from './nl-consult.ts';

export const consult: ConsultWords = {
  consult: {
    ask: 'Consult',
    askLong: (name) => `Consult ${name}`,
    aside: 'Consult',
    asideMeans: 'You talk aside. The visitor notices nothing of it.',
    asideWhom: 'First choose a colleague above.',
    invites: (name) => `${name} wants to consult you`,
    come: 'Come',
    notNow: 'Not now',
    notNowLong: (name) => `Not now: the consult with ${name}`,
    title: (name) => `Consult with ${name}`,
    sealed: 'Encrypted: you two only. The visitor sees nothing of this.',
    words: 'What you say to each other',
    composer: (name) => `Your message to ${name}`,
    placeholder: (name) => `Write to ${name}`,
    send: (name) => `Send to ${name}`,
    you: 'You',
    end: 'Stop consult',
    withdraw: 'Take back',
    asking: (name) => `Asking ${name}…`,
    coming: (name) => `Connecting with ${name}…`,
    failed:
      'This consult does not work: the encryption is missing or does not hold. It was stopped; nothing was sent unencrypted.',
    over: {
      ended: (_name) => 'This consult is over. What stands here is gone when you close it.',
      not_now: (name) => `${name} cannot now.`,
      gone: (name) =>
        `${name} is not here any more, or it was silent for long. The consult was stopped.`,
    },
    note: 'Note for who comes',
    noteMeans: 'Encrypted. Only who comes reads this.',
  },
};
