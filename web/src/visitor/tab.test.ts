import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetTab, keepTab, keptTab } from './tab.ts';

beforeEach(() => {
  (globalThis as { window?: unknown }).window = { name: '' };
});

const root = new Uint8Array(32).fill(7);
const states = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];

test('a reload finds what was kept, with and without a slip', () => {
  for (const slip of ['', 'c2xpcA==']) {
    keepTab({ root, states, slip });
    assert.deepEqual(keptTab(), { root, states, slip });
  }
});

test('nothing of it is left after it was forgotten', () => {
  keepTab({ root, states, slip: 'c2xpcA==' });
  forgetTab();
  assert.equal(window.name, '');
  assert.equal(keptTab(), null);
});

test('another name is none of our business', () => {
  window.name = 'a name of somebody else';
  assert.equal(keptTab(), null);
});
