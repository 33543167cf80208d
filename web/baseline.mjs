// Looks whether a bundle asks for anything that the browsers of 2018 do not have. esbuild lowers syntax to them;
// it knows nothing of what a browser can do: `flatMap`, `BigInt` and `env()` once went through unseen.
//
// From MDN's browser-compat-data, which comes with the build: nothing is fetched. By name, for types are gone from
// a bundle: a name is missing if no object of the web has it in every one of these browsers. Reading what is missing
// gives `undefined`, so only calling it, making one of it or looking into it counts, and not where the
// program has asked for it first, by the same name; nor what the program itself has given that name, unless lists,
// texts and promises have it too.
import { createRequire } from 'node:module';
import { parse } from 'acorn';

const mdn = createRequire(import.meta.url)('@mdn/browser-compat-data');

/** Chrome 64, Safari 11.1 and Firefox 60, and the same on phones. */
const OLDEST = {
  chrome: '64',
  chrome_android: '64',
  firefox: '60',
  firefox_android: '60',
  safari: '11.1',
  safari_ios: '11.3',
  samsunginternet_android: '9.0',
};

/** What a script may use although it is missing, how often, and why. */
const CARED_FOR = {
  BigInt: [Number.POSITIVE_INFINITY, 'visitor/lent.ts puts something in its place'],
  queueMicrotask: [Number.POSITIVE_INFINITY, 'visitor/lent.ts puts something in its place'],
  decapsulateBits: [2, 'X-Wing in hpke: not offered where it fails (hl1/encapsulation.ts)'],
  encapsulateBits: [2, 'the same'],
  getPublicKey: [1, 'hpke: has looked for it some lines before'],
  replaceAll: [3, 'hpke: for private keys of P-256 as numbers, which HL1 does not use'],
  replaceSync: [1, 'button/look.ts: does without where it throws'],
  attachShadow: [1, 'button/main.ts: asks for it before it calls button/look.ts'],
  speak: [1, 'a method of ours, in a script apart (visitor/afterwards.ts)'],
  tooLong: [1, 'a text of ours'],
};

/** What a browser that does not know it may leave out, and why that does no harm. */
const ORNAMENT = {
  'accent-color': 'boxes to tick in the colour of the browser',
  cursor: 'phones have none',
  'cursor: default': 'the same',
  'cursor: pointer': 'the same',
  outline: 'known, with corners that are not round',
  'overscroll-behavior: contain': 'the page behind bounces',
  'position: sticky': 'Safari knows its own, which esbuild writes before it',
  resize: 'phones do not',
  'resize: none': 'the same',
  'scroll-padding-bottom': 'what has the focus may lie behind the exit',
  'touch-action: manipulation': 'a tap waits for a second one',
  'word-break: break-word': 'overflow-wrap does it, on the body',
  'color-scheme': 'forms in the dark stay light',
  'forced-colors': 'no such mode',
  'overscroll-behavior': 'the page behind bounces',
  'prefers-color-scheme': 'no dark scheme: light',
  'prefers-reduced-motion': 'nothing moves',
  'text-size-adjust': 'Safari and Chrome know their own',
  'text-underline-offset': 'a line closer to its letters',
  'text-wrap': 'a line with one short word',
  'text-wrap: balance': 'the same',
  'touch-action': 'a tap waits for a second one',
  'user-select': 'Safari knows its own',
  'focus-visible': 'the ring is there for a mouse too',
};

const numbers = (version) => version.replace('≤', '').split('.').map(Number);

/** A version that is none, as "preview", is not old. */
function isBy(added, version) {
  if (typeof added !== 'string' || !/^≤?\d/.test(added)) return false;
  const [one, other] = [numbers(added), numbers(version)];
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const step = (one[at] ?? 0) - (other[at] ?? 0);
    if (step !== 0) return step < 0;
  }
  return true;
}

function isEverywhere({ support }) {
  return Object.entries(OLDEST).every(([browser, version]) =>
    [support[browser] ?? []].flat().some((each) => {
      const isPlain = !each.flags && !each.prefix && !each.alternative_name;
      return isPlain && isBy(each.version_added, version) && !isBy(each.version_removed, version);
    }),
  );
}

/** Name → whether some object of the web has it everywhere. */
const globals = new Map();
const members = new Map();

function note(names, name, compat) {
  names.set(name, names.get(name) || isEverywhere(compat));
}

for (const [name, of] of [...Object.entries(mdn.api), ...Object.entries(mdn.javascript.builtins)]) {
  if (of.__compat) note(globals, name, of.__compat);
  for (const [key, { __compat }] of Object.entries(of)) {
    const member = key.replace(/_static$/, '');
    if (!__compat || !/^[a-z]\w*$/i.test(member) || member.includes('_')) continue;
    note(members, member, __compat);
    if (name === 'Window' || name === 'globals') note(globals, member, __compat);
  }
}
for (const [name, is] of globals) members.set(name, members.get(name) || is);

/** What has these names in a program is seldom its own. */
const COMMON = new Set(
  ['Array', 'String', 'TypedArray', 'Object', 'Promise', 'RegExp', 'Map', 'Set']
    .flatMap((name) => Object.keys(mdn.javascript.builtins[name]))
    .map((key) => key.replace(/_static$/, '')),
);

const isMissing = (names, name) => names.get(name) === false;

/** What this script needs and the oldest browsers lack, each once. */
export function missingInScript(text) {
  const tree = parse(text, { ecmaVersion: 'latest' });
  const declared = namesDeclared(tree);
  const given = namesGiven(tree);
  const times = new Map();
  walk(tree, [], (node, above) => {
    const name = neededBy(node, above, declared);
    const isOurs = given.has(name) && !COMMON.has(name);
    if (!name || isOurs || isAskedFor(name, node, above)) return;
    times.set(name, (times.get(name) ?? 0) + 1);
  });
  const uncared = ([name, many]) => many > (CARED_FOR[name]?.[0] ?? 0);
  return [...times]
    .filter(uncared)
    .map(([name]) => name)
    .sort();
}

/** The missing thing that this node needs to be there. */
function neededBy(node, above, declared) {
  const parent = above.at(-1);
  if (node.type === 'Identifier') {
    const isReference =
      !(parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) &&
      !(parent?.type === 'Property' && parent.key === node && !parent.shorthand) &&
      !['MethodDefinition', 'PropertyDefinition', 'LabeledStatement'].includes(parent?.type) &&
      !(parent?.type === 'UnaryExpression' && parent.operator === 'typeof');
    if (isReference && !declared.has(node.name) && isMissing(globals, node.name)) return node.name;
  }
  if (node.type !== 'MemberExpression' || node.computed) return null;
  const isUsed =
    (['CallExpression', 'NewExpression'].includes(parent?.type) && parent.callee === node) ||
    (parent?.type === 'MemberExpression' && parent.object === node);
  return isUsed && isMissing(members, node.property.name) ? node.property.name : null;
}

/** `'X' in window ? new X() : null`, `if (a.x) a.x()`, `a.x && a.x()`. */
function isAskedFor(name, node, above) {
  let inner = node;
  for (const each of above.toReversed()) {
    const question = each.type === 'LogicalExpression' ? each.left : each.test;
    if (question && question !== inner && mentions(question, name)) return true;
    inner = each;
  }
  return false;
}

function mentions(tree, name) {
  let is = false;
  walk(tree, [], (node) => {
    is ||= node.type === 'Identifier' ? node.name === name : node.value === name;
  });
  return is;
}

/** Of methods and fields that the program makes. */
function namesGiven(tree) {
  const names = new Set();
  walk(tree, [], (node, above) => {
    const isKey = ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(
      above.at(-1)?.type,
    );
    if (isKey && above.at(-1).key === node) names.add(node.name ?? node.value);
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') {
      names.add(node.left.property.name);
    }
  });
  return names;
}

function namesDeclared(tree) {
  const names = new Set();
  walk(tree, [], (node) => {
    const declares = [node.id, node.param, ...(node.params ?? [])];
    for (const pattern of declares) {
      if (pattern) walk(pattern, [], (part) => part.type === 'Identifier' && names.add(part.name));
    }
  });
  return names;
}

function walk(node, above, visit) {
  visit(node, above);
  for (const value of Object.values(node)) {
    for (const child of [value].flat()) {
      if (typeof child?.type === 'string') walk(child, [...above, node], visit);
    }
  }
}

/** What this style sheet needs and the oldest browsers lack, each once. What stands in `@supports` has been asked for. */
export function missingInStyle(text) {
  const { properties, selectors, types } = mdn.css;
  const found = new Set();
  const look = (name, compat) => {
    if (compat && !isEverywhere(compat) && !(name in ORNAMENT)) found.add(name);
  };
  for (const { prelude, body } of blocks(text)) {
    const [at] = /^@[\w-]+/.exec(prelude) ?? [];
    if (at) look(at, mdn.css['at-rules'][at.slice(1)]?.__compat);
    for (const [, feature] of at === '@media' ? prelude.matchAll(/\(([a-z-]+)/g) : []) {
      look(feature, mdn.css['at-rules'].media[feature.replace(/^(min|max)-/, '')]?.__compat);
    }
    for (const [, name] of at ? [] : prelude.matchAll(/:([a-z-]+)/g)) {
      look(name, selectors[name]?.__compat);
    }
    for (const [property, value] of body) {
      if (property.startsWith('-')) continue;
      look(property, properties[property]?.__compat);
      look(`${property}: ${value}`, properties[property]?.[value]?.__compat);
      // Of a short form, the browser has to know what it is short for.
      for (const [, name] of value.matchAll(/([a-z-]+)\(/g)) look(`${name}()`, functionOf(name));
      for (const [, unit] of value.matchAll(
        /\d(dvh|svh|lvh|dvw|svw|lvw|dvb|dvi|cqw|cqh|lh|rlh)\b/g,
      )) {
        found.add(unit);
      }
    }
  }
  return [...found].sort();

  function functionOf(name) {
    return (types[name] ?? types.color?.[name] ?? mdn.css.properties['custom-property']?.[name])
      ?.__compat;
  }
}

/** Every block of a minified style sheet; what is inside `@supports` is left out. */
function* blocks(text) {
  const rest = text.replace(/\/\*.*?\*\//gs, '').replace(/"[^"]*"|'[^']*'/g, '""');
  let prelude = '';
  const open = [];
  let skipped = 0;
  for (const part of rest.split(/([{}])/)) {
    if (part === '{') {
      const name = prelude.split(/[;]/).at(-1).trim();
      open.push(name);
      if (name.startsWith('@supports')) skipped += 1;
      else if (!skipped) yield { prelude: name, body: [] };
    } else if (part === '}') {
      if (open.pop().startsWith('@supports')) skipped -= 1;
    } else if (!skipped && open.length > 0) {
      yield { prelude: '', body: declarationsIn(part) };
    }
    prelude = part;
  }
}

/** What of `color:red;a` has a value: the last may be the selector of a block that is nested. */
function declarationsIn(text) {
  return text
    .split(';')
    .map((each) => /^\s*([a-z-]+)\s*:\s*(.+?)\s*$/s.exec(each)?.slice(1))
    .filter((each) => each && !each[1].includes('{'));
}
