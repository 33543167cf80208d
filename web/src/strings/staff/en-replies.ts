/** Ready-made replies, the phrase book and the question before sending, in English; part of `en`. */

import type { ReplyWords } from './nl-replies.ts';

export const replies: ReplyWords = {
  replies: {
    button: 'Replies',
    phrases: 'Phrase book',
    reads: 'The visitor chose',
    search: {
      replies: 'Search for a reply',
      phrases: 'Search for a phrase',
    },
    keys: 'Arrows choose, Enter puts the text into your message, Esc closes. Nothing is sent.',
    fetching: 'One moment…',
    failed: {
      replies: 'The replies could not be fetched.',
      phrases: 'The phrase book could not be fetched.',
    },
    count: (n) => (n === 0 ? 'Nothing found' : `${n} found`),
    none: 'There are no replies. A coordinator can write them.',
    instead: (wanted, got) => `Not in ${wanted}. This is ${got}.`,
    unreviewed: (name) =>
      `No native speaker has reviewed these phrases in ${name}. Use them as a help, and ask again.`,
    reviewed: (name, by) => `The phrases in ${name} were reviewed: ${by}.`,
    group: {
      begin: 'Beginning',
      safety: 'Safety',
      about: 'About the visitor',
      calm: 'Calm',
      refer: 'Referring',
      wait: 'Waiting',
      end: 'Closing',
    },
    blank: (blank) => `Fill in ${blank} first. Then you can send.`,
    caution: {
      title: 'Do you want to send this?',
      number: 'There is a number in it:',
      link: 'There is a link in it:',
      mail: 'There is an e-mail address in it:',
      why: 'Whoever looks along on the visitor’s phone sees it too.',
      send: 'Send anyway',
      back: 'Back',
    },
  },
};
