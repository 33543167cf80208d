import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Draft, EMPTY, faultsOf, replyOf } from './reply-form.ts';

const GOOD: Draft = {
  key: 'hoi',
  category: 'begin',
  title: { nl: 'Hoi', en: 'Hi' },
  text: { nl: 'Hoi {naam}, om {tijd}', en: 'At {tijd}, {naam}' },
};
const kinds = (change: Partial<Draft>, others: string[] = []) =>
  faultsOf({ ...GOOD, ...change }, others).map(({ kind }) => kind);

test('a good reply has no fault', () => {
  assert.deepEqual(kinds({}, ['hallo']), []);
});

test('an empty form says everything that is missing', () => {
  assert.deepEqual(
    faultsOf(EMPTY, []).map(({ kind }) => kind),
    ['key', 'title', 'text'],
  );
});

test('what the server would refuse is said before', () => {
  assert.deepEqual(kinds({ key: 'Hoi' }), ['key']);
  assert.deepEqual(kinds({}, ['hoi']), ['taken']);
  assert.deepEqual(
    kinds(
      {},
      Array.from({ length: 200 }, (_, at) => `k${at}`),
    ),
    ['full'],
  );
  assert.deepEqual(kinds({ title: { nl: 'Hoi', en: ' ' } }), ['title']);
  assert.deepEqual(kinds({ title: { nl: 'a'.repeat(61), en: 'a' } }), ['titleLong']);
  assert.deepEqual(kinds({ text: { nl: 'a', en: 'a'.repeat(1001) } }), ['textLong']);
  assert.deepEqual(kinds({ text: { nl: '{name}', en: '{name}' } }), ['blank', 'blank']);
  assert.deepEqual(kinds({ text: { nl: 'a {', en: 'a }' } }), ['brace', 'brace']);
  assert.deepEqual(kinds({ text: { nl: '{naam}', en: 'a' } }), ['unlike']);
  assert.deepEqual(kinds({ text: { ...GOOD.text, ar: 'ب' } }), ['unlike']);
});

test('a language in which nothing was written is not sent, nor are spaces around a text', () => {
  const { text } = replyOf({
    ...GOOD,
    text: { nl: ' a\n', en: '\u200eb\t\u202e', ar: ' \u200f ' },
  });

  assert.deepEqual(text, { nl: 'a', en: 'b' });
});
