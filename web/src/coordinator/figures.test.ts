import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf, nameOf, type Table } from './figures.ts';

function table(...counts: readonly string[]): Table {
  const text = { nl: '', en: '' };
  const rows = counts.map((count) => ({ code: '', label: text, count, of_all: '', of_known: '' }));
  return {
    id: 'T1',
    title: text,
    unit: text,
    base: text,
    total: '',
    known: '',
    multi: false,
    rows,
    notes: [],
  };
}

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

test('the longest bar is the largest count', () => {
  assert.deepEqual(barsOf(table('199', '0')), [100, 0]);
  assert.deepEqual(barsOf(table('50', '25', '100')), [50, 25, 100]);
});

test('a masked count has no bar at all', () => {
  assert.deepEqual(barsOf(table('10', '<5', '–')), [100, null, null]);
});

test('a table of zeros has bars without length', () => {
  assert.deepEqual(barsOf(table('0', '0')), [0, 0]);
});
