import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busiestOf, columnsOf, type Hour, mostOf, stretchesOf } from './footfall.ts';

function hours(...busy: readonly (readonly [hour: number, came: number, left: number])[]): Hour[] {
  return Array.from({ length: 24 }, (_, hour) => {
    const found = busy.find(([at]) => at === hour);
    return { came: found?.[1] ?? 0, left: found?.[2] ?? 0 };
  });
}

test('a stretch is told by the bounds on both sides of it', () => {
  assert.deepEqual(stretchesOf([3, 6, 0], [1, 5]), [
    { from: null, to: 1, count: 3, bar: 50 },
    { from: 1, to: 5, count: 6, bar: 100 },
    { from: 5, to: null, count: 0, bar: 0 },
  ]);
});

test('stretches of nobody have bars without length', () => {
  assert.deepEqual(
    stretchesOf([0, 0], [5]).map(({ bar }) => bar),
    [0, 0],
  );
});

test('the busiest hour fills the chart, and the others are drawn beside it', () => {
  const columns = columnsOf(hours([20, 8, 2], [21, 16, 4]));
  assert.deepEqual(columns[21], { hour: 21, came: 100, left: 25 });
  assert.deepEqual(columns[20], { hour: 20, came: 50, left: 12.5 });
  assert.deepEqual(columns[3], { hour: 3, came: 0, left: 0 });
});

test('who came in one hour and left in the next does not leave the chart', () => {
  assert.equal(mostOf(hours([20, 2, 0], [21, 1, 5])), 5);
});

test('the busiest hour is the one in which most came', () => {
  assert.equal(busiestOf(hours([0, 3, 0], [21, 5, 0], [22, 5, 9])), 21);
  assert.equal(busiestOf(hours([3, 0, 1])), null);
});
