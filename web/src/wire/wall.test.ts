import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenEn, whenNl } from '../strings/when.ts';
import { isWall, timeOf, whenOf } from './wall.ts';

/** On a Saturday at half past one, unless said otherwise. */
function said(then: string, at = '2026-11-28T13:30'): [string, string] | null {
  const when = whenOf(at, then);
  return when && [whenNl(when), whenEn(when)];
}

test('today is a part of the day', () => {
  assert.deepEqual(said('2026-11-28T03:00'), ['vannacht om 03:00', 'tonight at 03:00']);
  assert.deepEqual(said('2026-11-28T08:00'), ['vanochtend om 08:00', 'this morning at 08:00']);
  assert.deepEqual(said('2026-11-28T14:00'), ['vanmiddag om 14:00', 'this afternoon at 14:00']);
  assert.deepEqual(said('2026-11-28T19:00'), ['vanavond om 19:00', 'this evening at 19:00']);
});

test('after midnight the evening is still this evening', () => {
  assert.equal(said('2026-11-28T19:00', '2026-11-28T01:00')?.[0], 'vanavond om 19:00');
});

test('the night to come is tonight, and the one after it is not', () => {
  assert.equal(said('2026-11-29T02:00')?.[0], 'vannacht om 02:00');
  assert.equal(said('2026-11-29T02:00', '2026-11-28T03:00')?.[0], 'morgen om 02:00');
});

test('tomorrow, a day of this week, a date', () => {
  assert.deepEqual(said('2026-11-29T19:00'), ['morgen om 19:00', 'tomorrow at 19:00']);
  assert.deepEqual(said('2026-11-30T19:00'), ['maandag om 19:00', 'on Monday at 19:00']);
  assert.deepEqual(said('2026-12-04T19:00'), ['vrijdag om 19:00', 'on Friday at 19:00']);
  assert.deepEqual(said('2026-12-05T19:00'), [
    'zaterdag 5 december om 19:00',
    'on Saturday 5 December at 19:00',
  ]);
  assert.deepEqual(said('2027-01-01T00:00'), [
    'vrijdag 1 januari om 00:00',
    'on Friday 1 January at 00:00',
  ]);
});

test('the days on which the clock is changed are days as any other', () => {
  assert.equal(said('2026-03-29T19:00', '2026-03-28T23:00')?.[0], 'morgen om 19:00');
  assert.equal(said('2026-10-26T19:00', '2026-10-25T07:00')?.[0], 'morgen om 19:00');
});

test('what is not a time on a clock is not said', () => {
  for (const wrong of ['', '2026-11-28', '19:00', '2026-11-28T19:00Z', '2026-11-28T19:00:00']) {
    assert.equal(said(wrong), null);
    assert.equal(isWall(wrong), false);
  }
  assert.equal(isWall(3), false);
  assert.equal(isWall('2026-11-28T19:00'), true);
  assert.equal(timeOf('2026-11-28T19:00'), '19:00');
});
