import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Card, found, grouped, linesOf, unitsOf, wasHanded } from './contacts.ts';
import type { Said } from './transcript.ts';

const card = (id: string, rest: Partial<Card> = {}): Card => ({
  id,
  kind: 'help',
  region: null,
  number: '0800-2000',
  name: { nl: `${id} nl`, en: `${id} en` },
  about: { nl: 'Geweld thuis.', en: 'Violence at home.' },
  hours: null,
  ...rest,
});
const UNIT = card('avim', {
  kind: 'police',
  region: 'nn',
  number: '0900-8844',
  name: { nl: 'AVIM Noord-Nederland', en: 'AVIM Noord-Nederland' },
  about: { nl: 'In Groningen, Fryslân en Drenthe.', en: 'In Groningen.' },
});
const ALL = [card('alarm', { kind: 'emergency', number: '112' }), UNIT, card('thuis')];
const ids = (cards: readonly Card[]) => cards.map(({ id }) => id);

test('a card is in the language of the visitor, or in English', () => {
  assert.equal(linesOf(UNIT, 'nl').about, 'In Groningen, Fryslân en Drenthe.');
  assert.equal(linesOf(UNIT, 'pl').about, 'In Groningen.');
  assert.equal(linesOf(UNIT, 'nl').hours, '');
  assert.equal(linesOf(card('x', { hours: { nl: 'altijd', en: 'always' } }), 'en').hours, 'always');
});

test('a name that every object has is no language', () => {
  assert.equal(linesOf(UNIT, 'toString').name, 'AVIM Noord-Nederland');
});

test('one finds a card by its name, its place or its number, without capitals and accents', () => {
  assert.deepEqual(ids(found(ALL, '')), ['alarm', 'avim', 'thuis']);
  assert.deepEqual(ids(found(ALL, 'FRYSLAN')), ['avim']);
  assert.deepEqual(ids(found(ALL, ' drenthe avim ')), ['avim']);
  assert.deepEqual(ids(found(ALL, '09008844')), ['avim']);
  assert.deepEqual(ids(found(ALL, '0900-88')), ['avim']);
  assert.deepEqual(ids(found(ALL, 'violence home')), ['alarm', 'thuis']);
  assert.deepEqual(ids(found(ALL, 'mars')), []);
});

test('the regions stand together, after what everybody needs', () => {
  const police = card('politie', { kind: 'police' });
  const groups = grouped([UNIT, police, ...ALL.slice(2), ALL[0] as Card]);

  assert.deepEqual(
    groups.map(({ group, cards }) => [group, ids(cards)]),
    [
      ['emergency', ['alarm']],
      ['help', ['thuis']],
      ['police', ['politie']],
      ['region', ['avim']],
    ],
  );
  assert.deepEqual(grouped([]), []);
});

test('a region has its unit, and who answered something else has none', () => {
  assert.deepEqual(ids(unitsOf(ALL, ['nn'])), ['avim']);
  assert.deepEqual(unitsOf(ALL, ['nd']), []);
  assert.deepEqual(unitsOf(ALL, []), []);
});

test('a card that was handed is known by its words, and words alone are no card', () => {
  const lines = linesOf(UNIT, 'nl');
  const text = 'AVIM Noord-Nederland\nIn Groningen, Fryslân en Drenthe.\n0900-8844';
  const said: Said = {
    kind: 'said',
    key: 'k',
    seq: null,
    mine: true,
    author: 'Maria',
    text,
    isCard: true,
    at: 1,
  };

  assert.equal(wasHanded([said], lines), true);
  assert.equal(wasHanded([{ ...said, isCard: false }], lines), false);
  assert.equal(wasHanded([], lines), false);
});
