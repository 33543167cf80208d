import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCodebook } from '../codebook.ts';
import type { Item, Said } from '../transcript.ts';
import type { Aid, Indicator } from './lexicon.ts';
import { offered, piecesOf, Reading } from './reading.ts';

const VIOLENCE: Indicator = {
  id: 'violence',
  question: 'ctrl',
  code: 'vio',
  dimension: 'coercion_destination',
  name: { nl: 'Geweld', en: 'Violence' },
};
const PARTNER: Indicator = { ...VIOLENCE, id: 'partner', question: 'perp', code: 'ptn' };

/** Finds a word wherever it stands. */
const AID: Aid = {
  codebook: 'book-1.0.0',
  edition: 1,
  find: (text) =>
    [...text.matchAll(/slaat/g)].map(({ index }) => ({
      start: index,
      end: index + 5,
      indicator: VIOLENCE,
    })),
};

const BOOK = readCodebook({
  id: 'book',
  version: '1.0.0',
  questions: [
    {
      id: 'thb',
      label: { nl: '', en: '' },
      multi: false,
      required: true,
      when: [],
      default: null,
      codes: [{ code: 'yes', label: { nl: '', en: '' }, exclusive: false }],
    },
    {
      id: 'ctrl',
      label: { nl: '', en: '' },
      multi: true,
      required: false,
      when: [{ question: 'thb', has: ['yes'] }],
      default: 'nd',
      codes: [{ code: 'vio', label: { nl: '', en: '' }, exclusive: false }],
    },
  ],
});

let made = 0;
function said(text: string, more: Partial<Said> = {}): Said {
  made += 1;
  return {
    kind: 'said',
    key: `${made}`,
    seq: made,
    mine: false,
    author: '',
    text,
    isCard: false,
    at: 0,
    ...more,
  };
}

const always = () => true;

test('only what the visitor said is read', () => {
  const items: readonly Item[] = [
    said('hij slaat me'),
    said('slaat hij je?', { mine: true }),
    said('slaat hij?', { author: 'Maria' }),
    said('slaat', { isCard: true }),
  ];
  const reading = new Reading(AID);

  assert.equal(reading.goOn(items, always), true);

  assert.deepEqual(
    items.map((item) => reading.of(item).length),
    [1, 0, 0, 0],
  );
});

test('a message is read once, and a new one is all that is read later', () => {
  const read: string[] = [];
  const reading = new Reading({
    ...AID,
    find(text) {
      read.push(text);
      return [];
    },
  });
  const items = [said('a'), said('b')];
  reading.goOn(items, always);
  reading.goOn([...items, said('c')], always);

  assert.deepEqual(read, ['b', 'a', 'c']);
});

test('much is read in slices, the newest first', () => {
  const reading = new Reading(AID);
  const items = Array.from({ length: 5 }, () => said('slaat'));
  let left = 1;

  assert.equal(
    reading.goOn(items, () => left-- > 0),
    false,
  );

  assert.deepEqual(
    items.map((item) => reading.of(item).length),
    [0, 0, 0, 1, 1],
  );
  assert.equal(reading.goOn(items, always), true);
  assert.deepEqual(reading.counted(items), [{ indicator: VIOLENCE, times: 5 }]);
});

test('one message is read, however slow the machine is', () => {
  const reading = new Reading(AID);
  const items = [said('slaat'), said('slaat')];
  const never = () => false;

  assert.equal(reading.goOn(items, never), false);
  assert.equal(reading.goOn(items, never), true);
  assert.equal(reading.many, 2);
});

test('a code is suggested once, with what was said, and only of the codebook of the form', () => {
  const reading = new Reading(AID);
  const items = [said('slaat'), said('hij slaat')];
  reading.goOn(items, always);

  assert.deepEqual(reading.suggested(items, BOOK), [
    { question: 'ctrl', code: 'vio', phrases: ['slaat'] },
  ]);
  assert.deepEqual(reading.suggested(items, { ...BOOK, name: 'book-1.0.1' }), []);
});

test('a question that is not shown has no suggestion: whether it was trafficking nobody is told', () => {
  const suggestions = [{ question: 'ctrl', code: 'vio', phrases: ['slaat'] }];

  assert.deepEqual(offered(suggestions, BOOK, {}), []);
  assert.deepEqual(offered(suggestions, BOOK, { thb: ['yes'] }), suggestions);
});

test('pieces are the whole text, and phrases that overlap are one piece of both', () => {
  const text = 'o mijn vriend slaat me, au';
  const pieces = piecesOf(text, [
    { start: 2, end: 19, indicator: PARTNER },
    { start: 14, end: 22, indicator: VIOLENCE },
  ]);

  assert.equal(pieces.map((piece) => piece.text).join(''), text);
  assert.deepEqual(
    pieces.map((piece) => [piece.text, piece.indicators.map(({ id }) => id)]),
    [
      ['o ', []],
      ['mijn vriend slaat me', ['partner', 'violence']],
      [', au', []],
    ],
  );
  assert.deepEqual(piecesOf('niets', []), [{ text: 'niets', indicators: [] }]);
});
