// Four words that two people can compare over another line (docs/protocol.md §1.9).

import { type Bytes, concat, utf8 } from './bytes.ts';
import { deviceIdOf } from './entry.ts';
import { wordList } from './wordlist.ts';

/** Half a second on an old phone; too many to look for an offer whose words are the same. */
const ROUNDS = 200_000;

const CODE_BYTES = 5;
/** The first 36 of the 40 bits: four words of nine bits each. */
const SPARE_BITS = 4;
const HOW_MANY_WORDS = 512;

/** Where the 512 words are. The visitor's page fetches them when somebody wants to compare, and hardly anybody does. */
export type WordList = () => readonly string[] | Promise<readonly string[]>;

/** `record` is H(sealed) of the newest record. */
export async function wordsFor(
  cid: Bytes,
  offerHash: Bytes,
  record: Bytes,
  list: WordList,
): Promise<readonly string[]> {
  return wordsOf(concat(utf8('hl1|words'), offerHash, record), cid, list);
}

/** Of a device key, 65 bytes: who approves it hears them from who sits at it. */
export async function deviceWords(key: Bytes): Promise<readonly string[]> {
  return wordsOf(concat(utf8('hl1|device words'), key), await deviceIdOf(key), wordList);
}

async function wordsOf(
  password: Bytes,
  salt: Bytes,
  wordList: WordList,
): Promise<readonly string[]> {
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const from = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
  const code = new Uint8Array(await crypto.subtle.deriveBits(from, key, CODE_BYTES * 8));
  // 40 bits: too many for the operators on bits, and few enough for a number.
  const bits = Math.floor(code.reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** SPARE_BITS);
  const list = await wordList();
  return [3, 2, 1, 0].map((place) => {
    const at = Math.floor(bits / HOW_MANY_WORDS ** place) % HOW_MANY_WORDS;
    return list[at] ?? '';
  });
}
