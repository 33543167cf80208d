import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from './en.ts';
import { nl } from './nl.ts';

test('how long it may take is said in words that anybody uses', () => {
  assert.equal(nl.wait(null), 'We weten nog niet hoe lang het duurt.');
  assert.equal(nl.wait({ low: 0, high: 5 }), 'Meestal duurt het nog minder dan 5 minuten.');
  assert.equal(nl.wait({ low: 5, high: 15 }), 'Meestal duurt het nog 5 tot 15 minuten.');
  assert.equal(nl.wait({ low: 20, high: 60 }), 'Meestal duurt het nog 20 minuten tot een uur.');
  assert.equal(nl.wait({ low: 60, high: 120 }), 'Meestal duurt het nog een uur tot twee uur.');
  assert.equal(
    nl.wait({ low: 90, high: null }),
    'Het is druk. Het duurt meestal nog langer dan anderhalf uur.',
  );
  assert.equal(en.wait({ low: 5, high: 15 }), 'It usually takes 5 to 15 minutes from now.');
  assert.equal(en.wait({ low: 20, high: 60 }), 'It usually takes 20 minutes to an hour from now.');
});
