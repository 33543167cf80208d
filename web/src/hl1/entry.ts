// One device of one person, as the organisation signs it (docs/protocol.md §1.4).

import { type Bytes, concat, number, Reader, same, utf8 } from './bytes.ts';
import { refused } from './errors.ts';
import { hash } from './keys.ts';
import { packName, type Role, readName, readRole, roleNumber } from './names.ts';
import { type Sign, verifyingKey } from './signature.ts';
import {
  DEVICE_BYTES,
  LAST_MINUTE,
  PERSON_BYTES,
  POINT_BYTES,
  SIGNATURE_BYTES,
  VERSION,
} from './suite.ts';

export interface Entry {
  /** 16 bytes, the same for every device of one person. */
  readonly person: Bytes;
  readonly role: Role;
  readonly name: string;
  /** Whole minutes since 1970, as `until`. */
  readonly from: number;
  readonly until: number;
  /** Of the device: verifies what it signed. */
  readonly key: CryptoKey;
  /** 16 bytes by which the device is known. */
  readonly device: Bytes;
  readonly bytes: Bytes;
}

/** What an entry is made of; `key` is the 65 bytes of the device's public key. */
export interface EntryMade {
  readonly person: Bytes;
  readonly role: Role;
  readonly name: string;
  readonly from: number;
  readonly until: number;
  readonly key: Bytes;
}

const MAGIC = utf8('hl1|entry');

export async function deviceIdOf(key: Bytes): Promise<Bytes> {
  return (await hash(concat(utf8('hl1|device'), key))).slice(0, DEVICE_BYTES);
}

/** Writes and signs an entry; refuses one that no page would take. */
export async function makeEntry(of: EntryMade, sign: Sign): Promise<Bytes> {
  const shown = packName(of.name);
  await verifyingKey(of.key);
  if (of.person.length !== PERSON_BYTES || of.from > of.until || of.until > LAST_MINUTE) {
    throw refused('an entry nobody would take');
  }
  const signed = concat(
    MAGIC,
    number(VERSION, 1),
    of.person,
    number(roleNumber(of.role), 1),
    number(shown.length, 1),
    shown,
    number(of.from, 4),
    number(of.until, 4),
    of.key,
  );
  return concat(signed, await sign(signed));
}

/** Reads an entry without believing it: `Roster.check` does. */
export async function readEntry(entry: Bytes): Promise<Entry> {
  const reader = new Reader(entry);
  if (!same(reader.take(MAGIC.length), MAGIC) || reader.number(1) !== VERSION) {
    throw refused('not an entry');
  }
  const person = reader.take(PERSON_BYTES);
  const role = readRole(reader.number(1));
  const name = readName(reader.take(reader.number(1)));
  const from = reader.number(4);
  const until = reader.number(4);
  const key = reader.take(POINT_BYTES);
  reader.take(SIGNATURE_BYTES);
  reader.end();
  return {
    person,
    role,
    name,
    from,
    until,
    key: await verifyingKey(key),
    device: await deviceIdOf(key),
    bytes: entry.slice(),
  };
}
