import { toBase64, utf8 } from './bytes.ts';
import { refused } from './errors.ts';
import { ROLES, type Role } from './names.ts';
import { aList, aNumber, anObject, aText, oneOf, someBytes } from './shape.ts';
import {
  LAST_MEMBER,
  MAX_MEMBERS,
  MAX_NAME_BYTES,
  POINT_BYTES,
  VISITOR,
  XWING_KEY_BYTES,
} from './suite.ts';

/** Somebody who can read an epoch. `key` is base64 of the public key of their offer, empty for the visitor. */
export interface Member {
  readonly id: number;
  readonly role: Role;
  readonly name: string;
  readonly key: string;
}

export const THE_VISITOR: Member = { id: VISITOR, role: 'visitor', name: '', key: '' };

/** Reads a list of members: one visitor, numbered 0, and nobody twice. */
export function readMembers(value: unknown): readonly Member[] {
  const members = aList(value, MAX_MEMBERS).map(readMember);
  const visitors = members.filter((member) => member.role === 'visitor');
  const numbers = new Set(members.map((member) => member.id));
  if (visitors.length !== 1 || visitors[0]?.id !== VISITOR || numbers.size !== members.length) {
    throw refused('members');
  }
  return members;
}

function readMember(value: unknown): Member {
  const fields = anObject(value);
  const role = oneOf<Role>(ROLES, fields.role);
  const name = aText(fields.name);
  if (utf8(name).length > MAX_NAME_BYTES) throw refused('name');
  const lengths = role === 'visitor' ? [0] : [POINT_BYTES, XWING_KEY_BYTES];
  const key = someBytes(fields.key, ...lengths);
  return { id: aNumber(fields.id, 0, LAST_MEMBER), role, name, key: toBase64(key) };
}
