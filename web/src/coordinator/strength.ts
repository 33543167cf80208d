/** How good a passphrase is, in one plain word: an estimate, and no rules about capitals and digits. */

import { wordList } from '../hl1/wordlist.ts';
import { SHORTEST_PASSPHRASE } from './roster-file.ts';

export type Strength = 'none' | 'short' | 'weak' | 'fair' | 'strong';

/** Unrelated words that nobody guesses, behind 600,000 rounds for each guess. */
const STRONG_WORDS = 5;
/** Characters that are not words: as much as twenty random letters hold. */
const STRONG_LENGTH = 20;
/** Below this many different characters, length says nothing. */
const FEW_CHARACTERS = 7;
const SUGGESTED_WORDS = 6;

/** Characters that are still missing. */
export function missingIn(passphrase: string): number {
  return Math.max(0, SHORTEST_PASSPHRASE - [...passphrase].length);
}

export function strengthOf(passphrase: string): Strength {
  if (passphrase === '') return 'none';
  if (missingIn(passphrase) > 0) return 'short';
  const different = new Set(passphrase.toLowerCase()).size;
  if (different < FEW_CHARACTERS || isOneWordAndDigits(passphrase)) return 'weak';
  if (wordsIn(passphrase) >= STRONG_WORDS) return 'strong';
  const isLong = [...passphrase].length >= STRONG_LENGTH && different >= 2 * FEW_CHARACTERS;
  return isLong ? 'strong' : 'fair';
}

/** Six words out of 512, and the rounds of the file: out of reach. */
export function suggestion(): string {
  const list = wordList();
  // 512 divides 65,536, so that no word comes more often than another.
  const numbers = crypto.getRandomValues(new Uint16Array(SUGGESTED_WORDS));
  return Array.from(numbers, (number) => list[number % list.length] ?? '').join(' ');
}

/** "Welkom2026!!", the passphrase that everybody chooses. */
function isOneWordAndDigits(passphrase: string): boolean {
  return /^\p{L}+[\d\p{P}\p{S}]*$/u.test(passphrase);
}

function wordsIn(passphrase: string): number {
  const words = passphrase.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  return new Set(words).size;
}
