import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checked, readMessages } from './rules.mjs';

const DUTCH = {
  '@language': 'Nederlands',
  '@reviewed': false,
  exit: 'Sluit alles',
  'facts.0': 'Een',
  'facts.1': 'Twee',
  letIn: '{name} is er.',
  before: '{count, plural, =0 {Niemand} one {Nog # mens} other {Nog # mensen}} voor je.',
};

const POLISH = {
  '@language': 'Polski',
  '@reviewed': 'Anna Nowak, 2026-12-01',
  exit: 'Zamknij wszystko',
  'facts.0': 'Jeden',
  'facts.1': 'Dwa',
  letIn: '{name} jest tutaj.',
  before:
    '{count, plural, =0 {Nikt} one {# osoba} few {# osoby} many {# osób} other {# osoby}} przed tobą.',
};

const read = (polish, dutch = DUTCH, tag = 'pl') =>
  checked(
    new Map([
      [tag, typeof polish === 'string' ? polish : JSON.stringify(polish, null, 2)],
      ['nl', JSON.stringify(dutch, null, 2)],
    ]),
  );

const refused = (rule, changes, tag = 'pl') =>
  assert.throws(
    () => read({ ...POLISH, ...changes }, DUTCH, tag),
    new Error(`messages/visitor/${tag}.json: ${rule}`),
  );

test('what the page has now is right, and begins with Dutch', () => {
  const languages = readMessages();
  assert.equal(languages[0].tag, 'nl');
  assert.ok(languages.length > 1);
  for (const { tag, texts } of languages) assert.equal(texts.size, languages[0].texts.size, tag);
});

test('a good file is read, with who reviewed it', () => {
  const [dutch, polish] = read(POLISH);
  assert.deepEqual([dutch.tag, dutch.reviewed], ['nl', false]);
  assert.deepEqual([polish.name, polish.reviewed], ['Polski', 'Anna Nowak, 2026-12-01']);
  assert.equal(polish.direction, 'ltr');
});

test('a key that is missing or that nobody knows is refused by its name', () => {
  const { exit: _, ...without } = POLISH;
  assert.throws(() => read(without), /pl\.json: exit: is missing$/);
  refused('exitt: is not a key of this page', { exitt: 'Zamknij' });
  refused('facts.2: is not a key of this page', { 'facts.2': 'Trzy' });
});

test('everything that is wrong is told at once', () => {
  const { exit: _, ...without } = POLISH;
  assert.throws(() => read({ ...without, letIn: 'Jest tutaj.' }), {
    message:
      'messages/visitor/pl.json: exit: is missing\nmessages/visitor/pl.json: letIn: {name} is missing',
  });
});

test('a word that is filled in is neither left out nor added nor misspelt', () => {
  refused('letIn: {name} is missing', { letIn: 'Jest tutaj.' });
  refused('letIn: {role} is not filled in here', { letIn: '{name} ({role}) jest tutaj.' });
  refused('letIn: {imię} is not a word', { letIn: '{imię} jest tutaj.' });
  refused('exit: {name} is not filled in here', { exit: 'Zamknij {name}' });
});

test('every form that a whole number asks for in the language is there', () => {
  refused('before: {count, plural} has no form "few"', {
    before: '{count, plural, =0 {Nikt} one {# osoba} many {# osób} other {# osoby}}',
  });
  refused('before: has no form "other"', {
    before: '{count, plural, =0 {Nikt} one {# osoba} few {# osoby} many {# osób}}',
  });
  refused('before: {count, plural} has no form "=0"', {
    before: '{count, plural, one {# osoba} few {# osoby} many {# osób} other {# osoby}}',
  });
});

test('a form that the language does not have is refused', () => {
  assert.throws(
    () =>
      read({
        ...POLISH,
        before: '{count, plural, =0 {Nikt} zero {#} one {#} few {#} many {#} other {#}}',
      }),
    /pl\.json: before: is not a message: .*zero/,
  );
});

test('a form for several numbers says which', () => {
  refused('before: the form "few" is for several numbers and does not say which: write #', {
    before:
      '{count, plural, =0 {Nikt} one {Jedna osoba} few {osoby} many {# osób} other {# osoby}}',
  });
  // One, in Ukrainian, is also twenty-one.
  const { before: _, ...rest } = POLISH;
  const before = '{count, plural, =0 {Ніхто} one {Одна людина} few {#} many {#} other {#}}';
  refused(
    'before: the form "one" is for several numbers and does not say which: write #',
    { ...rest, before },
    'uk',
  );
});

test('a name is not counted', () => {
  refused('letIn: {name} is not a number', {
    letIn: '{name, plural, one {#} few {#} many {#} other {#}}',
  });
});

test('only what the page can say: no dates, offsets or other formats', () => {
  refused('letIn: {name, date} is not known here: plural or select', { letIn: '{name, date}' });
  refused('before: an offset is not known here', {
    before: '{count, plural, offset:1 =0 {Nikt} one {#} few {#} many {#} other {#}}',
  });
});

test('a message that is not well-formed is refused', () => {
  assert.throws(
    () => read({ ...POLISH, letIn: '{name jest' }),
    /pl\.json: letIn: is not a message: /,
  );
  refused('exit: is empty, or has a space around it', { exit: ' ' });
  refused('exit: is empty, or has a space around it', { exit: 'Zamknij ' });
  refused('exit: has a straight apostrophe: use ’', { exit: "d'accord" });
  refused('exit: has a sign that is not allowed', { exit: 'a|b' });
  refused('exit: has a sign that is not allowed', { exit: '<b>Zamknij</b>' });
  refused('exit: has a sign that is not allowed', { exit: 'Zamknij\u202e' });
  refused('exit: is not a text', { exit: 3 });
});

test('the first two lines say which language it is and who has read it', () => {
  refused('@language: is the language’s own name', { '@language': '' });
  for (const reviewed of [true, 'yes', 'Anna Nowak', undefined]) {
    refused('@reviewed: is false, or who read it and when: "Name, 2026-12-01"', {
      '@reviewed': reviewed,
    });
  }
});

test('a file is JSON, without a key twice, and named as a language', () => {
  assert.throws(() => read('{'), /pl\.json: is not JSON/);
  assert.throws(() => read('[]'), /pl\.json: is one object of keys and texts/);
  const twice = JSON.stringify(POLISH, null, 2).replace('{', '{\n  "exit": "Zamknij",');
  assert.throws(() => read(twice), /pl\.json: exit: is there twice/);
  refused('a file is named as a language: nl.json, zh-Hans.json', {}, 'polski');
  refused('no plural rules are known for this language', {}, 'qq');
});

test('a key of the page is not a text and the beginning of others', () => {
  assert.throws(
    () => read(POLISH, { ...DUTCH, 'exit.now': 'Nu' }),
    /nl\.json: exit\.now: is below exit, which is a text itself/,
  );
});
