/** The coordinator's page in English; part of `en`. */

import { whenEn } from '../when.ts';
import type { CoordinatorWords } from './nl-coordinator.ts';

export const coordinator: CoordinatorWords = {
  board: {
    title: 'Now',
    waiting: 'Waiting',
    longest: 'Longest wait',
    conversations: 'In conversation',
    trueRanges: 'Wait came true',
    percent: (n: number | null | undefined) => (n === null || n === undefined ? '–' : `${n} %`),
    minutes: (n: number) => `${n} min`,
    today: 'Today',
    crew: 'Colleagues',
    crewKinds: { free: 'free', busy: 'busy', away: 'away', break: 'on a break' },
    here: {
      title: 'Who is here now',
      nobody: 'Nobody is at the desk now.',
      supervisor: 'supervisor',
      conversations: (n: number) => (n === 1 ? '1 conversation' : `${n} conversations`),
      state: {
        free: 'free',
        busy: 'busy',
        away: 'takes nobody now',
        break: 'on a break',
        ending: 'ends their shift',
      },
    },
    stale: 'These numbers are not up to date: the server does not answer.',
  },

  intake: {
    title: 'New visitors',
    open: 'New visitors can come in.',
    openUntil: (when) => `New visitors can come in, until ${whenEn(when).replace(/^on /, '')}.`,
    closed: 'The chat is closed. No new visitors come in.',
    closedUntil: (when) => `The chat is closed. New visitors can come in again ${whenEn(when)}.`,
    paused: (time) =>
      `New visitors are kept out, since ${time}. They read that nobody new can come in right now, and whom to call.`,
    pausedClosed: 'This stays so when the chat opens again, until you change it here.',
    why: 'Running conversations and who is in line already notice nothing of this.',
    pause: 'Keep new visitors out',
    resume: 'Let new visitors in again',
    failed: 'That did not work. Nothing was changed.',
    stale: 'It is not certain that this is still so: the server does not answer.',
  },

  coolDowns: {
    title: 'Held back for a while',
    none: 'Nobody is held back now.',
    lead: 'A colleague ended a conversation because of misuse. From that connection nobody can begin a new one for a while, nor can others in the same place. Whose it was cannot be seen here and is not kept.',
    left: (number, minutes) =>
      `Connection ${number}: ${minutes === 1 ? '1 more minute' : `${minutes} more minutes`}`,
    asked: 'Your colleague asks for longer.',
    lengthen: (minutes) => `Make it ${minutes} minutes`,
    lengthenQuestion: (minutes) =>
      `Everybody in that place is then held back for ${minutes} minutes, counted from the beginning. Do you want that?`,
    lengthenConfirm: 'Yes, make it longer',
    lift: 'Lift',
    liftQuestion: 'From that connection somebody can then begin at once. Do you lift it?',
    liftConfirm: 'Yes, lift it',
    cancel: 'No, back',
    failed: 'That did not work. Perhaps it was over already.',
    stale: 'Whether this is still so is not certain: the server does not answer.',
  },

  roster: {
    title: 'Computers',
    lead: 'Visitors let colleagues in only on a computer that was approved here. You do that, with the key of the organisation.',
    failed: 'The list of computers could not be fetched.',
    stale: 'This list is not up to date: the server does not answer.',

    make: {
      title: 'Make the key of the organisation',
      facts: [
        'The key is made in this browser and goes into a file. Only your passphrase opens it. The server never gets the key.',
        'Whoever has both the file and the passphrase decides who may be called a professional.',
        'If either of them is lost, nobody can approve or revoke a computer any more.',
      ],
      passphrase: 'Passphrase',
      again: 'Once more',
      suggest: 'Suggest six words',
      suggested: 'Write these words down on paper now:',
      strength: {
        none: 'At least 12 characters. Five or six unrelated words are strong and can be remembered.',
        short: (missing: number) =>
          missing === 1 ? 'Too short: 1 more character.' : `Too short: ${missing} more characters.`,
        weak: 'Weak: a computer that tries a lot can guess it.',
        fair: 'Fair. A few more unrelated words make it stronger.',
        strong: 'Strong.',
      },
      different: 'The two passphrases are not the same.',
      submit: 'Make the key',
      busy: 'Making the key…',
      failed: 'The key could not be made. Use a recent browser.',
    },
    kept: {
      title: 'Keep the file',
      lead: 'Put it in two places that are not the server’s, such as two usb sticks in a safe. Keep the passphrase somewhere else.',
      download: 'Download the file',
      confirm: 'I have kept the file and I know the passphrase.',
      submit: 'Start to use the key',
      startOver: 'Start over',
    },
    public: {
      title: 'Public key, for the operator',
      why: 'This is no secret. The operator puts this line under “roster” in config.json, beside the visitor’s page (with the command chatserver site). Until then that page can let nobody in.',
    },
    lock: {
      title: 'The key is locked',
      lead: 'To approve or revoke a computer, unlock the key first.',
      file: 'File with the key',
      passphrase: 'Passphrase',
      submit: 'Unlock the key',
      busy: 'Unlocking the key…',
      opened: 'The key is unlocked',
      openedLead: (minutes: number) =>
        `It stays on this computer and locks when you have not used it for ${minutes} minutes.`,
      close: 'Lock it',
      problem: {
        not_a_file: 'This is not a file with a key.',
        other_key: 'This is another key than the one of this organisation.',
        passphrase: 'This passphrase does not open the file.',
        too_short: 'This passphrase is too short.',
      },
    },
    list: {
      title: 'Enrolled computers',
      none: 'No computer has been enrolled yet.',
      waiting: (n: number) =>
        n === 1 ? '1 computer waits for approval' : `${n} computers wait for approval`,
      words: 'Control words',
      enrolled: (day: string) => `enrolled on ${day}`,
      until: (day: string) => `valid until ${day}`,
      state: {
        waiting: 'waits for approval',
        approved: 'approved',
        soon: 'expires soon',
        expired: 'expired',
        revoked: 'revoked',
      },
      locked: 'Unlock the key first.',
      noKey: 'Make the key first.',
      approve: 'Approve',
      renew: 'Renew',
      approveQuestion: (name: string) =>
        `Call ${name} yourself. Which four words are on their screen? Are they these?`,
      approveConfirm: 'Yes, exactly these words',
      approveCancel: 'No, go back',
      revoke: 'Revoke',
      revokeQuestion: (name: string) =>
        `Revoke this computer of ${name}? Conversations on that computer stop at once. This cannot be undone: after that it has to be enrolled anew.`,
      revokeConfirm: 'Yes, revoke it',
      revokeCancel: 'No, go back',
      busy: 'One moment…',
      approved: (name: string) => `The computer of ${name} is approved.`,
      revoked: (name: string) => `The computer of ${name} is revoked.`,
    },
    refused: {
      offline: 'No connection to the server. Nothing has changed.',
      not_approved:
        'The server did not take this. Nothing has changed. Reload the page and look at what it says.',
      other: 'That did not work now. Nothing has changed. Try again in a moment.',
    },
  },
};
