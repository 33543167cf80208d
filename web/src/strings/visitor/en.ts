// What the visitor reads, in English. See nl.ts.
import type { Expected } from '../../visitor/journey.ts';
import { whenEn } from '../when.ts';
import { listed, type Strings } from './nl.ts';

export const en: Strings = {
  language: 'en',
  otherLanguage: 'Nederlands',

  exit: 'Close everything now',
  exitAgain: ['2 more times: then all closes', '1 more time: then all closes'],
  emergency: 'In danger right now?',
  call112: 'Call 112',
  call: 'Call',
  callStays: 'If you call, this number stays in the call list of the phone.',

  demo: 'This is a trial. There is no real help here: the keys are thrown away afterwards.',

  startTitle: 'You can talk here',
  startLead: 'You chat with a care professional. You do not have to say who you are.',
  exitTitle: 'Is someone coming?',
  exitOnPhone:
    'Press “Close everything now”, always in sight. This screen is gone at once and the chat stops.',
  exitOnKeyboard:
    'Press “Close everything now”, or press Shift 3 times. This screen is gone at once and the chat stops.',
  start: 'Start the chat',
  starting: 'One moment…',
  factsTitle: 'Good to know',
  facts: [
    'Your messages are encrypted. Only you and the professional read them. Does someone want to join? Then we ask you first.',
    'When the conversation stops, the messages are erased. We only count how often things happen, never who.',
    'We do not know where you are. We can only send help if you tell us where that is.',
    'Your browser history keeps a line that you were here. We cannot erase that.',
  ],
  watchedTitle: 'Who may see your phone?',
  watched: [
    'Is someone next to you, or does someone know your code? Then better use the phone of someone you trust.',
    'Open this page in a private window. Then it does not stay in your history.',
    'Your keyboard may remember words you type.',
    'Do you think an app on your phone is watching you? Then it can see this too. Better call from another phone.',
  ],
  numbersTitle: 'Rather call?',
  numbersLead: 'You do not have to say your name.',
  numbers: [
    { shown: '112', call: '112', name: 'In danger now', text: 'police and ambulance' },
    {
      shown: '0800-2000',
      call: '08002000',
      name: 'Veilig Thuis',
      text: 'violence or abuse at home. Day and night, free',
    },
    {
      shown: '0800-0432',
      call: '08000432',
      name: 'Kindertelefoon',
      text: 'if you are younger than 18. Free',
    },
    {
      shown: '0800-0113',
      call: '08000113',
      name: '113',
      text: 'if you think about suicide. Day and night, free',
    },
    {
      shown: '033-4481186',
      call: '0334481186',
      name: 'CoMensha',
      text: 'if someone forces you or makes money from you',
    },
    {
      shown: '088-20 80 000',
      call: '0882080000',
      name: 'Fier',
      text: 'help with violence and exploitation',
    },
  ],

  goneNote:
    'The conversation you had is no longer there. Perhaps you were away for long. You can simply start again.',

  waitingTitle: 'We are finding someone for you',
  waitingLead: 'You do not have to do anything. Keep this page open.',
  position: (n) =>
    n <= 1
      ? 'You are next.'
      : `There ${n === 2 ? 'is 1 person' : `are ${n - 1} people`} before you.`,
  wait: (expected) => wait(expected),
  waitOver: 'It takes longer than we thought. We have not forgotten you.',
  placeKept: 'Does your connection drop? You keep your place.',
  writeAhead: 'Write something already',
  writeAheadNote: 'The professional will read this once they are here.',
  stopWaiting: 'I want to stop',
  backInLine:
    'The professional cannot go on for now. You are at the front: we are finding someone else for you.',

  calledTitle: 'Someone is here for you',
  calledLead: (name, role) => `${name} (${role}) has time for you now.`,
  calledNote: (name) => `If you press this, ${name} can read what you write.`,
  ready: 'I’m ready',
  roles: { professional: 'care professional', supervisor: 'supervisor' },
  joinTitle: (name, role) => `${name} (${role}) wants to join`,
  joinAgain: (name) => `${name} was away for a moment and wants to read along again`,
  joinFromNow: 'Yes, from now on',
  joinAndRead: (name) => `Yes, and ${name} may read back`,
  joinNo: 'No',
  withdrawn:
    'This professional cannot come after all. You are at the front: we are finding someone else for you.',

  withNames: (names) => `You are talking with ${names}`,
  withNobody: 'Nobody reads along now',
  list: (names) => listed(names, 'and'),
  whoReads: (people) =>
    people.length === 0
      ? 'Encrypted. Only you can read this.'
      : `Encrypted. Only you and ${listed(people, 'and')} can read this.`,
  wordsTitle: 'Control words',
  wordsLead:
    'You do not have to do this. Are you in doubt? Ask the professional on the phone for the words on their screen. If they are the same, nobody is in between.',
  log: 'Messages',
  you: 'You',
  professional: 'Professional',
  compose: 'Write a message',
  send: 'Send',
  charactersLeft: (n) => (n === 1 ? '1 character left' : `${n} characters left`),
  tooLong: (n) =>
    `${n} ${n === 1 ? 'character' : 'characters'} too many. Split your message in two.`,
  splitIt: 'This message is too large. Split it in two.',
  sending: 'being sent',
  sent: 'sent',
  delivered: 'arrived',
  failed: 'not sent. Please write it again',
  letIn: (name) => `${name} is here. ${name} can now read what you write.`,
  left: (name) => `${name} has left the conversation and no longer reads along.`,
  dropped: (name) => `${name} may no longer read along: our organisation has ended their access.`,
  stranger:
    'Someone wanted to join, but we could not see that they are a care professional. We refused.',
  late: 'A message came from someone who no longer takes part. You do not see it.',
  unconfirmed: 'We cannot be sure that your last messages have arrived.',
  missing: 'A message is missing here.',
  reordered: 'This message arrived in another order.',
  repeated: 'A message arrived twice. You see it once.',
  unreadable: 'There is something here that this page cannot show.',
  closing: (name) => `${name} is closing the conversation.`,
  away: (name) => `${name} has lost the connection for a moment. Please stay here.`,

  lost: 'Your connection is gone for a moment. We keep trying. What you write is kept and sent later.',
  heldBack: 'Sending does not work for a moment. We keep trying. What you write is kept.',
  lostStarting: 'There is no connection yet. Perhaps it is very busy. We keep trying.',
  lostWaiting: 'Your connection is gone for a moment. We keep trying. You keep your place.',

  goOn: 'Tap to go on',

  end: 'Stop',
  endTitle: 'Do you want to stop?',
  endLead: 'The conversation will be erased. You can always start again.',
  endYes: 'Yes, stop the conversation',
  endNo: 'No, go on',

  endedTitle: 'The conversation is over',
  endedDone: 'The professional has closed the conversation. What you both wrote is erased.',
  endedLeft: 'You stopped. What you both wrote is erased. Good that you were here.',
  unansweredTitle: 'Are you back?',
  unansweredLead:
    'Somebody was there for you, but it stayed quiet. That is all right. You keep your place. Tap the button when you are there, and somebody will come again.',
  isHere: 'Yes, I am here',
  stillTitle: 'Are you still there?',
  stillLead: (minutes: number) =>
    `You do not have to say anything. If it stays quiet for ${minutes === 1 ? '1 more minute' : `${minutes} more minutes`}, the chat stops by itself and the messages are erased.`,
  stillHere: 'Yes, I am still here',
  endedSilent:
    'It was quiet for a long time. That is why the chat stopped. What you wrote to each other is erased. You can always start again.',
  ends: (minutes: number) =>
    `This conversation lasts at most ${minutes === 1 ? '1 more minute' : `${minutes} more minutes`}. Then it stops by itself. After that you can start again right away.`,
  endedTime:
    'A conversation cannot last longer than this. That is why it stopped. What you both wrote is erased. You can start again right away.',
  endedGone:
    'The conversation ended because it was silent for too long. What you both wrote is erased.',
  lostTitle: 'We lost the conversation through a fault',
  lostLead:
    'It is not your fault. Nobody stopped the conversation, and nobody else has read what you wrote.',
  lostHow: {
    on: 'This page still knows what you said to each other. You do not have to tell anything again.',
    line: 'We cannot get back what you wrote. You do get your place in the line back.',
    none: 'We cannot get back what you wrote. Start again, and we will help you.',
  },
  lostWho:
    'If your professional is still there, you go on with the same person. If not, you are first in line. Also if you start again.',
  lostGoOn: 'Go on with the same conversation',
  lostAgain: {
    on: 'Rather start again',
    line: 'Back in line',
    none: 'Start again',
  },
  tipsTitle: 'For now',
  tips: [
    'Your browser still shows that you were here. Erase your history, or only today’s line.',
    'Then close this tab.',
    'You can always come back. You never have to explain why.',
  ],
  again: 'Start again',

  shutTitle: {
    closed: 'The chat is closed now',
    paused: 'Nobody new can come in right now',
    full: 'It is very busy right now',
    again: 'You cannot chat for a moment',
  },
  lead: {
    paused:
      'We cannot begin new conversations for now. It is not your fault. Please try again in half an hour.',
    full: 'So many people are waiting that we cannot help you now. Please try again in half an hour.',
  },
  opens: (when) => `You can talk here again ${whenEn(when)}. Come back to this page then.`,
  opensUnknown: 'We do not know yet when you can talk here again. Please look again later.',
  hours: (words) => `The chat is open: ${words}.`,
  openAgain: 'The chat is open.',
  againIn: (minutes) => `You can chat again in about ${minutesEn(minutes)}.`,
  againLead: (minutes) => [
    `You can chat again in about ${minutesEn(minutes)}.`,
    'This is so for everybody on this connection, for example on the same wifi. So it may not be because of you.',
    'Can you not wait? You can chat through another network, for example mobile internet instead of wifi.',
  ],
  againCall: 'Do you need help now? Then call',
  goneShut: 'The conversation you had is no longer there. Perhaps you were away for long.',
  letGo: 'We could not talk with you this time. We are sorry, and it is not your fault.',
  closesSoon: (time) =>
    `The chat closes at ${time}. You can still start now. If nobody is free any more, we will say so.`,
  closesInLine: (time) =>
    `The chat closes at ${time}. You stay in line. If nobody is free any more, we will say so here.`,
  hasClosed:
    'The chat is closed for new people. You are still in line: perhaps somebody still has time. You can also call.',
  meanwhile: 'Can you not wait? Then call',
  retry: 'Try again',

  refusedTitle: 'We cannot make this conversation safe',
  refusedLead:
    'This browser cannot protect your messages well, or something was not right. That is why we do not chat.',
  refusedTry: 'Try another phone, or call one of these numbers.',
  faultTitle: 'Something went wrong',
  faultLead: 'It is not your fault. Try again, or call one of these numbers.',
  elsewhereTitle: 'The chat is open in another window',
  elsewhereLead:
    'You can go on talking there. Do you want to go on here? Then load this page again.',
  here: 'Go on here',
};

/** Never a promise: what it was for most people lately. */
function wait(expected: Expected | null): string {
  if (!expected) return 'We do not know yet how long it will take.';
  const { low, high } = expected;
  if (high === null) return `It is busy. It usually takes more than ${time(low)} from now.`;
  if (low === 0) return `It usually takes less than ${time(high)} from now.`;
  return `It usually takes ${high < 60 ? low : time(low)} to ${time(high)} from now.`;
}

function time(minutes: number): string {
  if (minutes < 60) return `${minutes} minutes`;
  return minutes === 60 ? 'an hour' : minutes < 120 ? 'an hour and a half' : 'two hours';
}

function minutesEn(minutes: number): string {
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
