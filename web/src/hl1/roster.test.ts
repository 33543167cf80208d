import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, concat, number, randomBytes, utf8 } from './bytes.ts';
import { deviceIdOf, makeEntry, readEntry } from './entry.ts';
import { hash } from './keys.ts';
import { makeRevoked, Roster } from './roster.ts';
import { newDeviceKey } from './signature.ts';
import { because, hired, NOW, type Organisation, organisation, ours } from './testing.ts';

const DAY = 24 * 60;

async function entryBy({ sign }: Organisation, dates = { from: NOW, until: NOW }) {
  const { key } = await newDeviceKey();
  const person = new Uint8Array(16);
  return makeEntry({ person, role: 'supervisor', name: 'Noor', ...dates, key }, sign);
}

/** A list as nobody would write it, but signed all the same. */
async function listOf(count: number, ids: readonly Bytes[], version = 1) {
  const head = concat(utf8('hl1|revoked'), number(version, 1), number(NOW, 4), number(count, 2));
  const signed = concat(head, ...ids);
  return concat(signed, await (await ours).sign(signed));
}

const id = (byte: number): Bytes => new Uint8Array(16).fill(byte);

test('only a public key can be the key of a roster', async () => {
  const { key } = await newDeviceKey();
  await Roster.of(key);
  const offCurve = key.slice();
  offCurve[64] = (offCurve[64] ?? 0) ^ 1;
  for (const wrong of [new Uint8Array(0), key.slice(0, 64), offCurve, new Uint8Array(65)]) {
    await assert.rejects(Roster.of(wrong), because('refused'));
  }
});

test('an entry says who somebody is, to whoever knows the roster key', async () => {
  const { key } = await newDeviceKey();
  const person = randomBytes(16);
  const { roster, sign } = await organisation();
  const dates = { from: NOW - 1, until: NOW + 1 };

  const bytes = await makeEntry(
    { person, role: 'supervisor', name: 'Noor é', ...dates, key },
    sign,
  );
  const entry = await roster.check(bytes, NOW);

  assert.deepEqual([entry.person, entry.role, entry.name], [person, 'supervisor', 'Noor é']);
  assert.deepEqual([entry.from, entry.until, entry.bytes], [NOW - 1, NOW + 1, bytes]);
  assert.deepEqual(entry.device, (await hash(concat(utf8('hl1|device'), key))).slice(0, 16));
  assert.deepEqual(new Uint8Array(await crypto.subtle.exportKey('raw', entry.key)), key);
});

test('an entry holds for a day longer on both sides, because clocks of phones are wrong', async () => {
  const { roster } = await ours;
  const entry = await entryBy(await ours, { from: NOW, until: NOW + 10 });
  for (const at of [NOW - DAY, NOW, NOW + 10 + DAY]) await roster.check(entry, at);
  for (const at of [NOW - DAY - 1, NOW + 10 + DAY + 1]) {
    await assert.rejects(roster.check(entry, at), because('refused'));
  }
});

test('an entry that another organisation signed, or that was changed, is refused', async () => {
  const { roster } = await ours;
  await assert.rejects(roster.check(await entryBy(await organisation()), NOW), because('refused'));
  const entry = await entryBy(await ours);
  for (let at = 0; at < entry.length; at += 1) {
    const flipped = entry.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    await assert.rejects(roster.check(flipped, NOW), because('refused'));
  }
  for (const wrong of [entry.slice(0, -1), concat(entry, new Uint8Array(1)), new Uint8Array(0)]) {
    await assert.rejects(roster.check(wrong, NOW), because('refused'));
  }
});

test('nobody makes an entry that no page would take', async () => {
  const { sign } = await ours;
  const { key } = await newDeviceKey();
  const good = {
    person: id(1),
    role: 'professional',
    name: 'Sam',
    from: 1,
    until: 2,
    key,
  } as const;
  const wrongs = [
    { name: '' },
    { name: 'Sam\n' },
    { name: 'é'.repeat(33) },
    { role: 'visitor' as const },
    { person: id(1).slice(1) },
    { from: 3 },
    { until: 2 ** 32 },
    { key: key.slice(1) },
  ];
  for (const wrong of wrongs) {
    await assert.rejects(makeEntry({ ...good, ...wrong }, sign), because('refused'));
  }
});

test('a revoked device is refused, and stays revoked when a later list forgets it', async () => {
  const { roster, sign, key } = await organisation();
  const entry = await entryBy({ roster, sign, key });
  const { device } = await readEntry(entry);
  await roster.check(entry, NOW);

  await roster.revoke(await makeRevoked(NOW, [id(9), device, id(1), device], sign));
  await roster.revoke(await makeRevoked(NOW + 1, [], sign));

  assert.deepEqual(
    [device, id(1), id(9), id(2)].map((each) => roster.isRevoked(each)),
    [true, true, true, false],
  );
  await assert.rejects(roster.check(entry, NOW), because('refused'));
});

test('a list of revoked devices is taken whole or not at all', async () => {
  const { roster, sign } = await ours;
  const good = await makeRevoked(NOW, [id(7)], sign);
  const flipped = good.slice();
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  const wrongs = [
    flipped,
    await makeRevoked(NOW, [id(7)], (await organisation()).sign),
    await listOf(2, [id(8), id(7)]),
    await listOf(2, [id(7), id(7)]),
    await listOf(2, [id(7)]),
    await listOf(1, [id(7), id(8)]),
    await listOf(1, [id(7)], 2),
    await listOf(
      501,
      Array.from({ length: 501 }, (_, at) => concat(number(at, 4), new Uint8Array(12))),
    ),
    new Uint8Array(0),
  ];
  for (const wrong of wrongs) {
    await assert.rejects(roster.revoke(wrong), because('refused'));
  }
  assert.equal(roster.isRevoked(id(7)), false);
  await roster.revoke(
    await listOf(
      500,
      Array.from({ length: 500 }, (_, at) => concat(number(at, 4), id(0).slice(4))),
    ),
  );
});

test('a list has at most 500 devices, of 16 bytes each', async () => {
  const { sign } = await ours;
  const many = Array.from({ length: 501 }, (_, at) => concat(number(at, 4), id(0).slice(4)));
  await assert.rejects(makeRevoked(NOW, many, sign), because('refused'));
  await assert.rejects(makeRevoked(NOW, [id(1).slice(1)], sign), because('refused'));
});

test('nobody can export the key of a device', async () => {
  const { pair, key } = await newDeviceKey();
  assert.deepEqual([pair.privateKey.extractable, key.length], [false, 65]);
  assert.equal((await deviceIdOf(key)).length, 16);
  const device = await hired('Sam');
  assert.equal((await device.sign(new Uint8Array(3))).length, 64);
});
