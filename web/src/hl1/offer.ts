// A professional's public key, made for one conversation (docs/protocol.md §1.4).

import { type Bytes, concat, fromUtf8, number, Reader, same, utf8 } from './bytes.ts';
import { Hl1Error, refused } from './errors.ts';
import { readPoint } from './grant.ts';
import type { Role } from './members.ts';
import { CID_BYTES, HASH_BYTES, MAX_NAME_BYTES, POINT_BYTES, SUITE, VERSION } from './suite.ts';

/** An offer made for this conversation. `bytes` is what a grant answers to. */
export interface OfferRead {
  readonly suite: number;
  readonly epoch: number;
  readonly role: Role;
  readonly name: string;
  readonly key: Bytes;
  readonly bytes: Bytes;
}

/** Which conversation an offer is for. */
export interface Addressed {
  readonly cid: Bytes;
  readonly commitment: Bytes;
}

const MAGIC = utf8('hl1|offer');
const ROLES: readonly Role[] = ['visitor', 'professional', 'supervisor'];

/** Control and direction characters: a name must not rearrange the sentence it is shown in. */
const CONTROLS = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

export function makeOffer(to: Addressed, role: Role, name: string, key: Bytes): Bytes {
  const shown = utf8(checkedName(name));
  if (role === 'visitor') throw refused('nobody offers to be the visitor');
  return concat(
    MAGIC,
    new Uint8Array([VERSION, SUITE]),
    to.cid,
    to.commitment,
    number(0, 4),
    number(ROLES.indexOf(role), 1),
    number(shown.length, 1),
    shown,
    number(key.length, 2),
    key,
  );
}

/** Refuses an offer for another conversation, a broken shape, or anything after the last byte. */
export async function readOffer(offer: Bytes, to: Addressed): Promise<OfferRead> {
  const reader = new Reader(offer);
  if (!same(reader.take(MAGIC.length), MAGIC)) throw refused('not an offer');
  if (reader.number(1) !== VERSION || reader.number(1) !== SUITE) {
    throw new Hl1Error('unsupported', 'version or suite of an offer');
  }
  const cid = reader.take(CID_BYTES);
  const commitment = reader.take(HASH_BYTES);
  if (!same(cid, to.cid) || !same(commitment, to.commitment)) {
    throw refused('an offer for another conversation');
  }
  const epoch = reader.number(4);
  const role = ROLES[reader.number(1)];
  if (role === undefined || role === 'visitor') throw refused('role of an offer');
  const name = checkedName(fromUtf8(reader.take(reader.number(1))));
  if (reader.number(2) !== POINT_BYTES) throw refused('key of an offer');
  const key = reader.take(POINT_BYTES);
  reader.end();
  await readPoint(key);
  return { suite: SUITE, epoch, role, name, key, bytes: offer.slice() };
}

function checkedName(name: string): string {
  const length = utf8(name).length;
  if (length < 1 || length > MAX_NAME_BYTES || CONTROLS.test(name)) {
    throw refused('name of an offer');
  }
  return name;
}
