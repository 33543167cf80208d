// What a reloaded visitor's page goes on from (docs/protocol.md §1.6).

import { type Bytes, concat, toBase64, utf8 } from './bytes.ts';
import { Hl1Error, refused } from './errors.ts';
import { type Member, readMembers } from './members.ts';
import { aList, aNumber, anObject, parseJson, someBytes } from './shape.ts';
import { HASH_BYTES, MAX_EPOCH, MAX_EPOCHS, NONCE_BYTES, SECRET_BYTES } from './suite.ts';

export interface State {
  readonly secrets: ReadonlyMap<number, Bytes>;
  /** Base64 of H(sealed) of the newest epoch record, or empty. */
  readonly record: string;
  readonly members: readonly Member[];
  readonly next: number;
}

const algorithm = (cid: Bytes, iv: Bytes) => ({
  name: 'AES-GCM',
  iv,
  additionalData: concat(utf8('hl1|state'), cid),
});

export async function sealState(
  state: State,
  key: CryptoKey,
  cid: Bytes,
  nonce: Bytes,
): Promise<Bytes> {
  const json = JSON.stringify({
    v: 1,
    epochs: [...state.secrets].map(([n, secret]) => [n, toBase64(secret)]),
    record: state.record,
    members: state.members,
    next: state.next,
  });
  const sealed = await crypto.subtle.encrypt(algorithm(cid, nonce), key, utf8(json));
  return concat(nonce, new Uint8Array(sealed));
}

export async function openState(blob: Bytes, key: CryptoKey, cid: Bytes): Promise<State> {
  const how = algorithm(cid, blob.slice(0, NONCE_BYTES));
  const json = await crypto.subtle.decrypt(how, key, blob.slice(NONCE_BYTES)).catch(() => {
    throw refused('a state that does not open');
  });
  const fields = anObject(parseJson(new Uint8Array(json)));
  if (fields.v !== 1) throw new Hl1Error('unsupported', 'version of a state');
  const secrets = new Map(aList(fields.epochs, MAX_EPOCHS).map(readEpoch));
  const numbers = [...secrets.keys()];
  if (numbers.length === 0 || numbers.some((n, at) => n !== at)) throw refused('epochs of a state');
  return {
    secrets,
    record: toBase64(someBytes(fields.record, 0, HASH_BYTES)),
    members: readMembers(fields.members),
    next: aNumber(fields.next, 1, 256),
  };
}

function readEpoch(value: unknown): [number, Bytes] {
  const entry = aList(value, 2);
  return [aNumber(entry[0], 0, MAX_EPOCH), someBytes(entry[1], SECRET_BYTES)];
}
