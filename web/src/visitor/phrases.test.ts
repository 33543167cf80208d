import { messages as en } from 'messages:en';
import { messages as nl } from 'messages:nl';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenOf } from '../wire/wall.ts';
import { sayList, sayWait, sayWhen } from './phrases.ts';

test('how long it may take is said in words that anybody uses', () => {
  const inDutch = (low: number, high: number | null) => sayWait(nl, { low, high });
  assert.equal(sayWait(nl, null), 'We weten nog niet hoe lang het duurt.');
  assert.equal(inDutch(0, 5), 'Meestal duurt het nog minder dan 5 minuten.');
  assert.equal(inDutch(5, 15), 'Meestal duurt het nog 5 tot 15 minuten.');
  assert.equal(inDutch(20, 60), 'Meestal duurt het nog 20 minuten tot een uur.');
  assert.equal(inDutch(60, 120), 'Meestal duurt het nog een uur tot twee uur.');
  assert.equal(inDutch(90, null), 'Het is druk. Het duurt meestal nog langer dan anderhalf uur.');
  const inEnglish = (low: number, high: number) => sayWait(en, { low, high });
  assert.equal(inEnglish(5, 15), 'It usually takes 5 to 15 minutes from now.');
  assert.equal(inEnglish(20, 60), 'It usually takes 20 minutes to an hour from now.');
});

test('what lies between an hour and two is an hour and a half', () => {
  assert.equal(sayWait(nl, { low: 0, high: 75 }), sayWait(nl, { low: 0, high: 90 }));
  assert.equal(sayWait(nl, { low: 0, high: 300 }), sayWait(nl, { low: 0, high: 120 }));
});

test('when the chat opens is said as people do', () => {
  const saturday = '2026-11-28T14:00';
  const say = (then: string) => {
    const when = whenOf(saturday, then);
    return when && [sayWhen(nl, when), sayWhen(en, when)];
  };
  assert.deepEqual(say('2026-11-28T19:00'), ['vanavond om 19:00', 'this evening at 19:00']);
  assert.deepEqual(say('2026-11-29T09:30'), ['morgen om 09:30', 'tomorrow at 09:30']);
  assert.deepEqual(say('2026-11-30T19:00'), ['maandag om 19:00', 'on Monday at 19:00']);
  assert.deepEqual(say('2027-01-01T19:00'), [
    'vrijdag 1 januari om 19:00',
    'on Friday 1 January at 19:00',
  ]);
});

test('names are joined as one says them', () => {
  assert.equal(sayList(nl, []), '');
  assert.equal(sayList(nl, ['Maria']), 'Maria');
  assert.equal(sayList(nl, ['Maria', 'Noor']), 'Maria en Noor');
  assert.equal(sayList(en, ['Maria', 'Noor', 'Sam', 'Ali']), 'Maria, Noor, Sam and Ali');
});
