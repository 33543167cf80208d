/**
 * What looks like a telephone number, a link or an e-mail address in a text that is about to be sent. Pure.
 *
 * A hint for a person who is asked once, so it errs on the side of asking; but who is asked for every date learns to
 * answer without reading. So what is certainly something else is taken out first.
 */

export type SlipKind = 'number' | 'link' | 'mail';

export interface Slip {
  readonly kind: SlipKind;
  readonly text: string;
}

/** Digits. 112 and other short numbers are said all night. */
const FEWEST_DIGITS = 6;

/** Ends of addresses that are no Dutch or English word: "goed.de man" is a space that was left out. */
const ENDS = 'com|org|net|nl|eu|info|app|gov|edu|uk|pl|ro|bg|hu|ua|vn|cn|dev|online|site|chat|help';

const MAIL = /[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:.]{2,}/gu;

const LINK = new RegExp(
  [
    String.raw`\b(?:https?:\/\/|www\.)[^\s<>]+`,
    String.raw`(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:${ENDS})(?![\w-])(?:\/[^\s<>]*)?`,
    String.raw`(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}\/[^\s<>]+`,
  ].join('|'),
  'giu',
);

/** Digits with what people write between them: "+31 (0)6 - 12 34 56 78". */
const NUMBER = /\+?\(?\d(?:[ \u00a0()./–-]{0,3}\d)+/g;

const BETWEEN = String.raw`(?<![\d+][-./ ]?)`;
const AFTER = String.raw`(?![-./]?\d)`;
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0?[1-9]|1[0-2])';
const YEAR = '(?:19|20)\\d\\d';
const TIME = '(?:[01]?\\d|2[0-4])[:.][0-5]\\d(?::[0-5]\\d)?';
const UNITS =
  'euro|eur|€|dollar|usd|pond|lira|dirham|lei|zł|km|kilometer|meter|m|kg|gram|mensen|people|keer|times|jaar|years|dagen|days|uur|hours|minuten|minutes|volgers|followers|procent|percent|%|miljoen|million';

/** Dates, times, years, amounts and "from 152 to 154"; longer ones before those that begin as they do. */
const HARMLESS = [
  `${BETWEEN}${DAY}([-/.])${MONTH}\\1${YEAR}${AFTER}`,
  `${BETWEEN}${YEAR}([-/.])${MONTH}\\1${DAY}${AFTER}`,
  `${BETWEEN}${DAY}([-/.])${MONTH}\\1\\d\\d(?:(?= +${TIME}(?![.:]?\\d))|(?![-./ ]*\\d))`,
  `(?<![\\d.:])${TIME}(?![.:]?\\d)`,
  `${BETWEEN}${YEAR} ?[-/–] ?${YEAR}${AFTER}`,
  `(?:€|\\$|£|\\beur\\b|\\beuro\\b) ?\\d[\\d.,]*`,
  `${BETWEEN}\\d[\\d.,]*(?: \\d{3})* ?(?:${UNITS})(?![\\p{L}\\d])`,
  `${BETWEEN}(?:[1-9](?:\\.\\d{3}){2}|[1-9]\\d{0,2}\\.\\d{3})(?:,\\d+)?${AFTER}`,
  `${BETWEEN}[1-9]\\d{0,2} ?[-–] ?[1-9]\\d{0,2}(?![-./ ]*\\d)`,
].map((pattern) => new RegExp(pattern, 'giu'));

/** In capitals: "1012 is" is no postcode. */
const POSTCODE = /(?<![\d+][-./]?)[1-9]\d{3} ?[A-Z]{2}\b/gu;

/**
 * Args: known: texts of which every number and link may be sent without a question: contact cards, and what a
 * coordinator wrote.
 */
export function slipsIn(text: string, known: readonly string[] = []): readonly Slip[] {
  const mails = all(text, MAIL);
  const links = all(without(text, [MAIL]), LINK);
  const numbers = numbersIn(without(text, [MAIL, LINK]));
  const told = known.join('\n');
  // Most texts have none, and those that are known are many.
  const toldDigits = new Set(numbers.length > 0 ? numbersIn(told, 3).map(digitsOf) : []);
  return [
    ...numbers
      .filter((each) => !toldDigits.has(digitsOf(each)))
      .map((each) => ({ kind: 'number', text: each }) as const),
    ...links
      .filter((each) => !told.includes(each))
      .map((each) => ({ kind: 'link', text: each }) as const),
    ...mails
      .filter((each) => !told.includes(each))
      .map((each) => ({ kind: 'mail', text: each }) as const),
  ];
}

function numbersIn(text: string, fewest = FEWEST_DIGITS): string[] {
  const bare = without(plainDigits(text), [POSTCODE, ...HARMLESS]);
  return all(bare, NUMBER).filter((each) => digitsOf(each).length >= fewest && /\d\d/.test(each));
}

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([found]) => found.trim());

/** A letter stays in its place: what is around it does not become one number. */
const without = (text: string, patterns: readonly RegExp[]): string =>
  patterns.reduce((rest, pattern) => rest.replace(pattern, 'x'), text);

/** Arabic and other digits as those that are searched. */
function plainDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10));
}

/** "+31 (0)6" and "06" are the same phone; so are "0031 6" and "+31 6". */
function digitsOf(number: string): string {
  const digits = number.replace(/\D/g, '');
  return digits.replace(/^(?:00)?31(?=0?[1-9]\d{8}$)0?/, '0');
}
