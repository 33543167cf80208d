import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, readConfig } from './config.ts';

test('what is not well-formed stays as it was', () => {
  assert.deepEqual(readConfig(null), DEFAULTS);
  assert.deepEqual(readConfig({ api: 3, demo: 'yes' }), DEFAULTS);
});

test('the server may be on another host', () => {
  const sent = { api: 'https://desk.test', roster: 'BBBB', demo: true };
  assert.deepEqual(readConfig(sent), sent);
});
