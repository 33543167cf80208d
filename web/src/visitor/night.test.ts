import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNight } from './night.ts';

test('it is night from nine in the evening until seven in the morning', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => isNight(hour));
  assert.deepEqual(hours, [0, 1, 2, 3, 4, 5, 6, 21, 22, 23]);
});
