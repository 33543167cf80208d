/** How a professional is called, in English; part of `en`. */

import type { bell as nl } from './nl-bell.ts';

export const bell: typeof nl = {
  bell: {
    on: 'Calls on',
    off: 'Calls off',
    title: 'Calls',
    all: 'Call me when I look elsewhere',
    sound: 'By a soft sound',
    notice: 'By a notice of the browser',
    refused: 'The browser allows no notices. You can change that in the settings of the browser.',
    quiet: 'Quiet from and until',
    from: 'Quiet from',
    until: 'Quiet until',
    never: 'The same time twice: never quiet.',
    tryIt: 'Let me hear it',
    calls: {
      message: 'A visitor has written',
      proposal: 'Somebody waits for you',
      asked: 'A colleague asks for you',
      help: 'A colleague asks for help',
      consult: 'A colleague wants to consult you',
      aside: 'A colleague writes in the consult',
    },
  },
};
