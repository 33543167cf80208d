import { messages as en } from 'messages:en';
import { messages as nl } from 'messages:nl';
import { messages as pl } from 'messages:pl';
import { messages as zh } from 'messages:zh-Hans';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWayOut } from './config.ts';
import { toRead } from './meanwhile.tsx';
import { numbersOf, type Organisation, readOrganisation, said, tokensOf } from './organisation.ts';
import { answersIn, askedFirst } from './questions.tsx';

const both = (text: string) => ({ nl: `${text} nl`, en: `${text} en` });
const whole = {
  colours: { light: { accent: '#112233', on_accent: '#ffffff' } },
  numbers: [
    { number: '+31 (20) 123-45', name: both('huis'), about: both('bed') },
    { number: '456', name: both('alleen'), about: both('x'), only: ['en'] },
  ],
  questions: [
    { ask: both('wie?'), answers: [{ text: both('ik') }, { text: both('zij'), help: both('h') }] },
    { ask: both('veilig?'), answers: [{ text: both('ja') }, { text: both('nee') }] },
  ],
  reading: [{ title: both('titel'), text: both('tekst') }],
} satisfies Organisation;

test('settings are taken whole, or not at all', () => {
  assert.equal(readOrganisation(whole), whole);
  const nothing = {};
  assert.equal(readOrganisation(nothing), nothing);
  const broken: unknown[] = [
    undefined,
    null,
    'text',
    [],
    { ...whole, numbers: undefined },
    { ...whole, name: 'text' },
    { ...whole, name: { en: 'house' } },
    { ...whole, numbers: { 0: 'x' } },
    { ...whole, numbers: [null] },
    { ...whole, numbers: [...whole.numbers, { number: 7, name: both('a'), about: both('b') }] },
    { ...whole, numbers: [{ number: '7', name: { nl: 'a' }, about: both('b') }] },
    { ...whole, questions: [{ ask: both('wie?'), answers: 'ja' }] },
    { ...whole, reading: [{ title: both('t') }] },
  ];
  for (const found of broken) assert.equal(readOrganisation(found), null, JSON.stringify(found));
});

test('who reads another language reads Dutch', () => {
  assert.equal(said(both('huis'), en), 'huis en');
  assert.equal(said(both('huis'), pl), 'huis nl');
  assert.equal(said({ ...both('huis'), zh: '家' }, zh), '家');
});

test('112 is first, whatever comes after it', () => {
  assert.deepEqual(
    numbersOf(whole, nl).map(({ call, name }) => [call, name]),
    [
      ['112', 'Direct gevaar'],
      ['+312012345', 'huis nl'],
    ],
  );
  assert.deepEqual(
    numbersOf(whole, en).map(({ call }) => call),
    ['112', '+312012345', '456'],
  );
  assert.deepEqual(
    numbersOf({ ...whole, numbers: [] }, nl).map(({ call }) => call),
    ['112'],
  );
});

test('without numbers of an organisation there are those of the page, in the language of the page', () => {
  const { numbers: _, ...rest } = whole;
  for (const found of [null, rest]) {
    const shown = numbersOf(found, pl);
    assert.equal(shown.length, 6);
    assert.deepEqual(shown[1], {
      shown: '0800-2000',
      call: '08002000',
      name: 'Veilig Thuis',
      text: pl.numbers.veiligThuis,
    });
  }
});

test('only a colour becomes a part of the style sheet', () => {
  const accent = '--accent:#112233;--accent-strong:#112233;';
  assert.equal(tokensOf(whole, 'light'), `:root{${accent}--on-accent:#ffffff;}`);
  assert.equal(tokensOf(whole, 'dark'), ':root{}');
  const light = {
    'ink}body{display': '#112233',
    ink: 'url(https://away.test)',
    ground: '#11223',
    surface: '#112233;}',
    accent: '#112233\n',
  };
  assert.equal(tokensOf({ ...whole, colours: { light } }, 'light'), ':root{}');
});

test('an organisation asks what it wants, or nothing; if it says nothing of it, we ask', () => {
  assert.deepEqual(askedFirst(whole, en)[0], {
    ask: 'wie? en',
    answers: [
      { text: 'ik en', help: '' },
      { text: 'zij en', help: 'h en' },
    ],
  });
  assert.deepEqual(askedFirst({ ...whole, questions: [] }, nl), []);
  for (const found of [null, {}]) {
    for (const [t, ask] of [
      [nl, 'Voor wie ben je hier?'],
      [pl, 'O kogo chodzi?'],
      [zh, '你是为谁来的？'],
    ] as const) {
      const asked = askedFirst(found, t);
      assert.equal(asked[0]?.ask, ask);
      assert.deepEqual(
        asked.map(({ answers }) => answers.map(({ help }) => help !== '')),
        [
          [false, true],
          [false, true],
        ],
      );
    }
  }
});

test('there is to read what an organisation wants, or nothing; if it says nothing of it, our texts', () => {
  assert.deepEqual(toRead(whole, en), [{ title: 'titel en', text: 'tekst en' }]);
  const link = 'https://e.org/';
  assert.equal(
    toRead({ reading: [{ ...whole.reading[0], link }] } as Organisation, en)[0]?.link,
    link,
  );
  assert.deepEqual(toRead({ reading: [] }, en), []);
  for (const found of [null, {}]) {
    const [first, ...rest] = toRead(found, pl);
    assert.equal(first?.title, 'Jak wygląda taka rozmowa?');
    assert.equal(first?.text.split('\n\n').length, 3);
    assert.equal(rest.length, 2);
  }
});

test('only what was answered is said, in the words that were read', () => {
  const asked = askedFirst(whole, nl);
  assert.equal(answersIn(asked, {}, 'Vooraf:'), '');
  assert.equal(answersIn(asked, { 0: -1, 1: -1 }, 'Vooraf:'), '');
  assert.equal(answersIn(asked, { 1: 0 }, 'Vooraf:'), 'Vooraf:\nveilig? nl ja nl');
  assert.equal(
    answersIn(askedFirst(whole, en), { 0: 1, 1: 1 }, 'Before:'),
    'Before:\nwie? en zij en\nveilig? en nee en',
  );
});

test('a way out is an address that others cannot read along', () => {
  assert.ok(isWayOut('https://weather.test/'));
  for (const exit of [undefined, 3, '', 'http://weather.test/', 'ftp://weather.test/']) {
    assert.ok(!isWayOut(exit));
  }
});
