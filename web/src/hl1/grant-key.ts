// The key that signs the grants of one conversation (docs/protocol.md §1.1 and §1.5). The visitor's page makes
// it, and the commitment is its hash: so whoever knows the commitment knows which grants the visitor made.

import { type Bytes, concat, fromBase64, toBase64, utf8 } from './bytes.ts';
import { refused } from './errors.ts';
import { hash } from './keys.ts';
import { type Sign, signWith } from './signature.ts';
import { POINT_BYTES, SCALAR_BYTES } from './suite.ts';

export interface GrantKey {
  /** 32 bytes: the private half. It never leaves the page but in the sealed state. */
  readonly scalar: Bytes;
  /** 65 bytes; every grant carries them. */
  readonly public: Bytes;
  readonly sign: Sign;
}

const KEY = { name: 'ECDSA', namedCurve: 'P-256' };

/** What every offer repeats: 32 bytes that name a grant key by its public half. */
export function commitmentOf(key: Bytes): Promise<Bytes> {
  return hash(concat(utf8('hl1|grant key'), key));
}

/** Makes the key of a new conversation. It has to be read once, for a reload to find it in the state. */
export async function newGrantKey(): Promise<GrantKey> {
  const pair = await crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const { d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return grantKeyOf(fromUrl(d ?? ''), point);
}

/** The key that a state kept. Refuses two halves that are no pair; the browser looks at that. */
export async function grantKeyOf(scalar: Bytes, point: Bytes): Promise<GrantKey> {
  if (scalar.length !== SCALAR_BYTES || point.length !== POINT_BYTES || point[0] !== 4) {
    throw refused('a grant key that is none');
  }
  const [x, y] = [point.slice(1, 33), point.slice(33)].map(toUrl);
  const jwk = { kty: 'EC', crv: 'P-256', d: toUrl(scalar), x, y } as JsonWebKey;
  const key = await crypto.subtle.importKey('jwk', jwk, KEY, false, ['sign']).catch(() => {
    throw refused('a grant key that is none');
  });
  return { scalar, public: point, sign: signWith(key) };
}

function toUrl(bytes: Bytes): string {
  return toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** The 32 bytes of a number in a key (RFC 7518 §6.2). */
function fromUrl(text: string): Bytes {
  return fromBase64(`${text.replace(/-/g, '+').replace(/_/g, '/')}=`);
}
