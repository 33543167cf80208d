// The grants of a new epoch: one for each member but the visitor (docs/protocol.md §1.5).

import type { Why } from './body.ts';
import { type Bytes, fromBase64 } from './bytes.ts';
import { sealGrant } from './grant.ts';
import type { GrantKey } from './grant-key.ts';
import type { Member } from './members.ts';
import type { Offered } from './state.ts';

/** To be kept (`state`), each sent as `grant`, and then said: in this order (§1.5). */
export interface Granted {
  readonly epoch: number;
  /** One for each member but the visitor. */
  readonly grants: readonly GrantTo[];
  readonly record: Bytes;
}

interface GrantTo {
  readonly member: Member;
  readonly grant: Bytes;
}

/** Who is in an epoch that is about to be made. */
export interface Plan {
  readonly members: readonly Member[];
  readonly offers: ReadonlyMap<number, Offered>;
  readonly reason: Why;
  /** By member: the older secrets they are given. */
  readonly older: ReadonlyMap<number, ReadonlyMap<number, Bytes>>;
}

/** Makes the grants of an epoch; `kept` is what they answered, in the order of the members. */
export async function grantToAll(
  { members, offers, older }: Plan,
  made: {
    readonly cid: Bytes;
    readonly epoch: number;
    readonly secret: Bytes;
    readonly record: Bytes;
  },
  by: GrantKey,
): Promise<{ grants: readonly GrantTo[]; kept: ReadonlyMap<number, Offered> }> {
  const { cid, epoch, secret, record } = made;
  const grants: GrantTo[] = [];
  const kept = new Map<number, Offered>();
  for (const member of members) {
    const offered = offers.get(member.id);
    if (offered === undefined) continue; // the visitor
    const secrets = new Map(older.get(member.id)).set(epoch, secret);
    const since = Math.min(offered.since, ...secrets.keys());
    const to = { cid, key: fromBase64(member.key), hash: offered.hash };
    grants.push({
      member,
      grant: await sealGrant({ member: member.id, since, record, secrets }, to, by),
    });
    kept.set(member.id, { ...offered, since });
  }
  return { grants, kept };
}
