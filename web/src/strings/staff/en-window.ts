/** Several conversations in one window, in English; part of `en`. */

import type { WindowWords } from './nl-window.ts';

export const window: WindowWords = {
  window: {
    beside: 'Side by side',
    panel: 'About this conversation',
    panelShort: 'Info',
    language: 'Language',
    since: 'Since',
    before: 'Told beforehand',
    covered: 'Hidden on this screen',
    cover: 'Hide',
    show: 'Show',
    hideAll: 'Hide everything until now',
    showAll: 'Show everything again',
    howMany: 'At most',
    ending: {
      left: 'the visitor left',
      exit: 'gone through the exit',
      silent: 'the visitor was silent for long',
    },
    writing: 'writing…',
    waits: (n) => (n < 1 ? 'waits for you' : `waits ${n} min for you`),
    waitsLong: (n) =>
      n < 1
        ? 'the visitor waits for an answer'
        : `the visitor has waited ${n === 1 ? '1 minute' : `${n} minutes`} for an answer`,
  },
};
