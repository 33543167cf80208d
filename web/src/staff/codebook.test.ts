import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCodebook, type SentQuestion } from './codebook.ts';

const THB: SentQuestion = {
  id: 'thb',
  label: { nl: 'Ging het over mensenhandel?', en: 'Was it about human trafficking?' },
  multi: false,
  required: true,
  when: [{ question: 'contact', has: ['conv', 'short'] }],
  default: null,
  codes: [],
};

test('a tag names the codebook by id and version', () => {
  assert.equal(
    readCodebook({ id: 'thb-nl', version: '0.1.0', questions: [] }).name,
    'thb-nl-0.1.0',
  );
});

test('a question of an older server has no help and asks for one code', () => {
  const book = readCodebook({ id: 'thb-nl', version: '0.1.0', questions: [THB] });
  const [read] = book.questions;

  assert.deepEqual(read?.when, [{ question: 'contact', has: ['conv', 'short'], atLeast: 1 }]);
  assert.equal(read?.default, '');
  assert.equal(read?.help, null);
  assert.equal(read?.isExtra, false);
  assert.deepEqual(book.warnings, []);
});

test('help, extra questions and warnings are read', () => {
  const help = { nl: 'uitleg', en: 'help' };
  const code = { code: 'sex', label: help, exclusive: false, help };
  const when = [{ question: 'perp', has: ['mo', 'ptn'], at_least: 2 }];
  const book = readCodebook({
    id: 'thb-nl',
    version: '1.0.0',
    questions: [{ ...THB, help, more: true, codes: [code] }],
    warnings: [{ id: 'w', label: help, when }],
  });
  const [read] = book.questions;

  assert.equal(read?.isExtra, true);
  assert.deepEqual(read?.help, help);
  assert.deepEqual(read?.codes[0]?.help, help);
  assert.deepEqual(book.warnings[0]?.when, [{ question: 'perp', has: ['mo', 'ptn'], atLeast: 2 }]);
});
