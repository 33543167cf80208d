/**
 * The device key of this browser: it signs every offer, and the organisation has to have signed for it.
 *
 * One for each account, made at the first visit to the desk. It is not deleted at sign-out: what a
 * coordinator has approved must still be there tomorrow.
 */

import {
  type Bytes,
  deviceIdOf,
  deviceWords,
  fromBase64,
  newDeviceKey,
  readEntry,
  type Sign,
  signWith,
  toBase64,
} from '../hl1/index.ts';

/** What is kept: the private half cannot be exported. `key` is the public one, 65 bytes. */
export interface DeviceKey {
  readonly pair: CryptoKeyPair;
  readonly key: Bytes;
}

/** Where device keys are kept, by the name of their account. */
export interface Devices {
  find(name: string): Promise<DeviceKey | undefined>;
  /** Fails if there is one already. */
  add(name: string, made: DeviceKey): Promise<void>;
  drop(name: string): Promise<void>;
}

export interface OwnDevice {
  /** By which the server knows it: base64 of 16 bytes. */
  readonly id: string;
  /** Base64 of the public key. */
  readonly key: string;
  readonly sign: Sign;
  /** To compare with the coordinator's screen. */
  readonly words: readonly string[];
  /** False in a private window: it is gone with this page, and the next one has to be approved again. */
  readonly isKept: boolean;
}

/** Visitors' pages allow a day on either side of an entry's dates (docs/protocol.md §1.4). */
const GRACE_MINUTES = 24 * 60;

export async function ownDevice(devices: Devices, name: string): Promise<OwnDevice> {
  try {
    const found = (await devices.find(name)) ?? (await added(devices, name));
    return await known(found, true);
  } catch {
    return await known(await newDeviceKey(), false);
  }
}

/** A new one in the place of one that was revoked, which never comes back. */
export async function anotherDevice(devices: Devices, name: string): Promise<OwnDevice> {
  await devices.drop(name).catch(() => {});
  return ownDevice(devices, name);
}

/** Whether visitors' pages no longer take this entry, by its date. */
export async function hasExpired(entry: string, minute: number): Promise<boolean> {
  try {
    return minute > (await readEntry(fromBase64(entry))).until + GRACE_MINUTES;
  } catch {
    return false; // Not an entry: signing an offer says so.
  }
}

async function added(devices: Devices, name: string): Promise<DeviceKey> {
  const made = await newDeviceKey();
  try {
    await devices.add(name, made);
    return made;
  } catch (error) {
    // Another window of this browser may have been quicker; both must be the same device.
    const found = await devices.find(name);
    if (found === undefined) throw error;
    return found;
  }
}

async function known({ pair, key }: DeviceKey, isKept: boolean): Promise<OwnDevice> {
  return {
    id: toBase64(await deviceIdOf(key)),
    key: toBase64(key),
    sign: signWith(pair.privateKey),
    words: await deviceWords(key),
    isKept,
  };
}
