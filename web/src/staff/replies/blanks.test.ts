import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filled, openBlank, withText } from './blanks.ts';

const OWN = { naam: 'Sanne', organisatie: 'Het Huis' };

test('what the page knows is filled in, and the rest stays open', () => {
  const text = 'Ik ben {naam} van {organisatie}. Bel {nummer}, zegt {naam}.';

  assert.equal(filled(text, OWN), 'Ik ben Sanne van Het Huis. Bel {nummer}, zegt Sanne.');
});

test('an organisation without a name leaves its blank open', () => {
  assert.equal(filled('van {organisatie}', { ...OWN, organisatie: '' }), 'van {organisatie}');
});

test('a name with signs in it is filled in as it is', () => {
  assert.equal(filled('{naam}', { ...OWN, naam: '$& {nummer}' }), '$& {nummer}');
});

test('the first open blank is found, and other braces are none', () => {
  assert.deepEqual(openBlank('zie {x} of {tijd}, {nummer}'), { start: 11, end: 17 });
  assert.deepEqual(openBlank('{tijd} {nummer}', 1), { start: 7, end: 15 });
  assert.equal(openBlank('hoi { naam } {}'), null);
});

test('a text comes where the cursor is, with the cursor behind it', () => {
  assert.deepEqual(withText('', { start: 0, end: 0 }, 'Hoi!'), {
    draft: 'Hoi!',
    typed: 'Hoi!',
    selected: { start: 4, end: 4 },
  });
});

test('words do not grow together', () => {
  assert.equal(withText('ikjij', { start: 2, end: 2 }, 'en').draft, 'ik en jij');
  assert.equal(withText('ik  jij', { start: 3, end: 3 }, 'en').draft, 'ik en jij');
  assert.equal(withText('ik\n', { start: 3, end: 3 }, 'en').draft, 'ik\nen');
});

test('what was selected is replaced, and an open blank is selected instead', () => {
  assert.deepEqual(withText('{tijd} oud', { start: 7, end: 10 }, 'bel {nummer} nu'), {
    draft: '{tijd} bel {nummer} nu',
    typed: 'bel {nummer} nu',
    selected: { start: 11, end: 19 },
  });
});
