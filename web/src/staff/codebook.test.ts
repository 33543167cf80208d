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

test('conditions are looked up by question, and no default is an empty one', () => {
  const book = readCodebook({ id: 'thb-nl', version: '0.1.0', questions: [THB] });

  assert.deepEqual(book.questions[0]?.when, { contact: ['conv', 'short'] });
  assert.equal(book.questions[0]?.default, '');
});
