import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deviceIdOf,
  deviceWords,
  fromBase64,
  makeEntry,
  newDeviceKey,
  signWith,
  toBase64,
} from '../hl1/index.ts';
import { anotherDevice, type DeviceKey, type Devices, hasExpired, ownDevice } from './device.ts';

class MemoryDevices implements Devices {
  readonly all = new Map<string, DeviceKey>();
  async find(name: string): Promise<DeviceKey | undefined> {
    return this.all.get(name);
  }
  async add(name: string, made: DeviceKey): Promise<void> {
    if (this.all.has(name)) throw new Error('there already');
    this.all.set(name, made);
  }
  async drop(name: string): Promise<void> {
    this.all.delete(name);
  }
}

test('a device keeps its key, and each account has its own', async () => {
  const devices = new MemoryDevices();
  const [first, again, other] = [
    await ownDevice(devices, 'Maria'),
    await ownDevice(devices, 'Maria'),
    await ownDevice(devices, 'Noor'),
  ];

  assert.equal(first.id, again.id);
  assert.notEqual(first.id, other.id);
  assert.equal(first.isKept, true);
});

test('its private half cannot be exported', async () => {
  const devices = new MemoryDevices();
  await ownDevice(devices, 'Maria');

  assert.equal(devices.all.get('Maria')?.pair.privateKey.extractable, false);
});

test('two windows that open at once are one device', async () => {
  const devices = new MemoryDevices();
  const [one, other] = await Promise.all([
    ownDevice(devices, 'Maria'),
    ownDevice(devices, 'Maria'),
  ]);

  assert.equal(one.id, other.id);
});

test('where nothing can be kept there is a device all the same, and it says so', async () => {
  const nowhere: Devices = {
    find: () => Promise.reject(new Error('private window')),
    add: () => Promise.reject(new Error('private window')),
    drop: () => Promise.reject(new Error('private window')),
  };
  const device = await ownDevice(nowhere, 'Maria');

  assert.equal(device.isKept, false);
  assert.equal(device.words.length, 4);
});

test('a revoked device is followed by another one', async () => {
  const devices = new MemoryDevices();
  const before = await ownDevice(devices, 'Maria');

  assert.notEqual((await anotherDevice(devices, 'Maria')).id, before.id);
});

test('it is known by the id and the words of its public key', async () => {
  const device = await ownDevice(new MemoryDevices(), 'Maria');

  assert.equal(device.id, toBase64(await deviceIdOf(fromBase64(device.key))));
  assert.deepEqual(device.words, await deviceWords(fromBase64(device.key)));
});

test('the words of a device are always the same ones', async () => {
  // The same as in tests/unit/crypto/test_control_words.py: the command line shows them too.
  const key = Uint8Array.from({ length: 65 }, (_, place) => place);

  assert.deepEqual(await deviceWords(key), ['zolder', 'basket', 'augustus', 'tractor']);
});

test('an approval is over a day after its last minute, when visitors no longer take it', async () => {
  const { pair, key } = await newDeviceKey();
  const entry = await makeEntry(
    {
      person: new Uint8Array(16),
      role: 'professional',
      name: 'Maria',
      from: 1000,
      until: 2000,
      key,
    },
    signWith(pair.privateKey),
  );

  assert.equal(await hasExpired(toBase64(entry), 2000 + 24 * 60), false);
  assert.equal(await hasExpired(toBase64(entry), 2000 + 24 * 60 + 1), true);
  assert.equal(await hasExpired('', 0), false);
});
