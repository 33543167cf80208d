/**
 * Between the windows of one browser: answers that are not saved yet, so that a second window has them too and
 * closing one of the two loses nothing. From memory to memory; nothing is written anywhere.
 */

import type { Answers } from './form.ts';

export type Word =
  /** A window has opened: what is there? */
  | { readonly kind: 'ask' }
  | { readonly kind: 'chosen'; readonly ticket: string; readonly answers: Answers };

/** The part of a channel that is used. */
export interface Channel<T> {
  post(word: T): void;
  close(): void;
}

export type Between = Channel<Word>;

const NAME = 'luwte-answers';

export function openBetween(hear: (word: Word) => void): Between {
  return openChannel(NAME, isWord, hear);
}

/**
 * A channel to the other windows of this browser; where there is none, a window is on its own. What is not of the
 * right form is not heard: the other window may be of another version.
 */
export function openChannel<T>(
  name: string,
  isOfForm: (data: unknown) => data is T,
  hear: (word: T) => void,
): Channel<T> {
  if (!('BroadcastChannel' in globalThis)) return { post: () => {}, close: () => {} };
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (isOfForm(data)) hear(data);
  };
  return { post: (word) => channel.postMessage(word), close: () => channel.close() };
}

/** The other window may be of another version. */
export function isWord(data: unknown): data is Word {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false;
  if (data.kind === 'ask') return true;
  const { kind, ticket, answers } = data as Partial<Extract<Word, { kind: 'chosen' }>>;
  return (
    kind === 'chosen' &&
    typeof ticket === 'string' &&
    typeof answers === 'object' &&
    Object.values(answers ?? { none: null }).every(isCodes)
  );
}

function isCodes(value: unknown): boolean {
  return Array.isArray(value) && value.every((code) => typeof code === 'string');
}
