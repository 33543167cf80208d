import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Desk } from '../wire/frames.ts';
import { minutesLeft, shutOf } from './shut.ts';

const open: Desk = { type: 'desk', state: 'open' };

test('who is held back from here is told so, though the desk is open to others', () => {
  const soon = Date.now() + 90_000;

  assert.equal(shutOf(open, soon), 'again');
  assert.equal(shutOf({ ...open, state: 'full' }, soon), 'again');
  assert.equal(minutesLeft(soon), 2);
});

test('a closed desk is closed to everybody, and says when it opens', () => {
  assert.equal(shutOf({ ...open, state: 'closed' }, Date.now() + 90_000), 'closed');
  assert.equal(shutOf({ ...open, state: 'closed', paused: true }, Date.now() + 90_000), 'paused');
});

test('afterwards nobody is held back any more', () => {
  const past = Date.now() - 1;

  assert.equal(minutesLeft(past), 0);
  assert.equal(shutOf(open, past), null);
  assert.equal(shutOf(open, null), null);
  assert.equal(shutOf(null, null), null);
});
