/** The tag form and what can be corrected, in English; part of `en`. */

import type { TagWords } from './nl-tags.ts';

export const tags: TagWords = {
  form: {
    title: 'Tag',
    lead: 'Leave what was not discussed as it is.',
    correctTitle: 'Correct a tag',
    correctLead: 'You tagged this earlier in your shift. It is counted once, as you save it now.',
    letBe: 'Leave it',
    keys: 'Digits choose, ↓ and ↑ go to another question, ? explains, Enter saves',
    multi: 'more than one',
    required: 'needed',
    help: (question: string) => `What it means: ${question}`,
    more: (n: number) => (n === 1 ? 'More (1 question)' : `More (${n} questions)`),
    moreTitle: 'More',
    save: 'Save',
    saving: 'Saving…',
    missing: (labels: string) => `Still needed: ${labels}`,
    skip: 'Skip…',
    skipWhy: 'Why do you skip the tag?',
    skipReason: { fault: 'Fault', no_time: 'No time', other: 'Other' },
    skipBack: 'Tag it after all',
    noCodebook: 'The questions could not be fetched.',
  },

  given: {
    title: 'Tagged in this shift',
    lead: 'Seen a mistake? You can correct it until it is counted.',
    correct: 'Correct',
    correctLong: (name: string, time: string) => `Correct: ${name}, ${time}`,
  },
};
