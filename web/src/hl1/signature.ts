// ECDSA P-256 with SHA-256: how the roster, devices and offers are signed (docs/protocol.md §1).

import type { Bytes } from './bytes.ts';
import { refused } from './errors.ts';
import { POINT_BYTES, SIGNATURE_BYTES } from './suite.ts';

/** Gives 64 bytes, r ‖ s, as WebCrypto does. */
export type Sign = (bytes: Bytes) => Promise<Bytes>;

const KEY = { name: 'ECDSA', namedCurve: 'P-256' };
const HOW = { name: 'ECDSA', hash: 'SHA-256' };

/** A key pair of a device; its private half cannot be read, not even by this page. */
export async function newDeviceKey(): Promise<{ pair: CryptoKeyPair; key: Bytes }> {
  const pair = await crypto.subtle.generateKey(KEY, false, ['sign', 'verify']);
  return { pair, key: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

export function signWith(privateKey: CryptoKey): Sign {
  return async (bytes) => new Uint8Array(await crypto.subtle.sign(HOW, privateKey, bytes));
}

/** Only 65-byte uncompressed points of P-256 are keys; the browser checks that it is on the curve. */
export async function verifyingKey(key: Bytes): Promise<CryptoKey> {
  if (key.length !== POINT_BYTES) throw refused('length of a public key');
  // Some also take the hybrid form of X9.62, which begins with 6 or 7.
  if (key[0] !== 4) throw refused('a public key that is not on the curve');
  return crypto.subtle.importKey('raw', key, KEY, true, ['verify']).catch(() => {
    throw refused('a public key that is not on the curve');
  });
}

/** Refuses what this key has not signed. */
export async function verify(key: CryptoKey, signature: Bytes, bytes: Bytes): Promise<void> {
  if (signature.length !== SIGNATURE_BYTES) throw refused('length of a signature');
  if (!(await crypto.subtle.verify(HOW, key, signature, bytes))) {
    throw refused('a signature of somebody else');
  }
}
