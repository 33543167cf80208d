/** The staff pages in English. */

import type { Words } from './nl.ts';

const minutes = (n: number) => (n === 1 ? '1 minute' : `${n} minutes`);

export const en: Words = {
  name: 'Luwte',
  switchLanguage: 'Nederlands',
  close: 'Close',
  tryAgain: 'Try again',

  signIn: {
    title: 'Sign in',
    lead: 'For the staff of the chat.',
    name: 'Name',
    password: 'Password',
    submit: 'Sign in',
    busy: 'Signing in…',
    wrong: 'This name and this password do not belong together.',
    tooFast: (seconds: number) =>
      seconds < 90
        ? `Tried too often. Wait ${seconds} seconds and try again.`
        : `Tried too often. Wait ${minutes(Math.ceil(seconds / 60))} and try again.`,
    unavailable: 'The server cannot reach the accounts now. Try again in a moment.',
    offline: 'No connection to the server.',
    expired:
      'You were signed out because nothing happened for a while. Your conversations are still there.',
  },
  signOut: 'Sign out',
  signOutHolding: (n: number) =>
    n === 1
      ? 'You still have 1 conversation. If you sign out now, you can no longer read it.'
      : `You still have ${n} conversations. If you sign out now, you can no longer read them.`,
  signOutAnyway: 'Sign out anyway',
  stay: 'Stay',
  role: { professional: 'Professional', coordinator: 'Coordinator' },

  line: {
    connecting: 'Connecting…',
    up: 'Connected',
    down: 'No connection. Nothing is lost; we keep trying.',
    replaced: 'You went on in another window. This window stands still.',
    continueHere: 'Continue here',
    unsupported:
      'This browser cannot do the encryption. Use a recent Firefox, Chrome, Edge or Safari.',
  },

  waiting: {
    title: 'Waiting list',
    nobody: 'Nobody is waiting.',
    next: 'Take next',
    take: 'Take',
    takeThis: (place: number) => `Take number ${place}`,
    place: (place: number) => `Number ${place}`,
    since: (n: number) => (n < 1 ? 'just now' : `${n} min`),
    sinceLong: (n: number) => (n < 1 ? 'waiting since just now' : `waiting for ${minutes(n)}`),
    blocked: 'Tag the conversation that is finished first.',
  },

  conversations: {
    title: 'Conversations',
    none: 'You have no conversations.',
    name: (label: string) => `Conversation ${label}`,
    unread: (n: number) => (n === 1 ? '1 new message' : `${n} new messages`),
    state: {
      knocking: 'waiting for the visitor',
      open: 'open',
      lost: 'visitor away',
      ended: 'finished – tag it',
      finished: 'finished',
      failed: 'stopped: encryption failed',
    },
  },

  empty: {
    title: 'Take your time.',
    body: 'Take somebody from the waiting list when you are ready.',
  },

  conversation: {
    messages: 'Messages',
    here: 'Visitor is here',
    lost: 'Visitor is away: the connection dropped. The conversation is kept for a while.',
    knocking: 'The visitor has to let you in. Once that happens you can read and write.',
    readers: (names: string) => `Able to read: ${names}`,
    visitor: 'Visitor',
    you: 'You',
    composer: 'Your message',
    placeholder: 'Write a message',
    send: 'Send',
    keys: 'Enter sends, Shift+Enter starts a new line',
    tooLong: (n: number) => `${n} characters too long`,
    held: 'No connection: what you send goes out as soon as the line is back.',
    state: {
      sending: 'Sending…',
      sent: 'Sent',
      delivered: 'Delivered',
      lost: 'Not delivered',
    },
    note: {
      before:
        'What was written before this was not encrypted for this window and cannot be read here.',
      unknown: 'A message that this version cannot show.',
      missing: 'A message is missing here.',
      reordered: 'The next message did not come in the order in which it was written.',
      unreadable: 'There is a message here that cannot be decrypted.',
      closing: 'The visitor is closing the conversation.',
    },
    failed:
      'The encryption of this conversation no longer works. You cannot send anything here; nothing was sent unencrypted. End the conversation.',
    end: 'End',
    endQuestion: 'End this conversation for both of you?',
    endConfirm: 'Yes, end it',
    endCancel: 'No, go back',
    ending: 'Ending…',
    ended: {
      left: 'The visitor ended the conversation.',
      exit: 'The visitor left by the quick exit.',
      done: 'You ended the conversation.',
      gone: 'This conversation no longer exists: the visitor was away for too long, or its time was over.',
    },
    endedKeep: 'The text stays here only until you have tagged it.',
    goneAfterReload: 'The text of this conversation is gone. It can still be tagged.',
    nothingToTag: 'There is nothing to tag here.',
  },

  form: {
    title: 'Tag',
    lead: 'Leave what was not discussed as it is.',
    keys: 'Digits choose in the question you are in, Tab moves on, Enter saves',
    multi: 'more than one',
    required: 'needed',
    save: 'Save',
    saving: 'Saving…',
    missing: (labels: string) => `Still needed: ${labels}`,
    skip: 'Skip…',
    skipWhy: 'Why do you skip the tag?',
    skipReason: { fault: 'Fault', no_time: 'No time', other: 'Other' },
    skipBack: 'Tag it after all',
    noCodebook: 'The questions could not be fetched.',
  },

  notice: {
    saved: 'Saved.',
    tooLong: 'This message is too long to be sent in one piece.',
    code: {
      malformed: 'The server did not understand this page. Reload the page.',
      too_large: 'This is too large to send.',
      too_fast: 'That was too fast. We try again in a moment.',
      out_of_turn: 'That was not possible now. Reload the page if it keeps happening.',
      gone: 'This visitor is no longer there.',
      nobody: 'Nobody is waiting any more.',
      taken: 'A colleague was just before you.',
      at_capacity: 'You have as many conversations as are set for you.',
      untagged: 'Tag the previous conversation first.',
      not_yours: 'This conversation is no longer with you.',
      full: 'The waiting list is full.',
      closed: 'The chat is closed.',
      replaced: 'You went on in another window.',
      unavailable: 'The server cannot be reached for a moment. Nothing is lost; try again soon.',
      bad_answers: 'These answers do not fit the questions. Reload the page.',
      counted: 'This conversation has been counted and can no longer be changed.',
      not_signed_in: 'You are no longer signed in.',
      wrong_role: 'This does not belong to your role.',
      wrong_password: 'This name and this password do not belong together.',
    },
  },

  board: {
    title: 'Now',
    waiting: 'Waiting',
    longest: 'Longest wait',
    conversations: 'In conversation',
    finished: 'Finished today',
    minutes: (n: number) => `${n} min`,
    stale: 'These numbers are not up to date: the server does not answer.',
  },

  tally: {
    title: 'Yearly figures',
    year: 'Year',
    codebook: (name: string, asOf: string) => `Codebook ${name}, as of ${asOf}`,
    onlyClosed:
      'Closed years only. Nothing of the present year is shown: whoever looked at the figures every day would see from each +1 what was tagged about one visitor.',
    none: 'There is no closed year yet.',
    synthetic: 'SYNTHETIC – example figures',
    syntheticWhy:
      'These figures are made up to show what the tables look like. They are about nobody.',
    unit: 'Unit',
    base: 'Base',
    row: 'Answer',
    count: 'Count',
    ofAll: '% of all',
    ofKnown: '% of known',
    small:
      '<5 means 1 to 4. Counts that small are not shown, because they could point to a person. – means left out, so that another small count cannot be worked out.',
    failed: 'The figures could not be fetched.',
    contents: 'Tables',
  },
};
