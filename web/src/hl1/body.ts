// What a message says: UTF-8 JSON (docs/protocol.md §1.3). Unknown keys are ignored and unknown
// kinds are kept as such, so that an old page survives a newer one.

import { type Bytes, toBase64, utf8, wellFormed } from './bytes.ts';
import { Hl1Error, refused } from './errors.ts';
import { type Member, readMembers } from './members.ts';
import type { Seen } from './order.ts';
import {
  aList,
  aNumber,
  anObject,
  aText,
  type Fields,
  oneOf,
  parseJson,
  someBytes,
} from './shape.ts';
import {
  HASH_BYTES,
  INSTANCE_BYTES,
  LAST_MEMBER,
  LAST_MINUTE,
  MAX_EPOCH,
  MAX_SEEN,
  MAX_SEQ,
  MAX_TEXT,
} from './suite.ts';

export type Why = 'start' | 'join' | 'leave';

/** Who can read an epoch; sent by the visitor as its first message. Hashes are base64. */
export interface EpochRecord {
  readonly kind: 'epoch';
  readonly n: number;
  readonly members: readonly Member[];
  readonly previous: string;
  readonly reason: Why;
}

export type Content =
  /** `card`: its lines are those of a contact card. */
  | { readonly kind: 'text'; readonly text: string; readonly card?: true }
  | EpochRecord
  | { readonly kind: 'end' | 'leave' | 'alive' }
  | { readonly kind: 'unknown' };

export interface Body {
  readonly at: number;
  readonly prev: string;
  readonly seen: readonly Seen[];
  readonly content: Content;
}

/** Writes a body as JSON, keys in the order of §1.3. */
export function encodeBody(body: Body): Bytes {
  const { kind, ...rest } = body.content;
  return utf8(
    JSON.stringify({
      kind,
      at: body.at,
      prev: body.prev,
      seen: body.seen.map(({ sender, instance, seq, epoch }) => [sender, instance, seq, epoch]),
      ...rest,
    }),
  );
}

export function textContent(text: string): Content {
  return { kind: 'text', text: checkedLength(wellFormed(text)) };
}

export function cardContent(text: string): Content {
  return { kind: 'text', text: checkedLength(wellFormed(text)), card: true };
}

/** Reads a body that has opened: it came from a member, if not always from a page like ours. */
export function decodeBody(bytes: Bytes): Body {
  try {
    const fields = anObject(parseJson(bytes));
    return {
      at: aNumber(fields.at, 0, LAST_MINUTE),
      prev: toBase64(someBytes(fields.prev, 0, HASH_BYTES)),
      seen: aList(fields.seen, MAX_SEEN).map(readSeen),
      content: readContent(fields),
    };
  } catch {
    throw refused('a body of a wrong shape');
  }
}

function readContent(fields: Fields): Content {
  const kind = aText(fields.kind);
  if (kind === 'text') {
    const text = checkedLength(aText(fields.text));
    return fields.card === true ? { kind, text, card: true } : { kind, text };
  }
  if (kind === 'end' || kind === 'leave' || kind === 'alive') return { kind };
  if (kind !== 'epoch') return { kind: 'unknown' };
  return {
    kind,
    n: aNumber(fields.n, 1, MAX_EPOCH),
    members: readMembers(fields.members),
    previous: toBase64(someBytes(fields.previous, 0, HASH_BYTES)),
    reason: oneOf<Why>(['start', 'join', 'leave'], fields.reason),
  };
}

function readSeen(value: unknown): Seen {
  const entry = aList(value, 4);
  if (entry.length !== 4) throw refused('seen');
  return {
    sender: aNumber(entry[0], 0, LAST_MEMBER),
    instance: toBase64(someBytes(entry[1], INSTANCE_BYTES)),
    seq: aNumber(entry[2], 1, MAX_SEQ),
    epoch: aNumber(entry[3], 0, MAX_EPOCH),
  };
}

function checkedLength(text: string): string {
  let characters = 0;
  for (const _ of text) characters += 1;
  if (characters > MAX_TEXT) throw new Hl1Error('too_long', 'more than 4,000 characters');
  return text;
}
