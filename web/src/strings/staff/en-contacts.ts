/** Contact cards, in English; part of `en`. */

import type { ContactWords } from './nl-contacts.ts';

export const contacts: ContactWords = {
  contacts: {
    button: 'Contact cards',
    search: 'Search by name, place or number',
    lead: 'This is how the visitor reads it. “Send” sends it at once.',
    fetching: 'One moment…',
    count: (n) => (n === 0 ? 'No card found' : n === 1 ? '1 card' : `${n} cards`),
    failed: 'The contact cards could not be fetched.',
    group: {
      emergency: 'Immediate danger',
      help: 'Help',
      police: 'Police',
      region: 'AVIM by region',
    },
    send: 'Send',
    sendThis: (name) => `Send ${name} to the visitor`,
    handed: 'sent already',
    close: 'Close',
    unit: 'The AVIM of this region',
  },
};
