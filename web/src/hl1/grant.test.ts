// Only the visitor's page grants: nobody else has the key that its commitment names (docs/protocol.md §1.5).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBody } from './body.ts';
import { type Bytes, concat, NO_BYTES, randomBytes, toBase64, utf8 } from './bytes.ts';
import { openWith } from './encapsulation.ts';
import { seal } from './envelope.ts';
import { openGrant } from './grant.ts';
import { commitmentOf, grantKeyOf, newGrantKey } from './grant-key.ts';
import type { Granted } from './granting.ts';
import { hash, importSecret } from './keys.ts';
import type { Member } from './members.ts';
import type { ProfessionalConversation } from './professional.ts';
import {
  aGrant,
  answeredBy,
  arriving,
  because,
  grantFor,
  hired,
  letIn,
  NOW,
  ownGrant,
  reading,
  sealedTo,
  stateOf,
  talking,
  threesome,
} from './testing.ts';
import { VisitorConversation } from './visitor.ts';

const SIGNATURE_BYTES = 64;

/** What stands in somebody's grant. */
async function readBy(party: ProfessionalConversation, granted: Granted, id: number) {
  const { commitment, key } = party.kept();
  return openGrant(grantFor(granted, id), await answeredBy(party), commitment, key);
}

/** A record of an epoch by somebody who holds its secret. */
async function forgedRecord(visitor: VisitorConversation, n: number, members: readonly Member[]) {
  const secret = await importSecret((await stateOf(visitor)).secrets.get(n) ?? NO_BYTES);
  const header = { cid: visitor.cid, epoch: n, sender: 0, instance: randomBytes(16), seq: 1 };
  const content = { kind: 'epoch', n, members, previous: '', reason: 'join' } as const;
  return seal(header, encodeBody({ at: 1, prev: '', seen: [], content }), secret, randomBytes(12));
}

test('a server cannot grant an epoch of its own', async () => {
  const { visitor, party } = await talking();
  const own = await newGrantKey();
  const pretended = { ...own, public: (await stateOf(visitor)).key.public };
  for (const epoch of [0, 1, 2, 49]) {
    for (const by of [own, pretended]) {
      const made = await ownGrant(party, aGrant(epoch), by);
      await assert.rejects(party.admit(made), because('refused'));
    }
  }
  assert.deepEqual([party.granted, party.epoch], [1, 1]);
});

test('nobody answers a colleague in the place of the visitor, with whatever they were given', async () => {
  const { visitor, party: sam, granted } = await talking();
  const noor = await arriving(visitor, await hired('Noor'));
  await visitor.remove([1], NOW);
  const info = concat(utf8('hl1|grant'), await hash(sam.offer));
  const ofSam = await openWith(sam.kept().key, grantFor(granted, 1), info);
  await assert.rejects(noor.admit(await sealedTo(noor, ofSam)), because('refused'));

  const own = await newGrantKey();
  const pretended = { ...own, public: ofSam.slice(1, 66) };
  const stolen = { ...pretended, sign: async () => ofSam.slice(-SIGNATURE_BYTES) };
  for (const epoch of [0, 1, 2, 3]) {
    for (const by of [pretended, stolen]) {
      const made = await ownGrant(noor, aGrant(epoch, { member: 2 }), by);
      await assert.rejects(noor.admit(made), because('refused'));
    }
  }
  assert.equal(noor.granted, -1);
});

test('a grant cannot change a secret, a number or a record', async () => {
  const { visitor, party, granted } = await talking();
  const { key } = await stateOf(visitor);
  const given = await readBy(party, granted, 1);
  for (const changed of [
    { ...given, secrets: new Map(given.secrets).set(1, randomBytes(32)) },
    { ...given, record: randomBytes(32) },
    aGrant(2, { member: 2 }),
  ]) {
    await assert.rejects(party.admit(await ownGrant(party, changed, key)), because('refused'));
  }
  await party.admit(await ownGrant(party, given, key));
  assert.deepEqual([party.granted, party.epoch], [1, 1]);
});

test('a grant says since when everything is for its member, and which record is the visitor’s', async () => {
  const { visitor, sam, noor } = await threesome();
  const iris = await arriving(visitor, await hired('Iris'));
  const made = [await letIn(visitor, iris, [sam, noor])];
  made.push(await letIn(visitor, noor, [sam, iris], true));
  made.push(await visitor.remove([3], NOW));
  const [ofNoor, ofSam] = [[noor, 2] as const, [sam, 1] as const].map(([party, id]) =>
    Promise.all(made.map((granted) => readBy(party, granted, id))),
  );
  const sinces = async (all: typeof ofNoor) => (await all)?.map(({ since }) => since);
  assert.deepEqual(
    [await sinces(ofNoor), await sinces(ofSam)],
    [
      [2, 0, 0],
      [0, 0, 0],
    ],
  );
  const records = await Promise.all(made.map(({ record }) => hash(record)));
  assert.deepEqual(
    (await ofNoor)?.map(({ record }) => record),
    records,
  );
});

test('nobody who holds the secret of an epoch makes another record of it', async () => {
  const { visitor, party: sam } = await talking();
  const noor = await arriving(visitor, await hired('Noor'));
  const granted = await visitor.grant(await reading(visitor, noor), NOW, { back: false });
  for (const party of [sam, noor]) await party.admit(grantFor(granted, party === sam ? 1 : 2));
  for (const members of [visitor.members, visitor.members.slice(0, 2)]) {
    const forged = await forgedRecord(visitor, 2, members);
    await assert.rejects(noor.open(forged), because('refused'));
  }
  assert.deepEqual((await noor.open(granted.record)).marks, []);
});

test('who reads back is shown another record only until their own comes', async () => {
  const { visitor } = await talking();
  const noor = await arriving(visitor, await hired('Noor'));
  const granted = await visitor.grant(await reading(visitor, noor), NOW, { back: true });
  await noor.admit(grantFor(granted, 2));
  await noor.open(await forgedRecord(visitor, 1, visitor.members.slice(0, 1)));
  await assert.rejects(noor.open(granted.record), because('refused'));
  await assert.rejects(noor.sealText('voor wie?', NOW), because('refused'));
});

test('a record without its own grant is not believed', async () => {
  const { visitor, sam, noor } = await threesome();
  const iris = await arriving(visitor, await hired('Iris'));
  const keptBack = await visitor.grant(await reading(visitor, iris), NOW, { back: false });
  const later = await visitor.grant(await reading(visitor, noor), NOW, { back: true });
  for (const party of [sam, noor]) await party.admit(grantFor(later, party === sam ? 1 : 2));
  await assert.rejects(noor.open(keptBack.record), because('refused'));
  await noor.admit(grantFor(keptBack, 2));
  assert.deepEqual((await noor.open(keptBack.record)).marks, []);
});

test('a grant key is a pair, and is read by its two halves', async () => {
  const { scalar, public: point, sign } = await newGrantKey();
  assert.deepEqual([scalar.length, point.length, (await sign(point)).length], [32, 65, 64]);
  const again = await grantKeyOf(scalar, point);
  assert.deepEqual([again.scalar, again.public], [scalar, point]);
  assert.equal((await commitmentOf(point)).length, 32);
  const other = await newGrantKey();
  const halves: readonly (readonly [Bytes, Bytes])[] = [
    [scalar, other.public],
    [scalar, point.slice(0, 33)],
    [scalar, concat(new Uint8Array([6 + ((point[64] ?? 0) % 2)]), point.slice(1))],
    [scalar.slice(1), point],
    [new Uint8Array(32), point],
    [new Uint8Array(32).fill(255), point],
  ];
  for (const [half, rest] of halves) {
    await assert.rejects(grantKeyOf(half, rest), because('refused'), toBase64(rest));
  }
});

test('the key is the same after a reload, and gone once it is forgotten', async () => {
  const { visitor } = await talking();
  const { key } = await stateOf(visitor);
  assert.deepEqual(visitor.commitment, await commitmentOf(key.public));
  const { begin } = VisitorConversation;
  const mine = await grantKeyOf(key.scalar.slice(), key.public);
  const talk = await begin.call(VisitorConversation, randomBytes, mine);
  assert.deepEqual(talk.commitment, visitor.commitment);
  talk.forget();
  assert.deepEqual(mine.scalar, new Uint8Array(32));
});
