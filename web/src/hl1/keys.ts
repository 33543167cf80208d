// Where every key comes from (docs/protocol.md §1.1 and §1.2).

import { type Bytes, concat, NO_BYTES, utf8 } from './bytes.ts';
import { CID_BYTES, SECRET_BYTES } from './suite.ts';

/** What a visitor's root stands for. */
export interface Identity {
  readonly cid: Bytes;
  readonly token: Bytes;
}

export async function hash(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Imports a secret from which only keys can be derived; it cannot be read again. */
export function importSecret(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']);
}

async function derive(root: CryptoKey, label: string, length: number): Promise<Bytes> {
  const from = { name: 'HKDF', hash: 'SHA-256', salt: NO_BYTES, info: utf8(label) };
  return new Uint8Array(await crypto.subtle.deriveBits(from, root, length * 8));
}

function aesKey(secret: CryptoKey, salt: Bytes, info: Bytes): Promise<CryptoKey> {
  const from = { name: 'HKDF', hash: 'SHA-256', salt, info };
  const to = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(from, secret, to, false, ['encrypt', 'decrypt']);
}

export async function identity(root: Bytes): Promise<Identity> {
  const secret = await importSecret(root);
  return {
    cid: await derive(secret, 'hl1|cid', CID_BYTES),
    token: await derive(secret, 'hl1|token', SECRET_BYTES),
  };
}

/** The key of the visitor's state; neither root nor share alone makes it. */
export async function stateKey(root: Bytes, share: Bytes, cid: Bytes): Promise<CryptoKey> {
  return aesKey(await importSecret(concat(root, share)), cid, utf8('hl1|state'));
}

/** The key of one page load of one sender in one epoch. `line` is epoch ‖ sender ‖ instance. */
export function messageKey(secret: CryptoKey, cid: Bytes, line: Bytes): Promise<CryptoKey> {
  return aesKey(secret, cid, concat(utf8('hl1|msg|'), line));
}
