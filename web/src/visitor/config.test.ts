import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, readConfig } from './config.ts';

test('what is not well-formed stays as it was', () => {
  assert.deepEqual(readConfig(null), DEFAULTS);
  assert.deepEqual(readConfig({ api: 3, hours: 'always', roster: [], demo: 1 }), DEFAULTS);
});

test('the exit leads only to a page that others cannot read along', () => {
  for (const exit of ['data:text/html,x', 'http://weather.test/', '']) {
    assert.equal(readConfig({ exit }).exit, DEFAULTS.exit);
  }
  assert.equal(readConfig({ exit: 'https://weather.test/' }).exit, 'https://weather.test/');
});

test('a published site says where the server is and whom to believe', () => {
  const found = readConfig({ api: 'https://chat.test', roster: 'BBBB', demo: true });

  assert.equal(found.api, 'https://chat.test');
  assert.equal(found.roster, 'BBBB');
  assert.equal(found.demo, true);
});
