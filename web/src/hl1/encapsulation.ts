// Sealing to a public key: HPKE base mode in two suites (docs/protocol.md §1, RFC 9180 §6.1).
// Suite 2 is X-Wing: whoever records today and owns a quantum computer later must break ML-KEM too.

import {
  AEAD_AES_256_GCM,
  CipherSuite,
  KDF_HKDF_SHA256,
  KEM_DHKEM_P256_HKDF_SHA256,
  KEM_MLKEM768_X25519,
  type Key,
} from 'hpke';
import { type Bytes, concat, NO_BYTES, randomBytes, wipe } from './bytes.ts';
import { Hl1Error, refused } from './errors.ts';
import { NONCE_BYTES, POINT_BYTES, SUITE, XWING } from './suite.ts';

/**
 * A private key as IndexedDB can keep it, and as nobody can export it. In suite 2 that is the seed,
 * sealed under a key beside it: Chromium 156 has X-Wing keys, but keeps them as `null`.
 */
export type KeptKey =
  | { readonly pair: CryptoKeyPair }
  | { readonly seed: Bytes; readonly lock: CryptoKey };

/** Made anew each time, and X-Wing only when asked for: making it looks for what old browsers lack. */
function hpke(suite: number): CipherSuite {
  if (suite !== SUITE && suite !== XWING) throw new Hl1Error('unsupported', 'suite of an offer');
  const kem = suite === SUITE ? KEM_DHKEM_P256_HKDF_SHA256 : KEM_MLKEM768_X25519;
  return new CipherSuite<Key>(kem, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
}

/** Makes the key pair of an offer; `unsupported` if this browser does not have the suite. */
export async function newKey(suite: number): Promise<{ kept: KeptKey; key: Bytes }> {
  const made = hpke(suite);
  const canKeep = suite === SUITE;
  const pair = await made.GenerateKeyPair(!canKeep).catch(() => {
    throw new Hl1Error('unsupported', 'a suite this browser does not have');
  });
  const key = new Uint8Array(await made.SerializePublicKey(pair.publicKey));
  if (canKeep) return { kept: { pair: pair as CryptoKeyPair }, key };
  const seed = new Uint8Array(await made.SerializePrivateKey(pair.privateKey));
  return { kept: await keepSeed(seed), key };
}

/**
 * Refuses bytes that are no public key of the suite. By sealing to them: Chromium 156 takes any bytes
 * of the right length for an X-Wing key, and finds out when it encapsulates.
 */
export async function checkKey(suite: number, key: Bytes): Promise<void> {
  await sealIn(suite, key, NO_BYTES, NO_BYTES);
}

/** The suite whose public keys have this length. */
export function suiteOf(key: Bytes): number {
  return key.length === POINT_BYTES ? SUITE : XWING;
}

/** Returns enc ‖ ciphertext. */
export function sealTo(key: Bytes, plaintext: Bytes, info: Bytes): Promise<Bytes> {
  return sealIn(suiteOf(key), key, plaintext, info);
}

async function sealIn(suite: number, key: Bytes, plaintext: Bytes, info: Bytes): Promise<Bytes> {
  const made = hpke(suite);
  try {
    const sealed = await made.Seal(await made.DeserializePublicKey(key), plaintext, { info });
    return concat(new Uint8Array(sealed.encapsulatedSecret), new Uint8Array(sealed.ciphertext));
  } catch {
    throw refused('a public key that is none');
  }
}

/** Refuses what was not sealed to this key, or changed on the way. */
export async function openWith(kept: KeptKey, sealed: Bytes, info: Bytes): Promise<Bytes> {
  const made = hpke('pair' in kept ? SUITE : XWING);
  const { Nenc } = made.KEM;
  const [enc, ciphertext] = [sealed.slice(0, Nenc), sealed.slice(Nenc)];
  const key = 'pair' in kept ? kept.pair : await unkeepSeed(made, kept.seed, kept.lock);
  const plaintext = await made.Open(key, enc, ciphertext, { info }).catch(() => {
    throw refused('a grant that does not open');
  });
  return new Uint8Array(plaintext);
}

/** [2, 1] where a round trip in suite 2 really works, else [1]; tried once in each page load. */
export function supportedSuites(): Promise<readonly number[]> {
  tried ??= tryXwing().then(
    () => [XWING, SUITE],
    () => [SUITE],
  );
  return tried;
}

let tried: Promise<readonly number[]> | undefined;

async function tryXwing(): Promise<void> {
  const { kept, key } = await newKey(XWING);
  await openWith(kept, await sealTo(key, NO_BYTES, NO_BYTES), NO_BYTES);
}

/** Keeps the 32-byte seed of a key of suite 2 so that it can be stored and not exported; wipes it. */
export async function keepSeed(seed: Bytes): Promise<KeptKey> {
  const how = { name: 'AES-GCM', length: 256 };
  const lock = await crypto.subtle.generateKey(how, false, ['encrypt', 'decrypt']);
  const iv = randomBytes(NONCE_BYTES);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, lock, seed);
  wipe(seed);
  return { seed: concat(iv, new Uint8Array(sealed)), lock };
}

async function unkeepSeed(made: CipherSuite, sealed: Bytes, lock: CryptoKey): Promise<Key> {
  const how = { name: 'AES-GCM', iv: sealed.slice(0, NONCE_BYTES) };
  const seed = new Uint8Array(
    await crypto.subtle.decrypt(how, lock, sealed.slice(NONCE_BYTES)).catch(() => {
      throw refused('a key that does not open');
    }),
  );
  const key = await made.DeserializePrivateKey(seed);
  wipe(seed);
  return key;
}
