import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, concat, NO_BYTES, randomBytes } from './bytes.ts';
import { makeEntry, readEntry } from './entry.ts';
import { type Measure, makeOffer } from './offer.ts';
import { ProfessionalConversation } from './professional.ts';
import { makeRevoked, Roster } from './roster.ts';
import { newDeviceKey, type Sign, signWith } from './signature.ts';
import { arriving, because, hired, NOW, organisation, ours } from './testing.ts';
import { VisitorConversation } from './visitor.ts';

const DAY = 24 * 60;
const NAME_AT = 9 + 2 + 16 + 32 + 4 + 2;

async function scene() {
  const visitor = await VisitorConversation.begin();
  const device = await hired('Sam');
  const party = await arriving(visitor, device);
  const measure: Measure = { roster: (await ours).roster, at: NOW, suites: [2, 1] };
  const read = (
    other: { offer?: Bytes; signature?: Bytes; entry?: Bytes } = {},
    by: Partial<Measure> = {},
  ) => {
    const offer = other.offer ?? party.offer;
    const signature = other.signature ?? party.signature;
    return visitor.readOffer(offer, signature, other.entry ?? party.entry, { ...measure, ...by });
  };
  return { visitor, device, party, read };
}

/** Reads an offer that was changed before its own device signed it. */
async function signedAgain(
  { device, read }: { device: { sign: Sign }; read: Awaited<ReturnType<typeof scene>>['read'] },
  offer: Bytes,
) {
  return read({ offer, signature: await device.sign(offer) });
}

test('an offer is read with everything the roster says of its device', async () => {
  const { party, read } = await scene();
  const entry = await readEntry(party.entry);
  const offer = await read();
  assert.deepEqual(
    [offer.suite, offer.epoch, offer.role, offer.name],
    [1, 0, 'professional', 'Sam'],
  );
  assert.deepEqual([offer.person, offer.device], [entry.person, entry.device]);
  assert.deepEqual([offer.bytes, offer.key], [party.offer, party.offer.slice(-65)]);
});

test('without a roster nobody can be let in', async () => {
  const { read } = await scene();
  await assert.rejects(read({}, { roster: null }), because('refused'));
});

test('an entry that is not of this roster, not of today or revoked is refused', async () => {
  const { party, read } = await scene();
  const other = await organisation();
  await assert.rejects(read({}, { roster: other.roster }), because('refused'));
  await assert.rejects(read({}, { at: NOW + 1000 + DAY + 1 }), because('refused'));
  await assert.rejects(read({}, { at: NOW - 1000 - DAY - 1 }), because('refused'));
  const { key, sign } = await ours;
  const roster = await Roster.of(key);
  await read({}, { roster });
  const { device } = await readEntry(party.entry);
  await roster.revoke(await makeRevoked(NOW, [device], sign));
  await assert.rejects(read({}, { roster }), because('refused'));
});

test('an offer is signed by the device of its entry', async () => {
  const { party, read } = await scene();
  const another = await hired('Sam');
  const flipped = party.signature.slice();
  flipped[63] = (flipped[63] ?? 0) ^ 1;
  for (const signature of [
    NO_BYTES,
    flipped,
    party.signature.slice(1),
    concat(party.signature, new Uint8Array(1)),
    new Uint8Array(64),
    await another.sign(party.offer),
  ]) {
    await assert.rejects(read({ signature }), because('refused'));
  }
  await assert.rejects(read({ entry: another.entry }), because('refused'));
  await assert.rejects(read({ entry: NO_BYTES }), because('refused'));
});

test('an offer in another name or role than its entry’s is refused', async () => {
  const { visitor, device, party, read } = await scene();
  const key = party.offer.slice(-65);
  for (const by of [
    { name: 'Noor', role: 'professional' },
    { name: 'Sam', role: 'supervisor' },
  ] as const) {
    const offer = makeOffer(visitor, by, 1, key);
    await assert.rejects(signedAgain({ device, read }, offer), because('refused'));
  }
  await signedAgain(
    { device, read },
    makeOffer(visitor, { name: 'Sam', role: 'professional' }, 1, key),
  );
});

test('an offer for another conversation is refused', async () => {
  const { visitor, device, party, read } = await scene();
  const by = { name: 'Sam', role: 'professional' } as const;
  const key = party.offer.slice(-65);
  const { cid, commitment } = visitor;
  for (const to of [
    { cid: randomBytes(16), commitment },
    { cid, commitment: randomBytes(32) },
  ]) {
    await assert.rejects(
      signedAgain({ device, read }, makeOffer(to, by, 1, key)),
      because('refused'),
    );
  }
});

test('another version, and a suite we did not name, are unsupported', async () => {
  const scenery = await scene();
  const { party, read } = scenery;
  const version = party.offer.slice();
  version[9] = 2;
  const suite = party.offer.slice();
  suite[10] = 3;
  await assert.rejects(signedAgain(scenery, version), because('unsupported'));
  await assert.rejects(signedAgain(scenery, suite), because('unsupported'));
  await assert.rejects(read({}, { suites: [2] }), because('unsupported'));
});

test('an offer of a broken shape is refused', async () => {
  const scenery = await scene();
  const { visitor, party } = scenery;
  const { offer } = party;
  const by = { name: 'Sam', role: 'professional' } as const;
  const offCurve = offer.slice();
  offCurve[offer.length - 1] = (offCurve[offer.length - 1] ?? 0) ^ 1;
  const noRole = offer.slice();
  noRole[NAME_AT - 2] = 0;
  const control = offer.slice();
  control[NAME_AT] = 10;
  const magic = offer.slice();
  magic[0] = 0;
  for (const wrong of [
    offCurve,
    noRole,
    control,
    magic,
    concat(offer, new Uint8Array(1)),
    offer.slice(0, -1),
    makeOffer(visitor, by, 1, randomBytes(64)),
    makeOffer(visitor, by, 1, randomBytes(1216)),
    makeOffer(visitor, by, 2, offer.slice(-65)),
  ]) {
    await assert.rejects(signedAgain(scenery, wrong), because('refused'));
  }
});

test('names that could mislead are in no offer', async () => {
  const visitor = await VisitorConversation.begin();
  for (const name of ['', 'é'.repeat(33), 'Sam\n', '\u202emaS', '\u2066Sam', 'Sam\u0085']) {
    assert.throws(
      () => makeOffer(visitor, { name, role: 'professional' }, 1, randomBytes(65)),
      because('refused'),
    );
  }
  assert.throws(
    () => makeOffer(visitor, { name: 'Sam', role: 'visitor' }, 1, randomBytes(65)),
    because('refused'),
  );
});

test('only what was read here can be granted, and not after it was revoked', async () => {
  const visitor = await VisitorConversation.begin();
  const { key, sign } = await organisation();
  const roster = await Roster.of(key);
  const own = await newDeviceKey();
  const dates = { from: NOW, until: NOW };
  const of = {
    person: randomBytes(16),
    role: 'professional',
    name: 'Sam',
    ...dates,
    key: own.key,
  } as const;
  const entry = await makeEntry(of, sign);
  const { device } = await readEntry(entry);
  const party = await arriving(visitor, { entry, sign: signWith(own.pair.privateKey) });
  const measure = { roster, at: NOW, suites: [1] };
  const read = await visitor.readOffer(party.offer, party.signature, party.entry, measure);
  const how = { back: false };

  await assert.rejects(visitor.grant({ ...read }, NOW, how), because('refused'));
  await assert.rejects(
    (await VisitorConversation.begin()).grant(read, NOW, how),
    because('refused'),
  );
  await roster.revoke(await makeRevoked(NOW, [device], sign));
  await assert.rejects(visitor.grant(read, NOW, how), because('refused'));
  assert.equal(visitor.epoch, 0);
});

test('a device offers only in the name of its own entry, in a suite that there is', async () => {
  const { cid, commitment } = await VisitorConversation.begin();
  const [sam, noor] = [await hired('Sam'), await hired('Noor')];
  const begin = (suite: number, device = sam) =>
    ProfessionalConversation.begin({ cid, commitment, suite, device });
  await begin(1);
  await assert.rejects(begin(3), because('unsupported'));
  await assert.rejects(begin(1, { entry: noor.entry, sign: sam.sign }), because('refused'));
  await assert.rejects(begin(1, { entry: NO_BYTES, sign: sam.sign }), because('refused'));
});
