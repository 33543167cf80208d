// Letting somebody in: epoch secrets sealed to the key of an offer (docs/protocol.md §1.5).

import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import { type Bytes, concat, number, Reader, utf8 } from './bytes.ts';
import { refused } from './errors.ts';
import { hash } from './keys.ts';
import { MAX_EPOCH, POINT_BYTES, SECRET_BYTES, VISITOR } from './suite.ts';

const HPKE = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

/** What a grant gives: `opening` hashes to the conversation's commitment. */
export interface Grant {
  readonly opening: Bytes;
  readonly member: number;
  readonly secrets: ReadonlyMap<number, Bytes>;
}

/** A key pair for one conversation; its private half cannot be read, not even by this page. */
export async function newKeyPair(): Promise<{ pair: CryptoKeyPair; key: Bytes }> {
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
  const pair = await crypto.subtle.generateKey(algorithm, false, ['deriveBits']);
  return { pair, key: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

/** Only 65-byte uncompressed points of P-256 are keys; the browser checks that it is on the curve. */
export async function readPoint(key: Bytes): Promise<CryptoKey> {
  if (key.length !== POINT_BYTES) throw refused('length of a public key');
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
  return crypto.subtle.importKey('raw', key, algorithm, true, []).catch(() => {
    throw refused('a public key that is not on the curve');
  });
}

export function packGrant(grant: Grant): Bytes {
  const epochs = [...grant.secrets].sort(([left], [right]) => left - right);
  return concat(
    grant.opening,
    number(grant.member, 1),
    number(epochs.length, 1),
    ...epochs.flatMap(([epoch, secret]) => [number(epoch, 4), secret]),
  );
}

export function unpackGrant(plaintext: Bytes): Grant {
  const reader = new Reader(plaintext);
  const opening = reader.take(SECRET_BYTES);
  const member = reader.number(1);
  if (member === VISITOR) throw refused('member of a grant');
  const secrets = new Map<number, Bytes>();
  let newest = -1;
  for (let left = reader.number(1); left > 0; left -= 1) {
    const epoch = reader.number(4);
    if (epoch <= newest || epoch > MAX_EPOCH) throw refused('epochs of a grant');
    newest = epoch;
    secrets.set(epoch, reader.take(SECRET_BYTES));
  }
  reader.end();
  if (secrets.size === 0) throw refused('epochs of a grant');
  return { opening, member, secrets };
}

/** Returns enc ‖ ciphertext (RFC 9180 §6.1, base mode). */
export async function sealGrant(grant: Grant, offer: Bytes, key: Bytes): Promise<Bytes> {
  const info = concat(utf8('hl1|grant'), await hash(offer));
  const sealed = await HPKE.Seal(await readPoint(key), packGrant(grant), { info });
  return concat(new Uint8Array(sealed.encapsulatedSecret), new Uint8Array(sealed.ciphertext));
}

/** `pair` as a pair: a private key that cannot be exported does not tell its public half. */
export async function openGrant(sealed: Bytes, offer: Bytes, pair: CryptoKeyPair): Promise<Grant> {
  const info = concat(utf8('hl1|grant'), await hash(offer));
  const [enc, ciphertext] = [sealed.slice(0, POINT_BYTES), sealed.slice(POINT_BYTES)];
  const plaintext = await HPKE.Open(pair, enc, ciphertext, { info }).catch(() => {
    throw refused('a grant that does not open');
  });
  return unpackGrant(new Uint8Array(plaintext));
}
