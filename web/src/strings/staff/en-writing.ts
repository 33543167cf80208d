/** Where coordinators write replies, in English. */

import type { WritingWords } from './nl-writing.ts';

export const writing: WritingWords = {
  lead: 'Short texts that professionals put into their message with one key. Write for a frightened sixteen-year-old. What you save, everybody has when the list is opened.',
  open: (n) => (n === 1 ? 'Look at 1 reply' : `Look at ${n} replies`),
  version: (n) => (n === 0 ? 'As they come with the program.' : `Version ${n}.`),
  add: 'New reply',
  change: 'Change',
  changeThis: (title) => `Change ${title}`,
  remove: {
    label: 'Remove',
    question: 'Remove this reply?',
    confirm: 'Yes, remove',
    cancel: 'No',
  },
  key: 'Short name, for after the /',
  category: 'When',
  titleIn: { nl: 'Title in Dutch', en: 'Title for colleagues' },
  textIn: (name) => `Text in ${name}`,
  blanks:
    'Blanks: the page fills in {naam} (name) and {organisatie}. The professional fills in {nummer} (number), {plaats} (place), {tijd} (time) and {collega} (colleague); without that it cannot be sent.',
  addLanguage: 'Add a language',
  choose: 'Choose a language',
  save: 'Save',
  cancel: 'Never mind',
  busy: 'Saving…',
  saved: (n) => `Saved as version ${n}.`,
  fault: {
    key: () => 'The short name has small letters, digits, - or _ only, 24 at most.',
    taken: () => 'Another reply has this short name already.',
    full: () => 'There are 200 replies already.',
    title: () => 'The title is missing in Dutch or English.',
    titleLong: () => 'A title has 60 characters at most.',
    text: () => 'The text is missing in Dutch or English.',
    textLong: (name, more) => `${name}: ${more} characters too long.`,
    blank: (name, more) => `${name}: ${more} is not a blank.`,
    brace: (name) => `${name}: there is a { or } too many.`,
    unlike: (name) => `${name}: the blanks are others than in Dutch.`,
  },
  changed:
    'A colleague has saved something meanwhile. What you wrote is still here. Look at it, then save again.',
  theirs: 'This is how the reply reads now:',
  gone: 'A colleague has removed this reply meanwhile. If you save, it comes back.',
  tooLarge: 'This is too much text to save. Take a language out or make it shorter.',
  refused: 'Not saved. What you wrote is still here; try again in a moment.',
  failed: 'The replies could not be fetched.',
  older: 'Earlier versions',
  versionOf: (n, day) => (n === 0 ? 'As they come with the program' : `Version ${n}, ${day}`),
  look: 'Look',
  lookAt: (name) => `Look: ${name}`,
  restore: {
    label: 'Bring back',
    question: 'Use this version again? The present one is kept.',
    confirm: 'Yes, bring back',
    cancel: 'No',
  },
};
