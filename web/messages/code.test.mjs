import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { typesOf } from './code.mjs';
import { messagesPlugin } from './plugin.mjs';
import { checked } from './rules.mjs';

/** The messages of a language as the page gets them: through the build, in a script that hands them over. */
async function given(tag, texts, dutch = texts) {
  const file = (of) => JSON.stringify({ '@language': 'x', '@reviewed': false, ...of });
  const languages = checked(
    new Map([
      ['nl', file(dutch)],
      [tag, file(texts)],
    ]),
  );
  const { outputFiles } = await build({
    entryPoints: [`language:${tag}`],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: ['chrome64', 'safari11.1', 'firefox60'],
    outdir: 'out',
    plugins: [messagesPlugin(languages)],
  });
  const [{ text }] = outputFiles;
  let handed;
  class CustomEvent {
    constructor(type, { detail }) {
      Object.assign(this, { type, detail });
    }
  }
  const currentScript = { dispatchEvent: ({ detail }) => (handed = detail) };
  // Without Intl: the oldest browsers have no plural rules of their own.
  runInNewContext(text, { document: { currentScript }, CustomEvent, Intl: undefined });
  return handed;
}

const MINUTES = '{n, plural, one {# minuut} other {# minuten}}';
const counted = (tag, text) => given(tag, { left: text }, { left: MINUTES });

test('Polish has a form for 2 to 4, not for 12 to 14, and again for 22', async () => {
  const { left } = await counted(
    'pl',
    '{n, plural, one {# minuta} few {# minuty} many {# minut} other {# minuty}}',
  );
  const said = [0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 102].map((n) => left({ n }));
  assert.deepEqual(said, [
    '0 minut',
    '1 minuta',
    '2 minuty',
    '4 minuty',
    '5 minut',
    '11 minut',
    '12 minut',
    '14 minut',
    '21 minut',
    '22 minuty',
    '25 minut',
    '101 minut',
    '102 minuty',
  ]);
});

test('Ukrainian says twenty-one as it says one', async () => {
  const { left } = await counted(
    'uk',
    '{n, plural, one {# хвилина} few {# хвилини} many {# хвилин} other {# хвилини}}',
  );
  const said = [1, 3, 7, 11, 21, 23, 111].map((n) => left({ n }));
  assert.deepEqual(said, [
    '1 хвилина',
    '3 хвилини',
    '7 хвилин',
    '11 хвилин',
    '21 хвилина',
    '23 хвилини',
    '111 хвилин',
  ]);
});

test('Arabic has six forms, with the digits of telephones', async () => {
  const { left, direction } = await counted(
    'ar',
    '{n, plural, zero {صفر} one {دقيقة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة.}}',
  );
  const said = [0, 1, 2, 3, 10, 11, 99, 100, 103].map((n) => left({ n }));
  assert.deepEqual(said, [
    'صفر',
    'دقيقة',
    'دقيقتان',
    '3 دقائق',
    '10 دقائق',
    '11 دقيقة',
    '99 دقيقة',
    '100 دقيقة.',
    '103 دقائق',
  ]);
  assert.equal(direction, 'rtl');
});

test('Chinese and Vietnamese have one form', async () => {
  for (const tag of ['zh-Hans', 'vi']) {
    const { left, language } = await counted(tag, '{n, plural, other {# 分钟}}');
    assert.deepEqual([left({ n: 1 }), left({ n: 5 }), language], ['1 分钟', '5 分钟', tag]);
  }
});

test('a number with a form of its own has that one', async () => {
  const text = '{n, plural, =0 {nu} =60 {een uur} one {# minuut} other {# minuten}}';
  const { left } = await given('nl', { left: text });
  const said = [0, 1, 60, 61].map((n) => left({ n }));
  assert.deepEqual(said, ['nu', '1 minuut', 'een uur', '61 minuten']);
});

test('a choice by a word is that of the word, or the other', async () => {
  const { by } = await given('nl', { by: '{who, select, staff {hulp} other {iemand}} is er' });
  assert.deepEqual([by({ who: 'staff' }), by({ who: 'x' })], ['hulp is er', 'iemand is er']);
});

test('a name in Arabic does not turn the sentence round', async () => {
  const { letIn } = await given('ar', { letIn: '{name} هنا' }, { letIn: '{name} is er' });
  assert.equal(letIn({ name: 'Sanne' }), '\u2068Sanne\u2069 هنا');
});

test('a text is only ever text: no sign in it is code', async () => {
  const odd = 'a `b` \\ $& “e” # f';
  const made = await given('nl', { odd, letIn: '`$ {name} \\' });
  assert.equal(made.odd, odd);
  assert.equal(made.letIn({ name: '`$`' }), '`$ `$` \\');
  const code = '\u0024{\u0024{1}}';
  assert.equal(made.letIn({ name: code }), `\`$ ${code} \\`);
});

test('keys with points become lists and objects', async () => {
  const { facts, shut } = await given('nl', { 'facts.0': 'a', 'facts.1': 'b', 'shut.full': 'c' });
  assert.equal(JSON.stringify([facts, shut]), '[["a","b"],{"full":"c"}]');
});

test('the types say what is filled in, and what of it is a number', () => {
  const texts = {
    '@language': 'x',
    '@reviewed': false,
    exit: 'Weg',
    'facts.0': 'a',
    left: MINUTES,
    span: '{n} tot {name}',
    'shut.full': 'c',
  };
  const [first] = checked(new Map([['nl', JSON.stringify(texts)]]));
  const types = typesOf(first);
  for (const line of [
    'readonly exit: string;',
    'readonly facts: readonly string[];',
    'readonly left: (given: { readonly n: number }) => string;',
    'readonly span: (given: { readonly n: number; readonly name: string }) => string;',
    'readonly shut: { readonly full: string };',
  ]) {
    assert.ok(types.includes(`  ${line}\n`), line);
  }
});

test('what is asked after a conversation is in no language’s own script, and together in one of its own', async () => {
  const texts = { send: 'Verstuur', 'afterwards.heard.question': 'Gehoord?' };
  assert.deepEqual(Object.keys(await given('nl', texts)), ['language', 'direction', 'send']);

  const file = JSON.stringify({ '@language': 'x', '@reviewed': false, ...texts });
  const languages = checked(
    new Map([
      ['nl', file],
      ['zh-Hans', file],
    ]),
  );
  const { outputFiles } = await build({
    stdin: {
      contents: "import { afterwards } from 'messages:afterwards'; globalThis.said = afterwards;",
    },
    bundle: true,
    write: false,
    plugins: [messagesPlugin(languages)],
  });
  const page = {};
  runInNewContext(outputFiles[0].text, page);
  const said = { heard: { question: 'Gehoord?' } };
  assert.equal(JSON.stringify(page.said), JSON.stringify({ nl: said, 'zh-Hans': said }));
});
