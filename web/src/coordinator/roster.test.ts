import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deviceIdOf,
  fromBase64,
  Roster as Known,
  newDeviceKey,
  signWith,
  toBase64,
} from '../hl1/index.ts';
import { approval, type Device, dayOfDate, inOrder, revocation, shownState } from './roster.ts';

const NOW = 29_430_001;
const DAY = 24 * 60;

function device(rest: Partial<Device> = {}): Device {
  const bytes = { device: '', key: '', person: toBase64(new Uint8Array(16).fill(7)) };
  const who = { name: 'Maria', role: 'professional', day: '2026-01-05' } as const;
  return { ...bytes, ...who, state: 'approved', until: NOW + 300 * DAY, ...rest };
}

async function organisation() {
  const { pair, key } = await newDeviceKey();
  return { sign: signWith(pair.privateKey), known: await Known.of(key) };
}

test('an approval that is over, or soon will be, is not called approved', () => {
  assert.equal(shownState(device(), NOW), 'approved');
  assert.equal(shownState(device({ until: NOW + 30 * DAY - 1 }), NOW), 'soon');
  assert.equal(shownState(device({ until: NOW - 1 }), NOW), 'expired');
  assert.equal(shownState(device({ state: 'waiting', until: null }), NOW), 'waiting');
  assert.equal(shownState(device({ state: 'revoked' }), NOW), 'revoked');
});

test('what has to be done comes first, then names, the newest first', () => {
  const shown = inOrder(
    [
      device({ name: 'Revoked', state: 'revoked' }),
      device({ name: 'Bea', day: '2026-01-01' }),
      device({ name: 'Bea', day: '2026-02-01' }),
      device({ name: 'Anna' }),
      device({ name: 'Expired', until: NOW - 1 }),
      device({ name: 'Waiting', state: 'waiting', until: null }),
    ],
    NOW,
  );

  assert.deepEqual(
    shown.map(({ name, day }) => `${name} ${day.slice(5, 7)}`),
    ['Waiting 01', 'Expired 01', 'Anna 01', 'Bea 02', 'Bea 01', 'Revoked 01'],
  );
});

test('an approval is what a visitor’s page believes, for a year', async () => {
  const { sign, known } = await organisation();
  const key = toBase64((await newDeviceKey()).key);
  const entry = fromBase64(await approval(device({ key, role: 'supervisor' }), sign, NOW));
  const read = await known.check(entry, NOW);

  assert.deepEqual([read.name, read.role], ['Maria', 'supervisor']);
  assert.deepEqual(read.person, new Uint8Array(16).fill(7));
  assert.deepEqual([read.from, read.until], [NOW, NOW + 365 * DAY]);
});

test('a list of revoked devices names the one on the screen, and all before it', async () => {
  const { sign, known } = await organisation();
  const [one, other] = [(await newDeviceKey()).key, (await newDeviceKey()).key];
  const before = await deviceIdOf(one);
  const roster = { key: '', revoked: [toBase64(before)], devices: [] };
  const lied = device({ key: toBase64(other), device: toBase64(before) });
  await known.revoke(fromBase64(await revocation(roster, lied, sign, NOW)));

  assert.ok(known.isRevoked(before));
  assert.ok(known.isRevoked(await deviceIdOf(other)));
});

test('a day of enrolment is that day everywhere', () => {
  assert.equal(dayOfDate('2026-01-05', 'nl'), '5 januari 2026');
  assert.equal(dayOfDate('2026-01-05', 'en'), '5 January 2026');
});
