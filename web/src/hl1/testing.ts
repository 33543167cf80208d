// For tests: an organisation, the people it has signed for, and conversations between them.

import { type Bytes, concat, NO_BYTES, randomBytes, toBase64, utf8 } from './bytes.ts';
import { sealTo } from './encapsulation.ts';
import { type EntryMade, makeEntry } from './entry.ts';
import { Hl1Error, type Reason } from './errors.ts';
import { type Answered, type Grant, writeGrant } from './grant.ts';
import type { GrantKey } from './grant-key.ts';
import type { Granted } from './granting.ts';
import { hash, stateKey } from './keys.ts';
import { type Device, ProfessionalConversation } from './professional.ts';
import { Roster } from './roster.ts';
import { newDeviceKey, type Sign, signWith } from './signature.ts';
import { openState, type State } from './state.ts';
import { VisitorConversation } from './visitor.ts';

/** The minute in which everything happens. */
export const NOW = 29_430_001;
export const SHARE: Bytes = new Uint8Array(32);

export const because = (reason: Reason) => (error: unknown) =>
  error instanceof Hl1Error && error.reason === reason;

export interface Organisation {
  readonly key: Bytes;
  readonly sign: Sign;
  readonly roster: Roster;
}

export async function organisation(): Promise<Organisation> {
  const { pair, key } = await newDeviceKey();
  return { key, sign: signWith(pair.privateKey), roster: await Roster.of(key) };
}

/** One for all tests that only need somebody to be believed. */
export const ours = organisation();

/** Signs for a new device of somebody. */
export async function hired(name: string, other: Partial<EntryMade> = {}): Promise<Device> {
  const { pair, key } = await newDeviceKey();
  const dates = { from: NOW - 1000, until: NOW + 1000 };
  const of = {
    person: randomBytes(16),
    role: 'professional',
    name,
    ...dates,
    key,
    ...other,
  } as const;
  const { sign } = await ours;
  return { entry: await makeEntry(of, sign), sign: signWith(pair.privateKey) };
}

export async function arriving(
  visitor: VisitorConversation,
  device?: Device,
): Promise<ProfessionalConversation> {
  const { cid, commitment } = visitor;
  const of = { cid, commitment, suite: 1, device: device ?? (await hired('Sam')) };
  return ProfessionalConversation.begin(of);
}

/** Reads what somebody offers, as a page that knows suite 1 and the roster. */
export async function reading(
  visitor: VisitorConversation,
  { offer, signature, entry }: ProfessionalConversation,
) {
  const { roster } = await ours;
  return visitor.readOffer(offer, signature, entry, { roster, at: NOW, suites: [1] });
}

/** Gives each of those who are there the grant that is theirs, and then the record. */
export async function told(
  { grants, record }: Granted,
  ...parties: readonly ProfessionalConversation[]
): Promise<void> {
  for (const party of parties) {
    const key = toBase64(party.offer.slice(-65));
    const own = grants.find(({ member }) => member.key === key);
    await party.admit(own?.grant ?? NO_BYTES);
    await party.open(record);
  }
}

/** Lets somebody in; those who are in already are told. */
export async function letIn(
  visitor: VisitorConversation,
  party: ProfessionalConversation,
  others: readonly ProfessionalConversation[] = [],
  back = false,
): Promise<Granted> {
  const granted = await visitor.grant(await reading(visitor, party), NOW, { back });
  await told(granted, ...others, party);
  return granted;
}

/** A visitor and Sam. */
export async function talking() {
  const visitor = await VisitorConversation.begin();
  const party = await arriving(visitor);
  const granted = await letIn(visitor, party);
  return { visitor, party, granted };
}

/** A visitor, Sam (1) and Noor (2). */
export async function threesome() {
  const { visitor, party: sam, granted } = await talking();
  const noor = await arriving(visitor, await hired('Noor'));
  const second = await letIn(visitor, noor, [sam]);
  return { visitor, sam, noor, records: [granted.record, second.record] as const };
}

export async function reloaded(visitor: VisitorConversation): Promise<VisitorConversation> {
  return VisitorConversation.restore(visitor.root.slice(), SHARE, await visitor.state(SHARE));
}

/** What the visitor's page keeps. */
export async function stateOf(visitor: VisitorConversation): Promise<State> {
  const key = await stateKey(visitor.root, SHARE, visitor.cid);
  return openState(await visitor.state(SHARE), key, visitor.cid);
}

/** What a grant to this professional answers. */
export async function answeredBy(party: ProfessionalConversation): Promise<Answered> {
  const { cid, offer } = party.kept();
  return { cid, key: offer.slice(-65), hash: await hash(offer) };
}

/** Seals anything as a grant to this professional: for that it takes the offer only. */
export async function sealedTo(party: ProfessionalConversation, plaintext: Bytes): Promise<Bytes> {
  const to = await answeredBy(party);
  return sealTo(to.key, plaintext, concat(utf8('hl1|grant'), to.hash));
}

/** A grant as whoever has this key can make it who knows the offer. */
export async function ownGrant(
  party: ProfessionalConversation,
  grant: Grant,
  by: GrantKey,
): Promise<Bytes> {
  return sealedTo(party, await writeGrant(grant, await answeredBy(party), by));
}

/** What a grant of one epoch could give. */
export function aGrant(epoch: number, more: Partial<Grant> = {}): Grant {
  const secrets = new Map([[epoch, randomBytes(32)]]);
  return { member: 1, since: epoch, record: randomBytes(32), secrets, ...more };
}

/** The grant of a new epoch that is for the member with this number. */
export function grantFor({ grants }: Granted, id: number): Bytes {
  return grants.find(({ member }) => member.id === id)?.grant ?? NO_BYTES;
}
