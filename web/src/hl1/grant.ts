// Letting somebody in: epoch secrets sealed to the key of an offer (docs/protocol.md §1.5).

import { type Bytes, concat, number, Reader, utf8 } from './bytes.ts';
import { type KeptKey, openWith, sealTo } from './encapsulation.ts';
import { refused } from './errors.ts';
import { MAX_EPOCHS, SECRET_BYTES, VISITOR } from './suite.ts';

/** What a grant gives. Its `opening` is that of the newest epoch: it leads to the commitment (`openingOf`). */
export interface Grant {
  readonly opening: Bytes;
  readonly member: number;
  readonly secrets: ReadonlyMap<number, Bytes>;
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
    if (epoch <= newest || epoch >= MAX_EPOCHS) throw refused('epochs of a grant');
    newest = epoch;
    secrets.set(epoch, reader.take(SECRET_BYTES));
  }
  reader.end();
  if (secrets.size === 0) throw refused('epochs of a grant');
  return { opening, member, secrets };
}

/** Seals a grant that answers the offer with this hash to the key in that offer. */
export function sealGrant(grant: Grant, offerHash: Bytes, key: Bytes): Promise<Bytes> {
  return sealTo(key, packGrant(grant), infoOf(offerHash));
}

export async function openGrant(sealed: Bytes, offerHash: Bytes, key: KeptKey): Promise<Grant> {
  return unpackGrant(await openWith(key, sealed, infoOf(offerHash)));
}

function infoOf(offerHash: Bytes): Bytes {
  return concat(utf8('hl1|grant'), offerHash);
}
