/** The keys of a professional, in English; part of `en`. */

import type { KeymapWords } from './nl-keymap.ts';

export const keymap: KeymapWords = {
  keymap: {
    button: 'Keys',
    title: 'Everything by key',
    notNow: (what) => `Not possible now: ${what}.`,
    more: 'Escape closes what is open. In the tag form, digits choose an answer and Enter saves. The question mark works while you do not write and are not in the form; F1 always does.',
    groups: {
      conversations: 'Visitors',
      conversation: 'In a conversation',
      desk: 'Your shift',
      screen: 'The screen',
    },
    names: { ArrowDown: '↓', ArrowUp: '↑' },
    acts: {
      next: 'Next conversation',
      previous: 'Previous conversation',
      longest: 'To who has waited longest for you',
      take: 'Take the next from the waiting list',
      accept: 'Accept who is there for you',
      'pass-on': 'Not now: ask a colleague',
      write: 'To where you write',
      read: 'To the messages, to read back',
      replies: 'Replies; in an empty message also with /',
      phrases: 'Phrase book in the visitor’s language',
      contacts: 'Contact cards',
      signs: 'Signs on or off',
      hide: 'Hide the newest message, or show it',
      'hide-all': 'Hide everything until now, or show it',
      panel: 'About this conversation',
      ask: 'Ask a colleague',
      end: 'End the conversation',
      tag: 'To the tag form',
      free: 'Free for visitors, or not',
      capacity: 'How many conversations at once',
      rest: 'Take a break, if one is offered',
      'end-shift': 'My shift ends',
      silence: 'Notices on or off',
      beside: 'Side by side, or one at a time',
      help: 'Show these keys',
    },
  },
};
