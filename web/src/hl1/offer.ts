// A professional's public key, made for one conversation and signed by their device (docs/protocol.md §1.4).

import { type Bytes, concat, number, Reader, same, utf8 } from './bytes.ts';
import { checkKey } from './encapsulation.ts';
import { Hl1Error, refused } from './errors.ts';
import { packName, type Role, readName, readRole, roleNumber } from './names.ts';
import type { Roster } from './roster.ts';
import { verify } from './signature.ts';
import { CID_BYTES, HASH_BYTES, SUITE, VERSION, XWING } from './suite.ts';

/** What an offer says; nobody has vouched for it yet. */
export interface Offer {
  readonly suite: number;
  readonly epoch: number;
  readonly role: Role;
  readonly name: string;
  /** A public key of that suite, known to be one. */
  readonly key: Bytes;
  /** What a grant answers to. */
  readonly bytes: Bytes;
}

/** An offer for this conversation by somebody on the roster. */
export interface OfferRead extends Offer {
  /** 16 bytes, the same for every device of one person. */
  readonly person: Bytes;
  /** 16 bytes: the id of the device that signed it. */
  readonly device: Bytes;
}

/** Which conversation an offer is for. */
export interface Addressed {
  readonly cid: Bytes;
  readonly commitment: Bytes;
}

/** What an offer is measured by. */
export interface Measure {
  /** The organisation's; without one nobody can be let in. */
  readonly roster: Roster | null;
  /** Whole minutes since 1970. */
  readonly at: number;
  /** Those this page named when it arrived. */
  readonly suites: readonly number[];
}

const MAGIC = utf8('hl1|offer');

export function makeOffer(
  to: Addressed,
  by: { readonly role: Role; readonly name: string },
  suite: number,
  key: Bytes,
): Bytes {
  const shown = packName(by.name);
  return concat(
    MAGIC,
    new Uint8Array([VERSION, suite]),
    to.cid,
    to.commitment,
    number(0, 4),
    number(roleNumber(by.role), 1),
    number(shown.length, 1),
    shown,
    number(key.length, 2),
    key,
  );
}

/** Refuses an offer for another conversation, a broken shape, or anything after the last byte. */
export function readOffer(offer: Bytes, to: Addressed): Offer {
  const reader = new Reader(offer);
  if (!same(reader.take(MAGIC.length), MAGIC)) throw refused('not an offer');
  const version = reader.number(1);
  const suite = reader.number(1);
  if (version !== VERSION || ![SUITE, XWING].includes(suite)) {
    throw new Hl1Error('unsupported', 'version or suite of an offer');
  }
  const cid = reader.take(CID_BYTES);
  const commitment = reader.take(HASH_BYTES);
  if (!same(cid, to.cid) || !same(commitment, to.commitment)) {
    throw refused('an offer for another conversation');
  }
  const epoch = reader.number(4);
  const role = readRole(reader.number(1));
  const name = readName(reader.take(reader.number(1)));
  const key = reader.take(reader.number(2));
  reader.end();
  return { suite, epoch, role, name, key, bytes: offer.slice() };
}

/** Reads an offer and refuses it unless somebody on the roster has signed it (§1.4). */
export async function readSignedOffer(
  signed: { readonly offer: Bytes; readonly signature: Bytes; readonly entry: Bytes },
  to: Addressed,
  { roster, at, suites }: Measure,
): Promise<OfferRead> {
  if (roster === null) throw refused('an offer where there is no roster');
  const offer = readOffer(signed.offer, to);
  if (!suites.includes(offer.suite)) throw new Hl1Error('unsupported', 'a suite we did not name');
  await checkKey(offer.suite, offer.key);
  const entry = await roster.check(signed.entry, at);
  await verify(entry.key, signed.signature, offer.bytes);
  if (offer.role !== entry.role || offer.name !== entry.name) {
    throw refused('an offer in another name than its device’s');
  }
  return { ...offer, person: entry.person, device: entry.device };
}
