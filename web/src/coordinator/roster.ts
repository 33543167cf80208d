/** The devices of staff as the server sends them, in which order they are shown, and what is signed about them. */

import {
  deviceIdOf,
  fromBase64,
  makeEntry,
  makeRevoked,
  type Sign,
  toBase64,
} from '../hl1/index.ts';
import type { Base64 } from '../wire/frames.ts';

export interface Device {
  readonly device: Base64;
  readonly key: Base64;
  readonly person: Base64;
  readonly name: string;
  readonly role: 'professional' | 'supervisor';
  /** When it was enrolled, ISO date. */
  readonly day: string;
  readonly state: 'unknown' | 'waiting' | 'approved' | 'revoked';
  /** Whole minutes since 1970; null before it was approved. */
  readonly until: number | null;
}

/** `GET /api/roster`. */
export interface Roster {
  /** Public half of the organisation's key; empty before there is one. */
  readonly key: Base64;
  readonly revoked: readonly Base64[];
  readonly devices: readonly Device[];
}

export type Shown = 'waiting' | 'soon' | 'expired' | 'approved' | 'revoked';

const MINUTES_OF_A_DAY = 24 * 60;
/** How long an approval holds: whoever left unnoticed is out within a year. As `chatserver roster` has it. */
const DAYS = 365;
/** Early enough to renew it on a quiet afternoon. */
const SOON_DAYS = 30;

const ORDER: readonly Shown[] = ['waiting', 'expired', 'soon', 'approved', 'revoked'];

export function shownState({ state, until }: Device, minute: number): Shown {
  if (state === 'revoked') return 'revoked';
  if (state !== 'approved' || until === null) return 'waiting';
  if (until < minute) return 'expired';
  return until < minute + SOON_DAYS * MINUTES_OF_A_DAY ? 'soon' : 'approved';
}

/** What somebody has to do comes first; within that by name, the newest first. */
export function inOrder(devices: readonly Device[], minute: number): readonly Device[] {
  const place = (device: Device) => ORDER.indexOf(shownState(device, minute));
  return [...devices].sort((one, other) => {
    const byState = place(one) - place(other);
    if (byState !== 0) return byState;
    const byName = one.name.localeCompare(other.name);
    return byName === 0 ? other.day.localeCompare(one.day) : byName;
  });
}

/** An entry for this device: base64, for `POST /api/roster/approve`. */
export async function approval(device: Device, sign: Sign, minute: number): Promise<Base64> {
  const { name, role } = device;
  const entry = await makeEntry(
    {
      person: fromBase64(device.person),
      role,
      name,
      from: minute,
      until: minute + DAYS * MINUTES_OF_A_DAY,
      key: fromBase64(device.key),
    },
    sign,
  );
  return toBase64(entry);
}

/** A list of all that were revoked and this device: base64, for `POST /api/roster/revoke`. */
export async function revocation(
  roster: Roster,
  device: Device,
  sign: Sign,
  minute: number,
): Promise<Base64> {
  // From the key whose words are on the screen, and not the id that the server gives beside it.
  const id = await deviceIdOf(fromBase64(device.key));
  return toBase64(await makeRevoked(minute, [...roster.revoked.map(fromBase64), id], sign));
}

/** The day on which a minute since 1970 falls, in the reader's own time zone and words. */
export function dayOf(minute: number, language: string): string {
  return dayIn(new Date(minute * 60_000), language);
}

/** The same for an ISO date, which has no time zone. */
export function dayOfDate(day: string, language: string): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return dayIn(new Date(year, month - 1, date), language);
}

function dayIn(date: Date, language: string): string {
  const how = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  return date.toLocaleDateString(language === 'nl' ? 'nl-NL' : 'en-GB', how);
}
