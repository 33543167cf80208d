import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_BYTES, randomBytes, utf8 } from './bytes.ts';
import { checkKey, newKey, openWith, sealTo, supportedSuites } from './encapsulation.ts';
import { because } from './testing.ts';

const info = utf8('waarvoor');
const suites = await supportedSuites();

test('suite 1 is always there', () => {
  assert.ok(suites.includes(1));
});

for (const suite of suites) {
  test(`what is sealed to a key opens with it, and only as it was sealed: suite ${suite}`, async () => {
    const { kept, key } = await newKey(suite);
    assert.equal(key.length, suite === 1 ? 65 : 1216);
    const sealed = await sealTo(key, utf8('hoi'), info);
    assert.equal(sealed.length, (suite === 1 ? 65 : 1120) + 3 + 16);

    assert.deepEqual(await openWith(structuredClone(kept), sealed, info), utf8('hoi'));

    const flipped = sealed.slice();
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    await assert.rejects(openWith(kept, flipped, info), because('refused'));
    await assert.rejects(openWith(kept, sealed, utf8('iets anders')), because('refused'));
    await assert.rejects(openWith(kept, NO_BYTES, info), because('refused'));
    const other = await newKey(suite);
    await assert.rejects(openWith(other.kept, sealed, info), because('refused'));
    await checkKey(suite, key);
    for (const wrong of [key.slice(1), randomBytes(key.length), new Uint8Array(key.length)]) {
      await assert.rejects(checkKey(suite, wrong), because('refused'));
    }
  });
}

test('a suite this browser does not have is unsupported', async () => {
  await assert.rejects(newKey(3), because('unsupported'));
  if (!suites.includes(2)) await assert.rejects(newKey(2), because('unsupported'));
});

test('bytes that are no key are refused', async () => {
  await assert.rejects(checkKey(1, randomBytes(65)), because('refused'));
  await assert.rejects(sealTo(randomBytes(64), NO_BYTES, NO_BYTES), because('refused'));
});
