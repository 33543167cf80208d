import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ratio, readColour, said } from './contrast.ts';
import { DEFAULT, type Given, PAGES, paletteOf, radiusOf } from './palette.ts';

interface Vectors {
  readonly ratios: readonly [string, string, number][];
  readonly said: readonly [number, string][];
  readonly no_colours: readonly string[];
  readonly default: { background: string; text: string; pages: string[] };
  readonly palettes: readonly { given: Given; faults: string[] }[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(join(process.env['VECTORS'] ?? '', 'contrast.json'), 'utf8'),
);

test('a ratio is that of WCAG, whichever colour comes first', () => {
  assert.ok(vectors.ratios.length > 10);
  for (const [one, other, expected] of vectors.ratios) {
    const [first, second] = [readColour(one) ?? '', readColour(other) ?? ''];
    assert.ok(Math.abs(ratio(first, second) - expected) < 1e-6, `${one} ${other}`);
    assert.ok(Math.abs(ratio(second, first) - expected) < 1e-6, `${other} ${one}`);
  }
});

test('a ratio is never said to be better than it is', () => {
  for (const [measured, words] of vectors.said) assert.equal(said(measured), words);
});

test('what is no colour is none, and so nothing else can come into the style sheet', () => {
  for (const text of vectors.no_colours) assert.equal(readColour(text), null, text);
  assert.equal(readColour('#1aF'), '#11aaff');
});

test('a palette that fails is the default one, and says what was measured', () => {
  for (const { given, faults } of vectors.palettes) {
    const found = paletteOf(given);
    assert.deepEqual(found.faults, faults, JSON.stringify(given));
    if (faults.length > 0) assert.deepEqual(found.palette, DEFAULT);
    else assert.equal(found.palette.background, given.background ?? DEFAULT.background);
  }
});

test('the default is the one that is checked where the snippet is made', () => {
  assert.equal(DEFAULT.background, vectors.default.background);
  assert.equal(DEFAULT.text, vectors.default.text);
  assert.deepEqual(PAGES, vectors.default.pages);
});

test('without a border its colour is that of the text', () => {
  assert.equal(paletteOf({ background: '#ffe', text: '#123' }).palette.border, '#112233');
});

test('what is no colour makes all colours the default ones, and is named', () => {
  const { palette, faults } = paletteOf({ background: 'url(https://evil.example)', text: '#000' });

  assert.deepEqual(palette, DEFAULT);
  assert.deepEqual(faults, ['background: expected a colour such as #1d6a63']);
});

test('corners are whole pixels and never rounder than the button', () => {
  assert.equal(radiusOf({}), 10);
  assert.equal(radiusOf({ radius: '0' }), 0);
  assert.equal(radiusOf({ radius: '28' }), 28);
  assert.equal(radiusOf({ radius: '99' }), 28);
  assert.equal(radiusOf({ radius: '4px;position:fixed' }), 10);
});
