/** Free or away, proposals, breaks and the end of a shift, in English; part of `en`. */

import type { DutyWords } from './nl-duty.ts';

export const duty: DutyWords = {
  duty: {
    free: 'Free for visitors',
    means: {
      free: 'When somebody waits, we ask you.',
      away: 'We ask you nothing. You can always take somebody yourself.',
    },
    missed:
      'You did not answer twice. We ask you nothing more now, so that visitors do not wait for nothing.',
    rested: 'Your break is over. Start again when you are ready.',
    freeAgain: 'I am free again',
    stayAway: 'I stay away',
    rest: (minutes: number) =>
      `You have had a few hard conversations. Would you like a break of ${minutes} minutes?`,
    takeBreak: (minutes: number) => `Take a break of ${minutes} minutes`,
    noBreak: 'Not now',
    onBreak: (time: string) => `Break until ${time}. We ask you nothing.`,
    stopBreak: 'Stop the break',
  },

  proposal: {
    title: 'Somebody waits for you',
    language: (name: string) => `Language: ${name}`,
    accept: 'Accept',
    accepting: 'One moment…',
    passOn: 'Not now',
    left: (seconds: number) => `${seconds} s left, then we ask a colleague`,
    keys: 'Enter accepts. While you are typing: Alt+Enter.',
    tab: 'Somebody waits',
    why: {
      late: 'You did not answer in time. We ask a colleague now.',
      gone: 'This visitor is being helped already, or has left.',
    },
    reserved: 'a colleague is asked',
    yours: 'you are asked',
  },

  shiftEnd: {
    start: 'My shift ends',
    title: 'Your shift ends',
    lead: 'You get nobody new. This is left:',
    toConversation: 'To the conversation',
    toConversationLong: (name: string) => `To the conversation: ${name}`,
    handOver: 'Ask who takes over',
    handOverLong: (name: string) => `Ask who takes over: ${name}`,
    asked: 'colleagues are asked',
    toTag: 'Tag',
    toTagLong: (name: string) => `Tag: ${name}`,
    goOn: 'Go on after all',
    done: 'Your shift is done',
    doneBody: 'Everything is finished. Thank you. Until next time.',
  },
};
