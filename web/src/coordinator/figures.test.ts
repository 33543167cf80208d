import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOf, nameOf } from './figures.ts';

test('a year that two versions counted in is named with its version', () => {
  const years = ['2025', '2026', '2026'].map((year, at) => ({
    year,
    codebook: `thb-nl-${at}.0.0`,
    synthetic: false,
    tables: [],
  }));
  assert.deepEqual(
    years.map((year) => nameOf(year, years)),
    ['2025', '2026 (thb-nl-1.0.0)', '2026 (thb-nl-2.0.0)'],
  );
});

test('only a number is a count', () => {
  assert.deepEqual(
    ['199', '0', '<5', '–', '×', ''].map((count) => countOf({ count })),
    [199, 0, null, null, null, null],
  );
});
