/** The indicator aid, in English; part of `en`. */

import type { AidWords } from './nl-aid.ts';

export const aid: AidWords = {
  aid: {
    name: 'Indicators',
    found: (name, times) =>
      times === 1 ? `${name}: go to the phrase` : `${name}, ${times} times: go to the latest`,
    sign: (names) => `indicator: ${names}`,
    loading: 'Fetching the list of indicators…',
    failed: 'The list of indicators could not be fetched.',
    nothing: 'Nothing found. That says little: the list misses a lot.',
    note: 'An aid: it misses a lot and makes mistakes. It stays on this screen.',
    suggested: 'Suggested',
    suggestedHere: 'Suggested:',
    take: (label) => `Confirm: ${label}`,
    taken: (label) => `Chosen: ${label}`,
    takeShort: 'Confirm',
    takenShort: 'Chosen',
    inForm: (n) =>
      n === 1
        ? 'One suggestion from the indicators, beside its question. Nothing is filled in.'
        : `${n} suggestions from the indicators, beside their questions. Nothing is filled in.`,
    behindMore: (n) => `${n} suggested`,
  },
};
