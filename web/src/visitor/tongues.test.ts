import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstOf } from './tongues.ts';

const OURS = ['nl', 'ar', 'en', 'pl', 'zh-Hans'];

test('the page speaks the first language of the browser that it has', () => {
  assert.equal(firstOf(['pl-PL', 'pl', 'en'], OURS), 'pl');
  assert.equal(firstOf(['sv-SE', 'sv', 'en-US', 'nl'], OURS), 'en');
  assert.equal(firstOf(['AR'], OURS), 'ar');
});

test('another country or script of a language is nearer than another language', () => {
  assert.equal(firstOf(['zh-TW', 'en'], OURS), 'zh-Hans');
  assert.equal(firstOf(['nl-BE'], OURS), 'nl');
});

test('for a browser with none of our languages it is Dutch', () => {
  assert.equal(firstOf(['sv', 'fi'], OURS), 'nl');
  assert.equal(firstOf([], OURS), 'nl');
  // Not the beginning of a tag, but the whole of its language.
  assert.equal(firstOf(['arn', 'plt'], OURS), 'nl');
});
