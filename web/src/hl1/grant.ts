// Letting somebody in: epoch secrets, signed and sealed to the key of an offer (docs/protocol.md §1.5).

import { type Bytes, concat, number, Reader, same, utf8 } from './bytes.ts';
import { type KeptKey, openWith, sealTo, suiteOf } from './encapsulation.ts';
import { Hl1Error, refused } from './errors.ts';
import { commitmentOf, type GrantKey } from './grant-key.ts';
import { verify, verifyingKey } from './signature.ts';
import {
  HASH_BYTES,
  MAX_EPOCHS,
  POINT_BYTES,
  SECRET_BYTES,
  SIGNATURE_BYTES,
  VISITOR,
} from './suite.ts';

/** What a grant gives. */
export interface Grant {
  readonly member: number;
  /**
   * The first epoch that this member was ever given, by this grant or an earlier one: from here on
   * everything is for them, also where the server keeps a grant back.
   */
  readonly since: number;
  /** H(sealed) of the record of the newest epoch: no other record of it is the visitor's. */
  readonly record: Bytes;
  readonly secrets: ReadonlyMap<number, Bytes>;
}

/** The offer that a grant answers: it is for this one and no other. */
export interface Answered {
  readonly cid: Bytes;
  /** The public key of the offer; its length tells the suite. */
  readonly key: Bytes;
  /** H(offer), 32 bytes. */
  readonly hash: Bytes;
}

const GRANT_VERSION = 2;

/** The plaintext of a grant, epochs ascending, with its signature. */
export async function writeGrant(grant: Grant, to: Answered, by: GrantKey): Promise<Bytes> {
  const epochs = [...grant.secrets].sort(([left], [right]) => left - right);
  const body = concat(
    number(GRANT_VERSION, 1),
    by.public,
    number(grant.member, 1),
    number(grant.since, 4),
    grant.record,
    number(epochs.length, 1),
    ...epochs.map(([epoch, secret]) => concat(number(epoch, 4), secret)),
  );
  return concat(body, await by.sign(signed(body, to)));
}

/** Reads the plaintext of a grant, if whoever made the commitment has signed it for this offer. */
export async function readGrant(plaintext: Bytes, to: Answered, commitment: Bytes): Promise<Grant> {
  if (plaintext[0] !== GRANT_VERSION) throw new Hl1Error('unsupported', 'version of a grant');
  const end = Math.max(0, plaintext.length - SIGNATURE_BYTES);
  const [body, signature] = [plaintext.slice(0, end), plaintext.slice(end)];
  const reader = new Reader(body);
  reader.take(1);
  const key = reader.take(POINT_BYTES);
  // HPKE does not say who sealed. Nothing else of a grant is looked at before this is known.
  if (!same(await commitmentOf(key), commitment)) {
    throw refused('a grant that the visitor did not make');
  }
  await verify(await verifyingKey(key), signature, signed(body, to));
  return readBody(reader);
}

/** Signs a grant and seals it to the key of the offer that it answers. */
export async function sealGrant(grant: Grant, to: Answered, by: GrantKey): Promise<Bytes> {
  return sealTo(to.key, await writeGrant(grant, to, by), infoOf(to));
}

/** Opens a grant that answers our offer and that the visitor made. */
export async function openGrant(
  sealed: Bytes,
  to: Answered,
  commitment: Bytes,
  key: KeptKey,
): Promise<Grant> {
  return readGrant(await openWith(key, sealed, infoOf(to)), to, commitment);
}

/** What is signed: every part before the last is as long as it always is. */
function signed(body: Bytes, { cid, key, hash }: Answered): Bytes {
  return concat(utf8('hl1|granted'), number(suiteOf(key), 1), cid, hash, body);
}

/** Reads what the visitor has signed; a page of hers may still be wrong. */
function readBody(reader: Reader): Grant {
  const member = reader.number(1);
  if (member === VISITOR) throw refused('member of a grant');
  const since = reader.number(4);
  const record = reader.take(HASH_BYTES);
  const secrets = new Map<number, Bytes>();
  let newest = -1;
  for (let left = reader.number(1); left > 0; left -= 1) {
    const epoch = reader.number(4);
    if (epoch <= newest || epoch >= MAX_EPOCHS || epoch < since) throw refused('epochs of a grant');
    newest = epoch;
    secrets.set(epoch, reader.take(SECRET_BYTES));
  }
  reader.end();
  if (secrets.size === 0) throw refused('epochs of a grant');
  return { member, since, record, secrets };
}

function infoOf({ hash }: Answered): Bytes {
  return concat(utf8('hl1|grant'), hash);
}
