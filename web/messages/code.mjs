// Makes plain functions of checked messages: a template literal for each, with the plural rules of the language in
// the module. No parser of messages reaches a phone, nor is `Intl.PluralRules` needed, which Safari 11.1 has not.
import { argumentsOf, FIRST, languageOf, numbered, partOf } from './rules.mjs';

/** First strong isolate and its end: a name from another script does not turn the sentence round. */
const ISOLATE = ['\u2068', '\u2069'];

/** `facts.0` and `facts.1` go into a list, `shutTitle.closed` into an object. */
function tree(texts, leaf) {
  const root = {};
  for (const [key, tokens] of texts) {
    const path = key.split('.');
    const last = path.pop();
    let at = root;
    for (const step of path) {
      at[step] ??= {};
      at = at[step];
    }
    at[last] = leaf(tokens);
  }
  return root;
}

const isList = (value) => Object.keys(value).every((key, index) => key === `${index}`);

/** A tree as JavaScript. */
function objectOf(value) {
  if (typeof value === 'string') return value;
  const inner = Object.entries(value).map(([key, of]) => [quoted(key), objectOf(of)]);
  return isList(value)
    ? `[${inner.map(([, of]) => of).join(', ')}]`
    : `{ ${inner.map(([key, of]) => `${key}: ${of}`).join(', ')} }`;
}

/** A tree as a type. */
function typeOf(value) {
  if (typeof value === 'string') return value;
  return isList(value) ? `readonly ${typeOf(value[0])}[]` : `{ ${fieldsOf(value).join('; ')} }`;
}

const fieldsOf = (value) =>
  Object.entries(value).map(([key, of]) => `readonly ${quoted(key)}: ${typeOf(of)}`);

const quoted = (key) => (/^([1-9]\d*|[a-z][A-Za-z0-9]*)$/.test(key) ? key : JSON.stringify(key));

/** The module of one language: `messages`, with a function for every text in which something is filled in. */
export function moduleOf({ tag, direction, texts }) {
  const unisolated = direction === 'rtl' ? numbered({ texts }) : null;
  const leaf = (tokens) =>
    argumentsOf(tokens).size === 0
      ? templateOf(tokens)
      : `(d) => ${templateOf(tokens, null, unisolated)}`;
  const own = tree(textsOf(texts), leaf);
  const all = { language: `\`${tag}\``, direction: `\`${direction}\``, ...own };
  return [
    `import { ${languageOf(tag)} as form } from 'make-plural/cardinals';`,
    'const choose = (n, of) => of[n] || of[form(n)] || of.other;',
    `export const messages = ${objectOf(all)};`,
  ].join('\n');
}

/** The module of a part that comes later: its texts by tag of the language. Nothing is filled in in these. */
export function laterModuleOf(part, languages) {
  const textsIn = ({ texts }) => tree(textsOf(texts, part), (tokens) => templateOf(tokens))[part];
  const all = languages.map((language) => [language.tag, textsIn(language) ?? {}]);
  return `export const ${part} = ${objectOf(Object.fromEntries(all))};`;
}

/** Those of one part; without a part, those of the language itself. */
const textsOf = (texts, part) => [...texts].filter(([key]) => partOf(key) === part);

/** A template literal: `Nog ${d.count} tekens`. In `numbers` is what is not isolated; null: nothing is. */
function templateOf(tokens, counted = null, numbers = null) {
  return `\`${tokens.map((token) => pieceOf(token, counted, numbers)).join('')}\``;
}

function pieceOf(token, counted, numbers) {
  if (token.type === 'content') return token.value.replace(/[`\\$]/g, '\\$&');
  if (token.type === 'octothorpe') return `\${d.${counted}}`;
  if (token.type === 'argument') {
    const [open, close] = numbers && !numbers.has(token.arg) ? ISOLATE : ['', ''];
    return `${open}\${d.${token.arg}}${close}`;
  }
  const isPlural = token.type === 'plural';
  const cases = token.cases.map(({ key, tokens }) => {
    const text = templateOf(tokens, isPlural ? token.arg : counted, numbers);
    return `${JSON.stringify(key.replace('=', ''))}: ${text}`;
  });
  const of = `{ ${cases.join(', ')} }`;
  return isPlural
    ? `\${choose(d.${token.arg}, ${of})}`
    : `\${(${of})[d.${token.arg}] || (${of}).other}`;
}

/** src/strings/visitor/strings.ts: what every language has. */
export function typesOf(first) {
  const numbers = numbered(first);
  const leaf = (tokens) => {
    const args = [...argumentsOf(tokens).keys()];
    if (args.length === 0) return 'string';
    const of = args.map((arg) => `readonly ${arg}: ${numbers.has(arg) ? 'number' : 'string'}`);
    return `(given: { ${of.join('; ')} }) => string`;
  };
  const { later = {}, afterwards = {}, ...own } = tree(first.texts, leaf);
  const fieldsIn = (of) =>
    fieldsOf(of)
      .map((field) => `  ${field};\n`)
      .join('');
  return `// Made by \`node messages/plugin.mjs\` from messages/visitor/${FIRST}.json; do not edit.

/** What the visitor reads, in one language. */
export interface Strings {
  /** A language tag: nl, zh-Hans. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
${fieldsIn(own)}}

/** What stands in more.js, in one language. */
export interface LaterStrings {
${fieldsIn(later)}}

/** What is asked after a conversation, in one language. */
export interface Afterwards {
${fieldsIn(afterwards)}}
`;
}
