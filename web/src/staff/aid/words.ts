/** A text as words: read the way people write in a chat, and still known where in the text they stand. Pure. */

export interface Word {
  /** Without capitals, accents, apostrophes, and letters that are held down. */
  readonly text: string;
  /** Where it stands in what was written; UTF-16 units, as everywhere in the browser. */
  readonly start: number;
  readonly end: number;
  /** What stands before it: nothing but a space, a pause (a comma, dots), or the end of a sentence. */
  readonly after: 'space' | 'pause' | 'sentence';
}

const APOSTROPHES = /['’‘`´]/g;
const MARKS = /[\u0300-\u036f]/g;

/** "neeee" is "nee" and "nooooit" is "nooit"; no word has three of a letter in a row. */
const HELD_DOWN = /([a-z])\1{2,}/g;
const VOWELS = 'aeou';

export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  let before = 0;
  while (at < text.length) {
    if (!isLetter(text, at)) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < text.length && (isLetter(text, at) || isInside(text, at))) at += 1;
    const after = words.length === 0 ? 'sentence' : pauseIn(text.slice(before, start));
    words.push({ text: plain(text.slice(start, at)), start, end: at, after });
    before = at;
  }
  return words;
}

/** A word as it is compared. */
export function plain(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(APOSTROPHES, '')
    .replace(HELD_DOWN, (_, letter: string) =>
      VOWELS.includes(letter) ? letter + letter : letter,
    );
}

/** Letters of scripts with capitals, digits, and marks on letters. No `\p{L}`: older browsers have none. */
function isLetter(text: string, at: number): boolean {
  const sign = text.charAt(at);
  if (sign >= '0' && sign <= '9') return true;
  if (sign >= '\u0300' && sign <= '\u036f') return true;
  return sign.toLowerCase() !== sign.toUpperCase();
}

/** An apostrophe between letters belongs to the word: "m'n", "don't". */
function isInside(text: string, at: number): boolean {
  const isOne = text.charAt(at).replace(APOSTROPHES, '') === '';
  return isOne && at + 1 < text.length && isLetter(text, at + 1);
}

function pauseIn(between: string): Word['after'] {
  if (/[!?;\n\u2028]/.test(between)) return 'sentence';
  // Two dots or more are a breath, and the sentence goes on.
  if (/(^|[^.])\.($|[^.])/.test(between)) return 'sentence';
  return /[^\s-]/.test(between) ? 'pause' : 'space';
}
