// What a reloaded visitor's page goes on from (docs/protocol.md §1.6).

import { type Bytes, concat, toBase64, utf8 } from './bytes.ts';
import { Hl1Error, refused } from './errors.ts';
import { type GrantKey, grantKeyOf } from './grant-key.ts';
import { hash } from './keys.ts';
import { type Member, readMembers } from './members.ts';
import { aList, aNumber, anObject, parseJson, someBytes } from './shape.ts';
import {
  DEVICE_BYTES,
  HASH_BYTES,
  LAST_MEMBER,
  MAX_EPOCH,
  MAX_EPOCHS,
  MAX_MEMBERS,
  NONCE_BYTES,
  POINT_BYTES,
  SCALAR_BYTES,
  SECRET_BYTES,
  STATE_ID_BYTES,
} from './suite.ts';

/** What a member came in by: grants to them are bound to it. */
export interface Offered {
  /** H(offer), 32 bytes. */
  readonly hash: Bytes;
  /** The id of the device that signed it, 16 bytes. */
  readonly device: Bytes;
  /** The first epoch that the member was ever given. */
  readonly since: number;
}

export interface State {
  readonly key: GrantKey;
  readonly secrets: ReadonlyMap<number, Bytes>;
  /** Base64 of H(sealed) of the record of each epoch but 0, which has none. */
  readonly records: ReadonlyMap<number, string>;
  readonly members: readonly Member[];
  readonly next: number;
  /** By member number, for every member but the visitor, in the order of `members`. */
  readonly offers: ReadonlyMap<number, Offered>;
}

const STATE_VERSION = 4;

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
    v: STATE_VERSION,
    key: [toBase64(state.key.scalar), toBase64(state.key.public)],
    epochs: [...state.secrets].map(([n, secret]) => [
      n,
      toBase64(secret),
      state.records.get(n) ?? '',
    ]),
    members: state.members,
    next: state.next,
    offers: [...state.offers].map(([n, by]) => [
      n,
      toBase64(by.hash),
      toBase64(by.device),
      by.since,
    ]),
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
  if (fields.v !== STATE_VERSION) throw new Hl1Error('unsupported', 'version of a state');
  const epochs = aList(fields.epochs, MAX_EPOCHS).map(readEpoch);
  if (epochs.length === 0 || epochs.some(({ n }, at) => n !== at)) {
    throw refused('epochs of a state');
  }
  const members = readMembers(fields.members);
  const offers = new Map(aList(fields.offers, MAX_MEMBERS).map(readOffered));
  const others = members.filter(({ role }) => role !== 'visitor');
  if (offers.size !== others.length || !others.every(({ id }) => offers.has(id))) {
    throw refused('offers of a state');
  }
  return {
    key: await readKey(fields.key),
    secrets: new Map(epochs.map(({ n, secret }) => [n, secret])),
    records: new Map(epochs.slice(1).map(({ n, record }) => [n, record])),
    members,
    next: aNumber(fields.next, 1, LAST_MEMBER + 1),
    offers,
  };
}

/** 16 bytes by which a tab knows its newest state again. */
export async function stateIdOf(blob: Bytes): Promise<Bytes> {
  return (await hash(concat(utf8('hl1|state'), blob))).slice(0, STATE_ID_BYTES);
}

function readEpoch(value: unknown): { n: number; secret: Bytes; record: string } {
  const entry = aList(value, 3);
  const n = aNumber(entry[0], 0, MAX_EPOCH);
  const record = toBase64(someBytes(entry[2], n === 0 ? 0 : HASH_BYTES));
  return { n, secret: someBytes(entry[1], SECRET_BYTES), record };
}

function readKey(value: unknown): Promise<GrantKey> {
  const pair = aList(value, 2);
  return grantKeyOf(someBytes(pair[0], SCALAR_BYTES), someBytes(pair[1], POINT_BYTES));
}

function readOffered(value: unknown): [number, Offered] {
  const entry = aList(value, 4);
  const member = aNumber(entry[0], 1, LAST_MEMBER);
  const hash = someBytes(entry[1], HASH_BYTES);
  const device = someBytes(entry[2], DEVICE_BYTES);
  return [member, { hash, device, since: aNumber(entry[3], 0, MAX_EPOCHS - 1) }];
}
