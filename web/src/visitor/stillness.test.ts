import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COVER_AFTER_MS, Stillness } from './stillness.ts';

test('a conversation that nobody touches is covered after ten minutes', () => {
  const stillness = new Stillness(0);
  stillness.looked(599_999, true);
  assert.equal(stillness.isCovered, false);

  stillness.looked(600_000, true);

  assert.equal(stillness.isCovered, true);
});

test('a touch or a new message begins the ten minutes again', () => {
  const stillness = new Stillness(0);
  stillness.stirred(300_000);

  stillness.looked(899_999, true);
  assert.equal(stillness.isCovered, false);
  stillness.looked(900_000, true);
  assert.equal(stillness.isCovered, true);
});

test('who waits is never covered: they have to see that somebody is there', () => {
  const stillness = new Stillness(0);

  stillness.looked(3 * COVER_AFTER_MS, false);

  assert.equal(stillness.isCovered, false);
});

test('a new message does not lift the cover, the visitor does', () => {
  const stillness = new Stillness(0);
  stillness.looked(COVER_AFTER_MS, true);

  stillness.stirred(COVER_AFTER_MS + 1);
  stillness.looked(COVER_AFTER_MS + 2, true);
  assert.equal(stillness.isCovered, true);
  stillness.lifted(COVER_AFTER_MS + 3);
  stillness.looked(COVER_AFTER_MS + 4, true);

  assert.equal(stillness.isCovered, false);
});
