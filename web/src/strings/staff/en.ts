/** The staff pages in English. */

import { aid } from './en-aid.ts';
import { bell } from './en-bell.ts';
import { company } from './en-company.ts';
import { consult } from './en-consult.ts';
import { contacts } from './en-contacts.ts';
import { duty } from './en-duty.ts';
import { keymap } from './en-keymap.ts';
import { rehearsal } from './en-rehearsal.ts';
import { replies } from './en-replies.ts';
import { tags } from './en-tags.ts';
import { window } from './en-window.ts';
import type { Words } from './nl.ts';

const minutes = (n: number) => (n === 1 ? '1 minute' : `${n} minutes`);

export const en: Words = {
  name: 'Luwte',
  switchLanguage: 'Nederlands',
  close: 'Close',
  tryAgain: 'Try again',
  demoName: 'Demo',
  demo: 'Demo, not for real: throw-away roster, every device is approved by itself.',

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
  role: { professional: 'Professional', supervisor: 'Supervisor', coordinator: 'Coordinator' },
  reader: {
    visitor: () => 'visitor',
    professional: (name: string) => `${name} (professional)`,
    supervisor: (name: string) => `${name} (supervisor)`,
  },

  device: {
    title: {
      waiting: 'This computer is new',
      expired: 'The approval of this computer has expired',
      revoked: 'This computer was revoked',
      unknown: 'The server does not know this computer',
    },
    what: {
      waiting:
        'A coordinator approves this computer. Then you can help visitors here. That is needed only once.',
      expired: 'A coordinator has to approve this computer again. Then you can go on.',
      revoked:
        'A coordinator took the approval back, perhaps because a computer was lost. You cannot help visitors here. Is that a mistake? Call your coordinator.',
      unknown:
        'That usually takes only a moment. Does it stay like this? Try again, or call your coordinator.',
    },
    readAloud: 'Call your coordinator and read these four words out:',
    sameWords: 'Does the coordinator see the same words? Then they can approve this computer.',
    byItself: 'There is nothing else to do here. This screen goes on by itself.',
    notKept:
      'This browser keeps nothing, perhaps because this is a private window. Approval will be needed again next time. Better use an ordinary window.',
    enrolAgain: 'Enrol this computer again',
    brief: 'You cannot help anybody new now. Call your coordinator.',
    failed: 'This computer could not be enrolled',
    notTaken: 'There are too many computers in your name already. Call your coordinator.',
  },

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
    notReady: 'not at the phone',
    blocked: 'Tag the conversation that is finished first.',
    notApproved: 'This is possible once this computer is approved.',
  },

  asking: {
    title: 'Colleagues ask',
    nobody: 'Nobody is asking now.',
    asks: {
      handover: (by: string) => `${by}: who takes over?`,
      join: (by: string) => `${by}: who joins?`,
    },
    sitIn: { handover: 'Take over', join: 'Join' },
    sitInLong: {
      handover: (by: string) => `Take over: the conversation of ${by}`,
      join: (by: string) => `Join: the conversation of ${by}`,
    },
    professionalsOnly: 'professionals only',
  },

  ask: {
    button: 'Ask a colleague',
    question: 'What do you want to ask of a colleague?',
    handover: 'Take over',
    handoverMeans: 'A colleague goes on with this conversation. Once they are in, you leave.',
    join: 'Join',
    joinMeans: 'A colleague or supervisor reads and writes along. You stay.',
    visitorDecides: 'The visitor decides whether that colleague may come in.',
    back: 'Back',
    asked: {
      handover: 'Asked who takes over. Waiting for a colleague…',
      join: 'Asked who joins. Waiting for a colleague…',
    },
    withdraw: 'Withdraw',
    answered: 'A colleague has answered. The visitor is now asked whether they may come in.',
    isIn: (name: string) =>
      `${name} is in and reads along. You can leave the conversation to them now.`,
    leaveTo: (name: string) => `Leave the conversation to ${name}`,
  },

  parting: {
    ending: 'Ending…',
    leaving: 'Leaving…',
    end: {
      label: 'End',
      question: 'End this conversation for everybody?',
      confirm: 'Yes, end it',
      cancel: 'No, go back',
    },
    misuse: {
      label: 'End because of misuse…',
      what: 'For a while nobody can then begin a new conversation from the connection of this visitor. The visitor reads for how long, and whom to call.',
      others:
        'Please note: others on the same wifi or in the same place are held back too, for example in a shelter or a school. Who is in a conversation or waits notices nothing. Choose as short as you can.',
      howLong: 'For how long?',
      minutes: (minutes) => `${minutes} minutes`,
      longer: 'Ask a coordinator to make it longer',
      confirm: (minutes) => `End, and no new conversation for ${minutes} minutes`,
    },
    guest: {
      label: 'Leave',
      question: 'Leave this conversation? Your colleague goes on.',
      confirm: 'Yes, leave',
      cancel: 'No, go back',
    },
    leaveTo: (name: string) => ({
      label: `Leave to ${name}`,
      question: `${name} goes on and you leave. After that you can no longer read this conversation.`,
      confirm: `Yes, leave it to ${name}`,
      cancel: 'No, go back',
    }),
  },

  controlWords: {
    title: 'Control words',
    busy: 'One moment…',
    failed: 'The words cannot be worked out now.',
    why: 'The visitor can see the same four words beside your name. If they are equal, by phone for instance, nobody is between you. You do not have to.',
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
      gone: 'lost through a fault',
      ended: 'finished – tag it',
      reopened: 'tag being corrected',
      finished: 'finished',
      failed: 'stopped: encryption failed',
    },
  },

  empty: {
    title: 'Take your time.',
    body: 'Take somebody from the waiting list when you are ready.',
    bodyOfSupervisor: 'When a colleague asks you in, you see it on the left.',
  },

  conversation: {
    messages: 'Messages',
    newest: 'New message',
    here: 'Visitor is here',
    lost: 'Visitor is away: the connection dropped. The conversation is kept for a while.',
    knocking: 'The visitor has to let you in. Once that happens you can read and write.',
    knockingAsGuest:
      'The visitor is asked whether you may come in. Once you may, you can read and write.',
    readers: (names: string) => `Able to read: ${names}`,
    readersNow: (names: string) => `Able to read now: ${names}`,
    left: (name: string) => `${name} has left the conversation.`,
    closingBy: (name: string) => `${name} is closing the conversation.`,
    visitor: 'Visitor',
    you: 'You',
    composer: 'Your message',
    placeholder: 'Write a message',
    send: 'Send',
    keys: 'Enter sends, Shift+Enter starts a new line',
    tooLong: (n: number) => `${n} characters too long`,
    elsewhere: 'You are writing in another window. Here you read along.',
    writeHere: 'Go on writing here',
    held: 'No connection: what you send goes out as soon as the line is back.',
    state: {
      sending: 'Sending…',
      sent: 'Sent',
      delivered: 'Delivered',
      read: 'Read',
      lost: 'Not delivered',
    },
    note: {
      before:
        'What was written before this was not encrypted for this window and cannot be read here.',
      unknown: 'A message that this version cannot show.',
      missing: 'A message is missing here.',
      reordered: 'The next message did not come in the order in which it was written.',
      repeated: 'A message came twice. It is shown once.',
      unreadable: 'There is a message here that cannot be decrypted.',
      unconfirmed: 'Whether your last message arrived cannot be confirmed.',
      closing: 'The visitor is closing the conversation.',
    },
    ends: (minutes: number) =>
      `This conversation ends by itself within ${minutes === 1 ? '1 minute' : `${minutes} minutes`}. The visitor knows, and can start again after that.`,
    failed:
      'The encryption of this conversation no longer works. You cannot send anything here; nothing was sent unencrypted. End the conversation.',
    ended: {
      left: 'The visitor ended the conversation.',
      exit: 'The visitor left by the quick exit.',
      done: 'You ended the conversation.',
      doneByColleague: 'Your colleague ended the conversation.',
      silent:
        'The visitor did nothing for a long time and was warned. So the conversation has ended.',
      time: 'A conversation cannot last longer than this. You were both told before.',
      lost: 'This conversation was lost through a fault of ours. It is not your fault, nor the visitor’s.',
      gone: 'This conversation is no longer yours: you or the visitor were away for too long, or its time was over.',
    },
    endedKeep: 'The text stays here only until you have tagged it.',
    lostTitle: 'We lost this conversation through a fault',
    lostLead:
      'It is not your fault, nor the visitor’s. The visitor can go on with one tap: then the conversation is here again by itself, with everything that was said. You can wait for that for a while. You can also tag it now; it is counted once.',
    goneAfterReload: 'The text of this conversation is gone. It can still be tagged.',
    silentTagged: 'The visitor wrote nothing. This was tagged as no response by itself.',
    nothingToTag: 'There is nothing to tag here.',
  },

  ...keymap,
  ...tags,
  ...window,

  notice: {
    saved: 'Saved.',
    cooling: (minutes) =>
      minutes === 0
        ? 'The conversation is over. Holding back did not work: the server does not know from which connection this visitor came.'
        : `The conversation is over. For ${minutes} minutes nobody can begin a new one from that connection.`,
    tooLong: 'This message is too long to be sent in one piece.',
    goneOn: {
      passed: 'You left the conversation. It goes on without you.',
      declined:
        'The visitor does not let you read along. There may be all kinds of reasons. There is nothing to tag.',
      not_accepted:
        'The visitor’s page does not take this computer. There is nothing to tag. Does it happen again? Call your coordinator.',
      unanswered:
        'The visitor did not answer and waits again. You are free for somebody else. There is nothing to tag.',
      absent:
        'You were away too long. The visitor stands in front of the line again. There is nothing to tag.',
    },
    code: {
      malformed: 'The server did not understand this page. Reload the page.',
      too_large: 'This is too large to send.',
      too_fast: 'That was too fast. We try again in a moment.',
      out_of_turn: 'That was not possible now. Reload the page if it keeps happening.',
      gone: 'This visitor is no longer there.',
      nobody: 'Nobody is waiting any more.',
      not_ready:
        'Those who wait are not at their phone now. They are called again once they are back.',
      not_spoken:
        'Those who wait speak other languages than you do. You can still choose somebody from the list.',
      taken: 'A colleague was just before you.',
      at_capacity: 'You have as many conversations as you chose, or as are possible here.',
      untagged: 'Tag the previous conversation first.',
      shift_ends: 'Your shift ends: you get nobody new. You can take that back at the top.',
      not_yours: 'This conversation is no longer with you.',
      full: 'The waiting list is full.',
      closed: 'The chat is closed.',
      replaced: 'You went on in another window.',
      unavailable: 'The server cannot be reached for a moment. Nothing is lost; try again soon.',
      bad_answers: 'These answers do not fit the questions. Reload the page.',
      counted: 'This conversation has been counted and can no longer be changed.',
      not_signed_in: 'You are no longer signed in.',
      wrong_role: 'This does not belong to your role.',
      not_approved: 'This computer is not approved yet.',
      declined: 'The visitor does not want somebody else to come in.',
      not_here: 'This colleague is not here now.',
      same_person: 'You proposed this yourself. Another coordinator has to approve it.',
      not_safe: 'A small number could be worked out from these figures. Nothing was released.',
      changed: 'These figures are not the ones from before. Nothing was released.',
      released:
        'One of these years is in another release with noise already. More of them together would say too much.',
      wrong_password: 'This name and this password do not belong together.',
    },
  },

  ...aid,
  ...bell,
  ...company,
  ...consult,
  ...contacts,
  ...duty,
  ...rehearsal,
  ...replies,
};
