import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDesk } from './desk.ts';

const closed = { type: 'desk', state: 'closed', at: '2026-11-28T13:35', opens: '2026-11-28T19:00' };

test('what the server says about the desk', () => {
  assert.deepEqual(readDesk(closed), { ...closed, paused: false, closes: null });
});

test('a state that this page does not know, or none, is as no answer', () => {
  for (const found of [null, 'closed', [], {}, { state: 'asleep' }, { state: 3 }]) {
    assert.equal(readDesk(found), null);
  }
});

test('a time that nobody can say is left out', () => {
  const desk = readDesk({ ...closed, at: 1_800_000_000, opens: 'soon', paused: 'yes' });

  assert.deepEqual([desk?.at, desk?.opens, desk?.paused], [null, null, false]);
});
