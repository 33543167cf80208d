// Narrows parsed JSON to what a field may hold; anything else is refused.

import { type Bytes, fromBase64, fromUtf8, wellFormed } from './bytes.ts';
import { refused } from './errors.ts';

/** Every field of a body, a member or the visitor's state, before it is narrowed. */
export type Fields = {
  readonly [name in
    | 'kind'
    | 'at'
    | 'prev'
    | 'seen'
    | 'text'
    | 'card'
    | 'n'
    | 'members'
    | 'previous'
    | 'reason'
    | 'id'
    | 'role'
    | 'name'
    | 'key'
    | 'v'
    | 'epochs'
    | 'next'
    | 'offers']?: unknown;
};

export function parseJson(bytes: Bytes): unknown {
  const text = fromUtf8(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw refused('not JSON');
  }
}

export function anObject(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused('not an object');
  }
  return value as Fields;
}

export function aList(value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw refused('not a list, or too long');
  return value;
}

export function aNumber(value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw refused('not a number in range');
  }
  return value;
}

export function aText(value: unknown): string {
  if (typeof value !== 'string') throw refused('not a text');
  return wellFormed(value);
}

export function someBytes(value: unknown, ...lengths: readonly number[]): Bytes {
  const bytes = fromBase64(aText(value));
  if (!lengths.includes(bytes.length)) throw refused('bytes of a wrong length');
  return bytes;
}

export function oneOf<Word extends string>(words: readonly Word[], value: unknown): Word {
  const word = words.find((each) => each === value);
  if (word === undefined) throw refused('an unknown word');
  return word;
}
