import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingIn, strengthOf, suggestion } from './strength.ts';

test('a passphrase is called what it is', () => {
  assert.equal(strengthOf(''), 'none');
  assert.equal(strengthOf('elf tekens!'), 'short');
  assert.equal(strengthOf('aaaaaaaaaaaaaaaaaaaa'), 'weak');
  assert.equal(strengthOf('123412341234'), 'weak');
  assert.equal(strengthOf('Welkom2026!!'), 'weak');
  assert.equal(strengthOf('Hulpverlening#2026'), 'weak');
  assert.equal(strengthOf('drie losse woorden'), 'fair');
  assert.equal(strengthOf('akker berg boek brief wolk'), 'strong');
  assert.equal(strengthOf('x7#Kq2!vR9@mZ4$wL8&p'), 'strong');
});

test('characters are counted, not bytes', () => {
  assert.equal(missingIn('é'.repeat(11)), 1);
  assert.equal(missingIn('😀'.repeat(12)), 0);
});

test('what is suggested is strong, and never the same', () => {
  const [one, other] = [suggestion(), suggestion()];

  assert.equal(one.split(' ').length, 6);
  assert.equal(strengthOf(one), 'strong');
  assert.notEqual(one, other);
});
