// Reads the phrase book (TAG.toml, one for each language of the visitor's page) and refuses what a professional could
// not see: a phrase that is missing, empty, or says something else to press than the page does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { languageOf } from '../messages/rules.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;

export const PHRASEBOOK = here;

const FIRST = 'nl';

/** Characters. It is read on a small phone, perhaps by somebody who reads with difficulty. */
const LONGEST = 160;

const REVIEW = /^\S.*, \d{4}-\d\d-\d\d$/;

/** Args: pages: what messages/rules.mjs read; folder: of the files. One error lists everything that is wrong. */
export function readPhrasebook(pages, folder = PHRASEBOOK) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.toml'));
  const sources = names.map((name) => [
    name.slice(0, -5),
    readFileSync(join(folder, name), 'utf8'),
  ]);
  return checked(new Map(sources), pages);
}

/**
 * The phrases of `sources` (text of a file, by tag), in the order of the Dutch file:
 * `{ groups: [{ id, size }], keys, languages: { nl: { reviewed, phrases } } }`.
 */
export function checked(sources, pages) {
  const wrong = [];
  const first = flat(FIRST, sources.get(FIRST) ?? '', wrong);
  const keys = first.phrases.map(([key]) => key);
  const languages = {};
  for (const { tag, texts } of pages) {
    if (!sources.has(tag)) {
      wrong.push(`${tag}.toml: is missing, and visitors can choose this language`);
      continue;
    }
    const { reviewed, phrases } = flat(tag, sources.get(tag), wrong);
    const found = new Map(phrases);
    for (const key of keys) if (!found.has(key)) wrong.push(`${tag}.toml: ${key}: is missing`);
    for (const key of found.keys()) {
      if (!keys.includes(key)) wrong.push(`${tag}.toml: ${key}: is not a phrase of ${FIRST}.toml`);
    }
    const button = texts
      .get('exit')
      .map(({ value }) => value)
      .join('');
    languages[languageOf(tag)] = {
      reviewed,
      phrases: keys.map((key) => said(tag, key, found.get(key), { button, first, wrong })),
    };
  }
  for (const tag of sources.keys()) {
    if (!pages.some((page) => page.tag === tag))
      wrong.push(`${tag}.toml: no page is in this language`);
  }
  if (wrong.length > 0) throw new Error(wrong.map((each) => `phrasebook/${each}`).join('\n'));
  return { groups: first.groups, keys, languages };
}

/** The groups of a file, and its phrases by "group.key". */
function flat(tag, source, wrong) {
  let found = {};
  try {
    found = parse(source);
  } catch (error) {
    wrong.push(`${tag}.toml, line ${error.line ?? 1}: ${error.message.split('\n')[0]}`);
  }
  const { reviewed, ...tables } = found;
  if (reviewed !== false && !(typeof reviewed === 'string' && REVIEW.test(reviewed))) {
    wrong.push(`${tag}.toml: reviewed: is false, or who read it and when: "Name, 2026-12-01"`);
  }
  const groups = Object.entries(tables).map(([id, table]) => ({
    id,
    size: Object.keys(table).length,
  }));
  const phrases = Object.entries(tables).flatMap(([id, table]) =>
    Object.entries(table).map(([key, text]) => [`${id}.${key}`, text]),
  );
  return { reviewed, groups, phrases };
}

/** One phrase as it is sent. */
function said(tag, key, text, { button, first, wrong }) {
  const refuse = (rule) => wrong.push(`${tag}.toml: ${key}: ${rule}`);
  if (text === undefined) return ''; // told already
  if (typeof text !== 'string' || text.trim() === '' || text !== text.trim()) {
    refuse('is empty, no text, or has a space around it');
    return '';
  }
  if (/['\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text)) refuse('has a sign that is not allowed');
  if (/ [?!:;»]|« /.test(text)) refuse('has a plain space beside a sign: the line may break there');
  if ([...text].length > LONGEST) refuse(`is longer than ${LONGEST} characters`);
  const like = new Map(first.phrases).get(key) ?? '';
  if (text.includes('{exit}') !== String(like).includes('{exit}'))
    refuse('has {exit}, or lacks it');
  if (/[{}]/.test(text.replace('{exit}', ''))) refuse('has a brace too many');
  if (text.includes('112') !== String(like).includes('112')) refuse('names 112, or not');
  return text.replace('{exit}', button);
}

/** Who has read the phrases of a page's language, and when; false: nobody. */
export const reviewOf = (book, tag) => book.languages[languageOf(tag)].reviewed;

/** For esbuild: the module `phrasebook:`, as it is in the page. */
export function phrasebookPlugin(book) {
  return {
    name: 'phrasebook',
    setup(build) {
      build.onResolve({ filter: /^phrasebook:$/ }, ({ path }) => ({
        path,
        namespace: 'phrasebook',
      }));
      build.onLoad({ filter: /.*/, namespace: 'phrasebook' }, () => ({
        contents: `export const phrasebook = ${JSON.stringify(book)};`,
      }));
    },
  };
}
