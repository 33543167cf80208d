// Roles, and names that may be shown (docs/protocol.md §1.4).

import { type Bytes, fromUtf8, utf8 } from './bytes.ts';
import { refused } from './errors.ts';
import { MAX_NAME_BYTES } from './suite.ts';

export type Role = 'visitor' | 'professional' | 'supervisor';

/** By their number in offers and entries; nobody offers to be the visitor. */
export const ROLES: readonly Role[] = ['visitor', 'professional', 'supervisor'];

/** Control and direction characters: a name must not rearrange the sentence it is shown in. */
const CONTROLS = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

export function roleNumber(role: Role): number {
  const number = ROLES.indexOf(role);
  if (number < 1) throw refused('a role nobody offers');
  return number;
}

export function readRole(number: number): Role {
  const role = ROLES[number];
  if (role === undefined || role === 'visitor') throw refused('a role nobody offers');
  return role;
}

/** Returns the UTF-8 of a name that may be shown. */
export function packName(name: string): Bytes {
  return utf8(checkedName(name));
}

export function readName(bytes: Bytes): string {
  return checkedName(fromUtf8(bytes));
}

function checkedName(name: string): string {
  const length = utf8(name).length;
  if (length < 1 || length > MAX_NAME_BYTES || CONTROLS.test(name)) {
    throw refused('a name that cannot be shown');
  }
  return name;
}
