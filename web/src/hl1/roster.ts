// Who may be let in: devices that the organisation has signed and not taken back (docs/protocol.md
// §1.4). Whatever a server says about who somebody is, the visitor's page believes only this key.

import { type Bytes, concat, number, Reader, same, utf8 } from './bytes.ts';
import { type Entry, readEntry } from './entry.ts';
import { refused } from './errors.ts';
import { type Sign, verify, verifyingKey } from './signature.ts';
import { DEVICE_BYTES, GRACE_MINUTES, MAX_REVOKED, SIGNATURE_BYTES, VERSION } from './suite.ts';

const MAGIC = utf8('hl1|revoked');

export class Roster {
  readonly #key: CryptoKey;
  /** In hex: the device ids that some list named. */
  readonly #revoked = new Set<string>();

  private constructor(key: CryptoKey) {
    this.#key = key;
  }

  /** `key` is the organisation's public key, 65 bytes. */
  static async of(key: Bytes): Promise<Roster> {
    return new Roster(await verifyingKey(key));
  }

  /** Takes a signed list of revoked devices; what an earlier one named does not come back. */
  async revoke(list: Bytes): Promise<void> {
    const ids = readRevoked(list);
    await this.#verify(list);
    for (const id of ids) this.#revoked.add(id);
  }

  isRevoked(device: Bytes): boolean {
    return this.#revoked.has(hex(device));
  }

  /** Refuses an entry that is not signed, not of today, or of a revoked device. `at` in minutes. */
  async check(entry: Bytes, at: number): Promise<Entry> {
    const read = await readEntry(entry);
    await this.#verify(entry);
    if (at < read.from - GRACE_MINUTES || at > read.until + GRACE_MINUTES) {
      throw refused('an entry of another time');
    }
    if (this.isRevoked(read.device)) throw refused('a device that was revoked');
    return read;
  }

  #verify(signed: Bytes): Promise<void> {
    const end = signed.length - SIGNATURE_BYTES;
    return verify(this.#key, signed.slice(end), signed.slice(0, end));
  }
}

/** Writes and signs a list of revoked devices; `issued` in minutes. */
export async function makeRevoked(
  issued: number,
  ids: readonly Bytes[],
  sign: Sign,
): Promise<Bytes> {
  const byHex = new Map(ids.map((id) => [hex(id), id]));
  const sorted = [...byHex].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, id]) => id);
  if (sorted.length > MAX_REVOKED) throw refused('too many revoked devices for one list');
  if (sorted.some((id) => id.length !== DEVICE_BYTES)) throw refused('length of a device id');
  const head = concat(MAGIC, number(VERSION, 1), number(issued, 4), number(sorted.length, 2));
  const signed = concat(head, ...sorted);
  return concat(signed, await sign(signed));
}

/** Reads the ids of a list, in hex, without believing it. */
function readRevoked(list: Bytes): readonly string[] {
  const reader = new Reader(list);
  if (!same(reader.take(MAGIC.length), MAGIC) || reader.number(1) !== VERSION) {
    throw refused('not a list of revoked devices');
  }
  reader.take(4); // when it was issued: for the server, which keeps the newest list
  const count = reader.number(2);
  if (count > MAX_REVOKED) throw refused('too many revoked devices for one list');
  const ids = Array.from({ length: count }, () => hex(reader.take(DEVICE_BYTES)));
  reader.take(SIGNATURE_BYTES);
  reader.end();
  if (ids.some((id, at) => id <= (ids[at - 1] ?? ''))) throw refused('order of a list');
  return ids;
}

/** Texts that sort as the bytes do. */
function hex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
