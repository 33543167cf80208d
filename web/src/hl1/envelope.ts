// One sealed message: header, nonce, padded ciphertext (docs/protocol.md §1.2).

import { type Bytes, concat, number, Reader } from './bytes.ts';
import { Hl1Error, refused } from './errors.ts';
import { messageKey } from './keys.ts';
import {
  BUCKETS,
  CID_BYTES,
  HEADER_BYTES,
  INSTANCE_BYTES,
  NONCE_BYTES,
  SUITE,
  TAG_BYTES,
  VERSION,
} from './suite.ts';

export interface Header {
  readonly cid: Bytes;
  readonly epoch: number;
  readonly sender: number;
  readonly instance: Bytes;
  readonly seq: number;
}

const SEALED_SIZES: readonly number[] = BUCKETS.map(
  (bucket) => HEADER_BYTES + NONCE_BYTES + bucket + TAG_BYTES,
);

function pack(header: Header): Bytes {
  return concat(
    new Uint8Array([VERSION, SUITE]),
    header.cid,
    number(header.epoch, 4),
    number(header.sender, 1),
    header.instance,
    number(header.seq, 4),
  );
}

/** Reads what an envelope says of itself; nothing of it is proven yet. */
export function readHeader(sealed: Bytes): Header {
  if (!SEALED_SIZES.includes(sealed.length)) throw refused('a length no envelope has');
  const reader = new Reader(sealed);
  if (reader.number(1) !== VERSION || reader.number(1) !== SUITE) {
    throw new Hl1Error('unsupported', 'version or suite of an envelope');
  }
  const header = {
    cid: reader.take(CID_BYTES),
    epoch: reader.number(4),
    sender: reader.number(1),
    instance: reader.take(INSTANCE_BYTES),
    seq: reader.number(4),
  };
  if (header.seq === 0) throw refused('messages count from 1');
  return header;
}

function keyFor(secret: CryptoKey, packed: Bytes): Promise<CryptoKey> {
  const lineAt = 2 + CID_BYTES;
  return messageKey(secret, packed.slice(2, lineAt), packed.slice(lineAt, HEADER_BYTES - 4));
}

/** Pads and seals a body under the secret of the header's epoch. */
export async function seal(
  header: Header,
  body: Bytes,
  secret: CryptoKey,
  nonce: Bytes,
): Promise<Bytes> {
  const aad = pack(header);
  const how = { name: 'AES-GCM', iv: nonce, additionalData: aad };
  const sealed = await crypto.subtle.encrypt(how, await keyFor(secret, aad), pad(body));
  return concat(aad, nonce, new Uint8Array(sealed));
}

/** Returns the body of an envelope that `readHeader` took; refused if one bit has changed. */
export async function openSealed(sealed: Bytes, secret: CryptoKey): Promise<Bytes> {
  const aad = sealed.slice(0, HEADER_BYTES);
  const iv = sealed.slice(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
  const key = await keyFor(secret, aad);
  const how = { name: 'AES-GCM', iv, additionalData: aad };
  const padded = await crypto.subtle
    .decrypt(how, key, sealed.slice(HEADER_BYTES + NONCE_BYTES))
    .catch(() => {
      throw refused('an envelope that does not open');
    });
  return unpad(new Uint8Array(padded));
}

/** Returns length(2) ‖ body ‖ zeros, as long as the smallest bucket that holds it. */
export function pad(body: Bytes): Bytes {
  const bucket = BUCKETS.find((size) => 2 + body.length <= size);
  if (bucket === undefined) throw new Hl1Error('too_long', 'more than the largest bucket');
  const padded = new Uint8Array(bucket);
  padded.set(number(body.length, 2));
  padded.set(body, 2);
  return padded;
}

/** Returns the body; anything but zeros after it is refused. */
export function unpad(padded: Bytes): Bytes {
  const reader = new Reader(padded);
  const body = reader.take(reader.number(2));
  if (padded.subarray(2 + body.length).some((byte) => byte !== 0)) throw refused('padding');
  return body;
}
