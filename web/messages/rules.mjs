// Reads messages/visitor/TAG.json, and refuses what a translator can get wrong (docs/translating.md). An error names
// file, key and rule, and there is one for everything that is wrong.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@messageformat/parser';
import * as everyCardinal from 'make-plural/cardinals';
import * as everyCategory from 'make-plural/pluralCategories';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;

const FOLDER = join(here, 'visitor');

const cardinals = new Map(Object.entries(everyCardinal));
const categories = new Map(Object.entries(everyCategory));

/** What every other file is compared with, and what is in the page itself. */
export const FIRST = 'nl';

const FROM_RIGHT = new Set(['ar', 'fa', 'he', 'ur']);

/** Numbers up to here occur on the page (characters, minutes, people); the forms for them must be there. */
const COUNTED_TO = 10_000;

const TAG = /^[a-z]{2}(-[A-Z][a-z]{3})?$/;
const KEY = /^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/;
const WORD = /^[a-z][A-Za-z]*$/;

/** What no first screen says: each of these parts comes in a script of its own, for all languages, when it is needed. */
export const LATER = ['later', 'afterwards'];

/** The part that a key belongs to; undefined: the language itself. */
export const partOf = (key) => LATER.find((part) => key.startsWith(`${part}.`));

class Refusal extends Error {}

export const languageOf = (tag) => tag.slice(0, 2);
export const directionOf = (tag) => (FROM_RIGHT.has(languageOf(tag)) ? 'rtl' : 'ltr');

/** Read and check every file; throws one error that lists everything that is wrong. */
export function readMessages(folder = FOLDER) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const sources = names.map((name) => [
    name.slice(0, -5),
    readFileSync(join(folder, name), 'utf8'),
  ]);
  return checked(new Map(sources));
}

/**
 * The languages of `sources` (text of a file, by tag), the Dutch first and the rest by tag: for each
 * `{ tag, name, reviewed, direction, texts }`, where `texts` are parsed messages by key.
 */
export function checked(sources) {
  const wrong = [];
  const trying = (file, work) => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      wrong.push(`messages/visitor/${file}.json: ${error.message}`);
    }
  };
  const tags = [...sources.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const first = trying(FIRST, () => readFile(FIRST, sources.get(FIRST) ?? '', trying));
  if (!first || wrong.length > 0) throw new Error(wrong.join('\n'));
  const languages = tags.map((tag) => {
    const read = trying(tag, () => readFile(tag, sources.get(tag), trying));
    if (read && tag !== FIRST) compare(read, first, trying);
    return read;
  });
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return languages;
}

const rank = (tag) => (tag === FIRST ? 0 : 1);

function refuse(rule, key) {
  throw new Refusal(key === undefined ? rule : `${key}: ${rule}`);
}

function readFile(tag, source, trying) {
  if (!TAG.test(tag)) refuse('a file is named as a language: nl.json, zh-Hans.json');
  if (!cardinals.has(languageOf(tag))) refuse('no plural rules are known for this language');
  const found = readJson(source);
  const { '@language': name, '@reviewed': reviewed, ...rest } = found;
  if (typeof name !== 'string' || name.trim() === '')
    refuse('is the language’s own name', '@language');
  if (reviewed !== false && !isReview(reviewed)) {
    refuse('is false, or who read it and when: "Name, 2026-12-01"', '@reviewed');
  }
  const texts = new Map();
  for (const [key, text] of Object.entries(rest)) {
    // It is there, and is told about once.
    texts.set(key, null);
    trying(tag, () => texts.set(key, readText(tag, key, text)));
  }
  trying(tag, () => checkPaths(texts));
  return { tag, name, reviewed, direction: directionOf(tag), texts };
}

const isReview = (reviewed) =>
  typeof reviewed === 'string' && /^\S.*, \d{4}-\d\d-\d\d$/.test(reviewed);

function readJson(source) {
  let found;
  try {
    found = JSON.parse(source);
  } catch (error) {
    refuse(`is not JSON (${error.message})`);
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    refuse('is one object of keys and texts');
  }
  // JSON.parse keeps the last of two lines with one key, and says nothing.
  const keys = [...source.matchAll(/^\s*"([^"]+)"\s*:/gm)].map(([, key]) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) refuse('is there twice', twice);
  return found;
}

/** One message, parsed: texts, arguments and choices, with only what this page can say. */
function readText(tag, key, text) {
  if (!KEY.test(key)) refuse('a key is made of letters, with numbers or words after a point', key);
  if (typeof text !== 'string') refuse('is not a text', key);
  if (text.trim() === '' || text !== text.trim()) refuse('is empty, or has a space around it', key);
  if (text.includes("'")) refuse('has a straight apostrophe: use ’', key);
  if (/[|<>\p{Cc}\u202a-\u202e]/u.test(text)) refuse('has a sign that is not allowed', key);
  let tokens;
  try {
    tokens = parse(text, { cardinal: categories.get(languageOf(tag)).cardinal, ordinal: [] });
  } catch (error) {
    refuse(`is not a message: ${error.message.split('\n')[0]}`, key);
  }
  for (const token of tokens) checkToken(token, languageOf(tag), key);
  if (partOf(key) && argumentsOf(tokens).size > 0) refuse('nothing is filled in here', key);
  return tokens;
}

/** Nothing but words, numbers and choices: dates and amounts would need a library in the page. */
function checkToken(token, language, key) {
  if (token.type === 'content' || token.type === 'octothorpe') return;
  if (!WORD.test(token.arg)) refuse(`{${token.arg}} is not a word`, key);
  if (token.type === 'argument') return;
  if (token.type !== 'plural' && token.type !== 'select') {
    refuse(`{${token.arg}, ${token.key ?? token.type}} is not known here: plural or select`, key);
  }
  if (token.pluralOffset) refuse('an offset is not known here', key);
  if (!token.cases.some((each) => each.key === 'other')) refuse('has no form "other"', key);
  if (token.type === 'plural') checkForms(token, language, key);
  for (const each of token.cases) {
    for (const inner of each.tokens) checkToken(inner, language, key);
  }
}

/** Every form that a whole number can ask for is there, and says the number where it stands for several. */
function checkForms({ arg, cases }, language, key) {
  const numbers = numbersByForm(language);
  for (const [form, count] of numbers) {
    const found = cases.find((each) => each.key === form);
    if (!found) refuse(`{${arg}, plural} has no form "${form}"`, key);
    if (count > 1 && !says(found.tokens, arg)) {
      refuse(`the form "${form}" is for several numbers and does not say which: write #`, key);
    }
  }
}

const says = (tokens, arg) =>
  tokens.some(
    (token) => token.type === 'octothorpe' || (token.type === 'argument' && token.arg === arg),
  );

/** How many whole numbers ask for each form of a language. */
function numbersByForm(language) {
  const counts = new Map();
  for (let n = 0; n < COUNTED_TO; n += 1) {
    const form = cardinals.get(language)(n);
    counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  return counts;
}

/** A key that is a text cannot be the beginning of other keys. */
function checkPaths(texts) {
  for (const key of texts.keys()) {
    const path = key.split('.');
    for (let length = 1; length < path.length; length += 1) {
      const above = path.slice(0, length).join('.');
      if (texts.has(above)) refuse(`is below ${above}, which is a text itself`, key);
    }
  }
}

/** The same keys as the Dutch file, with the same words filled in. */
function compare({ tag, texts }, first, trying) {
  for (const key of first.texts.keys()) {
    trying(tag, () => texts.has(key) || refuse('is missing', key));
  }
  for (const [key, tokens] of texts) {
    if (tokens === null) continue;
    trying(tag, () => {
      const like = first.texts.get(key);
      if (!like) refuse('is not a key of this page', key);
      const [mine, theirs] = [argumentsOf(tokens), argumentsOf(like)];
      for (const arg of mine.keys()) {
        if (!theirs.has(arg)) refuse(`{${arg}} is not filled in here`, key);
      }
      for (const arg of theirs.keys()) if (!mine.has(arg)) refuse(`{${arg}} is missing`, key);
      for (const [arg, { exact, isNumber }] of mine) {
        const expected = theirs.get(arg);
        if (isNumber && !numbered(first).has(arg)) refuse(`{${arg}} is not a number`, key);
        for (const one of expected.exact) {
          if (!exact.has(one)) refuse(`{${arg}, plural} has no form "${one}"`, key);
        }
      }
    });
  }
}

/** The words that a message fills in: whether they count, and the numbers that have a form of their own. */
export function argumentsOf(tokens, found = new Map()) {
  for (const token of tokens) {
    if (token.type === 'content' || token.type === 'octothorpe') continue;
    const known = found.get(token.arg) ?? { isNumber: false, exact: new Set() };
    found.set(token.arg, known);
    if (token.type === 'argument') continue;
    if (token.type === 'plural') known.isNumber = true;
    for (const { key, tokens: inner } of token.cases) {
      if (key.startsWith('=')) known.exact.add(key);
      argumentsOf(inner, found);
    }
  }
  return found;
}

/** The words that are numbers: those the Dutch file counts somewhere. */
export function numbered({ texts }) {
  const all = [...texts.values()].flatMap((tokens) => [...argumentsOf(tokens)]);
  return new Set(all.filter(([, { isNumber }]) => isNumber).map(([arg]) => arg));
}
