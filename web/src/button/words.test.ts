import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Desk } from '../wire/frames.ts';
import { languageOf, lineOf } from './words.ts';

const open: Desk = { type: 'desk', state: 'open' };
const closed: Desk = { type: 'desk', state: 'closed' };
const at = '2026-11-28T12:35';

const said = (desk: Desk | null) => [lineOf(desk, 'nl'), lineOf(desk, 'en')];

test('the button says in one line how it is at the desk', () => {
  assert.deepEqual(said(open), ['Nu open', 'Open now']);
  assert.deepEqual(said({ ...open, at, closes: '2026-11-28T23:00' }), [
    'Open tot 23:00',
    'Open until 23:00',
  ]);
  assert.deepEqual(said({ ...closed, at, opens: '2026-11-28T19:00' }), [
    'Nu dicht, om 19:00 open',
    'Closed now, opens at 19:00',
  ]);
  assert.deepEqual(said(closed), ['Nu dicht', 'Closed now']);
  assert.deepEqual(said({ ...closed, paused: true, at }), [
    'Er kan nu even niemand bij',
    'Nobody new can come in right now',
  ]);
  assert.deepEqual(said({ ...open, state: 'full' }), [
    'Het is nu heel druk',
    'It is very busy right now',
  ]);
});

test('of a server that does not answer nothing is said', () => {
  assert.deepEqual(said(null), ['', '']);
});

test('the words are Dutch on a Dutch page and on one that does not say, and English on others', () => {
  assert.equal(languageOf('nl'), 'nl');
  assert.equal(languageOf('nl-BE'), 'nl');
  assert.equal(languageOf(''), 'nl');
  assert.equal(languageOf('en-GB'), 'en');
  assert.equal(languageOf('de'), 'en');
  assert.equal(languageOf('nlx'), 'en');
});

test('a closed desk says on which day of the helpline it opens', () => {
  const opens = (day: string) => said({ ...closed, at, opens: `${day}T19:00` });

  assert.deepEqual(opens('2026-11-29'), [
    'Nu dicht, morgen om 19:00 open',
    'Closed now, opens tomorrow at 19:00',
  ]);
  assert.deepEqual(opens('2026-12-04'), [
    'Nu dicht, vrijdag om 19:00 open',
    'Closed now, opens on Friday at 19:00',
  ]);
  assert.deepEqual(opens('2026-12-05'), [
    'Nu dicht, zaterdag 5 december om 19:00 open',
    'Closed now, opens on Saturday 5 December at 19:00',
  ]);
});

test('a day is that of the helpline, in whatever time zone the phone is', () => {
  const late: Desk = { ...closed, at: '2026-03-28T23:50', opens: '2026-03-29T03:00' };
  const before = process.env['TZ'];
  try {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Amsterdam']) {
      process.env['TZ'] = zone;
      assert.equal(lineOf(late, 'nl'), 'Nu dicht, morgen om 03:00 open', zone);
      const monday: Desk = { ...late, opens: '2026-03-30T00:00' };
      assert.equal(lineOf(monday, 'nl'), 'Nu dicht, maandag om 00:00 open', zone);
    }
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});
