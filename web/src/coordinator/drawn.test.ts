import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf, gridOf, markOf, seriesOf } from './drawn.ts';
import { figuresOf } from './shown.ts';
import { row, table, year } from './testing.ts';

test('a masked count is a sign without a number', () => {
  assert.deepEqual(markOf(row('self', '<5')), { count: null, mask: 'few', text: '<5' });
  assert.deepEqual(markOf(row('self', '–')), { count: null, mask: 'left-out', text: '–' });
  assert.deepEqual(markOf(row('self', '×')), { count: null, mask: 'left-out', text: '×' });
});

test('a count is written with its share of all, where there is space and a share', () => {
  assert.equal(markOf(row('self', '199', '87 %', '90 %')).text, '199 · 87 %');
  assert.equal(markOf(row('self', '199', '87 %'), true).text, '199');
  assert.equal(markOf(row('self', '9')).text, '9');
});

test('unknown answers stand after all others, and apart', () => {
  const { bars } = barsOf(table('t7', [row('sex', '9'), row('?nd', '30'), row('oth', '0')]), 'nl');
  assert.deepEqual(
    bars.map(({ label, isApart, count }) => [label, isApart, count]),
    [
      ['sex', false, 9],
      ['oth', false, 0],
      ['nd', true, 30],
    ],
  );
});

test('labels are in the language of the reader', () => {
  assert.deepEqual(
    barsOf(table('t7', [row('sex', '9')]), 'en').bars.map(({ label }) => label),
    ['SEX'],
  );
});

test('only in the quality table does the whole width mean everybody', () => {
  assert.equal(barsOf(table('t21', [row('age', '20')], { total: '262' }), 'nl').whole, 262);
  assert.equal(barsOf(table('t7', [row('sex', '20')], { total: '262' }), 'nl').whole, null);
  assert.equal(barsOf(table('t21', [], { total: '' }), 'nl').whole, null);
});

const side = (code: string, unknown = false) => ({ code, label: { nl: code, en: code }, unknown });
const cross = { down: [side('nd', true), side('f')], across: [side('lt16'), side('a16')] };

test('a cross is laid out by its codes, with the unknown at the end', () => {
  const rows = [row('f.a16', '<5'), row('f.lt16', '12'), row('?nd.lt16', '–')];
  const grid = gridOf(table('x3', rows), cross, 'nl');
  assert.deepEqual(
    grid.down.map(({ label, isApart }) => [label, isApart]),
    [
      ['f', false],
      ['nd', true],
    ],
  );
  assert.deepEqual(
    grid.cells.map((cells) => cells.map(({ text, mask }) => [text, mask])),
    [
      [
        ['12', null],
        ['<5', 'few'],
      ],
      [
        ['–', 'left-out'],
        ['', null],
      ],
    ],
  );
});

test('a break is drawn before the column it begins with, and points know their segment', () => {
  const [course] = figuresOf({
    codebook: 'thb-nl-1.0.0',
    as_of: '2027-02-01',
    years: [
      year('2026', [table('t7', [row('sex', '160')])]),
      year('2025', [table('t7', [row('sex', '150')])]),
      year('2024', [table('t7', [row('sex', '<5')])], { codebook: 'thb-nl-0.1.0' }),
    ],
  }).overYears;
  assert.ok(course);
  const series = seriesOf(course, 'nl', (broken) => broken.why);
  assert.deepEqual(series.columns, ['2024', '2025', '2026']);
  assert.deepEqual(series.breaks, [{ before: 1, label: 'codebook' }]);
  assert.deepEqual(
    series.panels[0]?.points.map((point) => [point?.count, point?.segment]),
    [
      [null, 0],
      [150, 1],
      [160, 1],
    ],
  );
});
