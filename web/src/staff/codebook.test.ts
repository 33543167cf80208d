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

test('conditions and defaults are read in either form', () => {
  const byQuestion = { ...THB, when: { contact: ['conv', 'short'] }, default: '' };
  const book = readCodebook({ id: 'thb-nl', version: '0.1.0', questions: [THB, byQuestion] });

  assert.deepEqual(book.questions[0], book.questions[1]);
  assert.deepEqual(book.questions[0]?.when, { contact: ['conv', 'short'] });
  assert.equal(book.questions[0]?.default, '');
});
