/** Colleagues who are here, and asking one of them, in English; part of `en`. */

import type { CompanyWords } from './nl-company.ts';

export const company: CompanyWords = {
  company: {
    title: 'Colleagues',
    nobody: 'You are the only one at the desk now.',
    state: {
      free: 'free',
      busy: 'in a conversation',
      away: 'not free now',
      break: 'on a break',
      ending: 'shift ends',
    },
    supervisor: 'supervisor',
    whom: 'Whom?',
    everybody: 'Anybody who can',
    one: (name, what) => `${name} (${what})`,
    cannotTakeOver: 'A supervisor takes no conversations over.',
    giveBack: 'Back to the waiting list',
    giveBackMeans: 'Can nobody? Then the visitor waits again, in front. You leave.',
    help: 'Ask for help',
    helpLong: 'Ask for help with this conversation from the supervisors',
    noHelp: 'Ask for help: no supervisor is here now',
    asked: {
      handover: (name) => `Asked whether ${name} takes over. We wait for an answer…`,
      join: (name) => `Asked whether ${name} comes in. We wait for an answer…`,
    },
    askedHelp: 'Asked the supervisors for help. We wait for an answer…',
    hasLeft: 'Whom you asked is not here any more. Take it back and choose somebody else.',
    notNow: (name) => `${name} cannot now. Nothing has changed: the conversation is with you.`,
    comes: (name) => `${name} has answered. The visitor is now asked whether they may come in.`,
    asksYou: {
      handover: (by) => `${by} asks you: do you take over?`,
      join: (by) => `${by} asks you: do you come in?`,
    },
    asksHelp: (by) => `${by} asks for help`,
    sayNotNow: 'Not now',
    sayNotNowLong: (by) => `Not now: the question of ${by}`,
  },
};
