// The frozen vectors of HL1 (docs/protocol.md §7); tests/unit/crypto/test_vectors.py runs the same file.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Content, decodeBody, encodeBody } from './body.ts';
import { type Bytes, fromBase64, fromUtf8, NO_BYTES, toBase64 } from './bytes.ts';
import { openSealed, readHeader, seal } from './envelope.ts';
import type { Reason } from './errors.ts';
import { type Answered, type Grant, openGrant, readGrant, writeGrant } from './grant.ts';
import { commitmentOf, type GrantKey, grantKeyOf } from './grant-key.ts';
import { VisitorConversation } from './index.ts';
import { hash, identity, importSecret, stateKey } from './keys.ts';
import { readOffer } from './offer.ts';
import { ProfessionalConversation } from './professional.ts';
import { Roster } from './roster.ts';
import { openState, sealState, stateIdOf } from './state.ts';
import { because, hired, NOW, ours } from './testing.ts';

interface Envelope {
  readonly name: string;
  readonly secret: string;
  readonly epoch: number;
  readonly sender: number;
  readonly instance: string;
  readonly seq: number;
  readonly nonce: string;
  readonly body: Content & { readonly kind: string };
  readonly json: string;
  readonly sealed: string;
}
type Case<Field extends string> = { readonly name: string } & { readonly [name in Field]: string };
interface Why {
  readonly reason: Reason;
}
/** A grant key: its private half, and its public one. */
type Pair = readonly [string, string];
interface Given {
  readonly member: number;
  readonly since: number;
  readonly record: string;
  readonly secrets: readonly (readonly [number, string])[];
}
interface Plaintext {
  readonly name: string;
  readonly suite: number;
  readonly commitment: string;
  readonly plaintext: string;
}
interface Vectors {
  readonly identity: {
    readonly [name in 'root' | 'cid' | 'token' | 'commitment']: string;
  } & { readonly grant_key: Pair };
  readonly envelopes: readonly Envelope[];
  readonly state: {
    readonly root: string;
    readonly share: string;
    readonly nonce: string;
    readonly key: Pair;
    readonly epochs: readonly (readonly [number, string, string])[];
    readonly members: readonly unknown[];
    readonly next: number;
    readonly offers: readonly unknown[];
    readonly blob: string;
    readonly id: string;
  };
  readonly scene: Given & {
    readonly visitor_seed: number;
    readonly professional_seed: number;
    readonly at: number;
    readonly root: string;
    readonly share: string;
    readonly private: JsonWebKey;
    readonly offer: string;
    readonly grant_key: Pair;
    readonly commitment: string;
    readonly signature: string;
    readonly entry: string;
    readonly roster: string;
    readonly grants: { readonly python: string; readonly typescript: string };
    readonly sealed: {
      readonly [name in 'waiting' | 'record' | 'answer' | 'thanks' | 'end' | 'state']: string;
    };
  };
  readonly grants: {
    readonly cid: string;
    readonly answered: Readonly<Record<string, { readonly key: string; readonly hash: string }>>;
    readonly accepted: readonly (Plaintext & Given)[];
    readonly refused: readonly (Plaintext & Why)[];
  };
  readonly refused: {
    readonly messages: readonly (Case<'sealed'> & Why)[];
    readonly offers: readonly (Case<'offer'> & Why)[];
    readonly grants: readonly Case<'grant'>[];
    readonly states: readonly (Case<'blob'> & Why)[];
  };
}

const directory = process.env['VECTORS'] ?? '';
const vectors: Vectors = JSON.parse(readFileSync(join(directory, 'hl1.json'), 'utf8'));
const { scene } = vectors;

function counted(seed: number) {
  let next = seed;
  return (length: number) => Uint8Array.from({ length }, () => next++ % 251);
}

function keptKey([scalar, point]: Pair): Promise<GrantKey> {
  return grantKeyOf(fromBase64(scalar), fromBase64(point));
}

function answered(suite: number): Answered {
  const { key, hash } = vectors.grants.answered[suite] ?? { key: '', hash: '' };
  return { cid: fromBase64(vectors.grants.cid), key: fromBase64(key), hash: fromBase64(hash) };
}

function givenBy({ member, since, record, secrets }: Grant): Given {
  const written = [...secrets].map(([n, secret]) => [n, toBase64(secret)] as const);
  return { member, since, record: toBase64(record), secrets: written };
}

function given({ member, since, record, secrets }: Given): Given {
  return { member, since, record, secrets };
}

async function pair(): Promise<CryptoKeyPair> {
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
  const { d: _, ...open } = scene.private;
  return {
    privateKey: await crypto.subtle.importKey('jwk', scene.private, algorithm, false, [
      'deriveBits',
    ]),
    publicKey: await crypto.subtle.importKey('jwk', open, algorithm, true, []),
  };
}

/** The visitor of the scene. */
async function begun(): Promise<VisitorConversation> {
  return VisitorConversation.begin(counted(scene.visitor_seed), await keptKey(scene.grant_key));
}

/** Reads an offer that somebody on our roster signs now. */
async function signed(visitor: VisitorConversation, offer: Bytes) {
  const { name, role } = readOffer(fromBase64(scene.offer), visitor);
  const { entry, sign } = await hired(name, { role });
  const { roster } = await ours;
  return visitor.readOffer(offer, await sign(offer), entry, { roster, at: NOW, suites: [1] });
}

/** Reads the offer of the scene as it was signed there. */
async function offered(visitor: VisitorConversation) {
  const [offer, signature, entry] = [scene.offer, scene.signature, scene.entry].map(fromBase64);
  const roster = await Roster.of(fromBase64(scene.roster));
  const measure = { roster, at: scene.at, suites: [1] };
  return visitor.readOffer(offer ?? NO_BYTES, signature ?? NO_BYTES, entry ?? NO_BYTES, measure);
}

async function professional(): Promise<ProfessionalConversation> {
  const { cid } = await identity(fromBase64(scene.root));
  const commitment = fromBase64(scene.commitment);
  const offer = fromBase64(scene.offer);
  const key = { pair: await pair() };
  const kept = { cid, commitment, offer, signature: NO_BYTES, entry: NO_BYTES, key, record: '' };
  const random = counted(scene.professional_seed);
  const party = await ProfessionalConversation.restore(kept, random);
  await party.admit(fromBase64(scene.grants.python));
  return party;
}

test('a root stands for these names', async () => {
  const root = fromBase64(vectors.identity.root);
  const it = await identity(root);
  assert.equal(toBase64(it.cid), vectors.identity.cid);
  assert.equal(toBase64(it.token), vectors.identity.token);
  const { public: point } = await keptKey(vectors.identity.grant_key);
  assert.equal(toBase64(await commitmentOf(point)), vectors.identity.commitment);
});

for (const vector of vectors.envelopes) {
  test(`an envelope opens and is made byte for byte: ${vector.name}`, async () => {
    const sealed = fromBase64(vector.sealed);
    const secret = await importSecret(fromBase64(vector.secret));
    const header = readHeader(sealed);

    const opened = await openSealed(sealed, secret);

    assert.equal(fromUtf8(opened), vector.json);
    assert.deepEqual(encodeBody(decodeBody(opened)), opened);
    assert.deepEqual(
      [header.epoch, header.sender, toBase64(header.instance), header.seq],
      [vector.epoch, vector.sender, vector.instance, vector.seq],
    );
    const again = await seal(header, opened, secret, fromBase64(vector.nonce));
    assert.equal(toBase64(again), vector.sealed);
  });
}

test('a whole conversation is said byte for byte', async () => {
  const { at, sealed } = scene;
  const visitor = await begun();
  assert.equal(toBase64(visitor.root), scene.root);
  assert.equal(toBase64(await visitor.sealText('Is daar iemand?', at)), sealed.waiting);
  const read = await offered(visitor);
  const { record } = await visitor.grant(read, at + 1, { back: false });
  assert.equal(toBase64(record), sealed.record);

  const party = await professional();
  assert.equal((await party.open(fromBase64(sealed.waiting))).text, 'Is daar iemand?');
  assert.equal((await party.open(record)).kind, 'epoch');
  const answer = await party.sealText('Ja. Neem de tijd. 🌱', at + 2);
  assert.equal(toBase64(answer), sealed.answer);
  assert.equal((await visitor.open(answer)).text, 'Ja. Neem de tijd. 🌱');
  const thanks = await visitor.sealText('Dank je', at + 3);
  assert.equal(toBase64(thanks), sealed.thanks);
  assert.deepEqual((await party.open(thanks)).marks, []);
  const end = await party.sealEnd(at + 4);
  assert.equal(toBase64(end), sealed.end);
  assert.equal((await visitor.open(end)).kind, 'end');
  assert.equal(toBase64(await visitor.state(fromBase64(scene.share))), sealed.state);
});

test('a state made by Python is restored, and the conversation goes on', async () => {
  const [root, share] = [fromBase64(scene.root), fromBase64(scene.share)];
  const visitor = await VisitorConversation.restore(root, share, fromBase64(scene.sealed.state));
  const { waiting, record, answer } = scene.sealed;
  for (const sealed of [waiting, record, answer]) {
    assert.deepEqual((await visitor.open(fromBase64(sealed))).marks, []);
  }
  const party = await professional();
  for (const sealed of [waiting, record]) await party.open(fromBase64(sealed));
  await party.sealText('Ja. Neem de tijd. 🌱', scene.at + 2);
  assert.equal((await party.open(await visitor.sealText('nog hier', scene.at))).text, 'nog hier');
});

for (const by of ['python', 'typescript'] as const) {
  test(`a grant made by ${by} opens`, async () => {
    const grant = fromBase64(scene.grants[by]);
    const key = { pair: await pair() };
    const opened = await openGrant(grant, answered(1), fromBase64(scene.commitment), key);
    assert.deepEqual(givenBy(opened), given(scene));
    assert.equal(scene.record, toBase64(await hash(fromBase64(scene.sealed.record))));
  });
}

for (const it of vectors.grants.accepted) {
  test(`a grant is believed and written byte for byte: ${it.name}`, async () => {
    const [plaintext, to] = [fromBase64(it.plaintext), answered(it.suite)];
    const read = await readGrant(plaintext, to, fromBase64(it.commitment));
    assert.deepEqual(givenBy(read), given(it));
    const key = await keptKey(scene.grant_key);
    const by = { ...key, sign: async () => plaintext.slice(-64) };
    assert.equal(toBase64(await writeGrant(read, to, by)), it.plaintext);
  });
}

for (const { name, suite, plaintext, commitment, reason } of vectors.grants.refused) {
  test(`refused grant: ${name}`, async () => {
    const read = readGrant(fromBase64(plaintext), answered(suite), fromBase64(commitment));
    await assert.rejects(read, because(reason));
  });
}

test('a state opens and is made byte for byte', async () => {
  const vector = vectors.state;
  const [root, share] = [fromBase64(vector.root), fromBase64(vector.share)];
  const { cid } = await identity(root);
  const key = await stateKey(root, share, cid);
  const opened = await openState(fromBase64(vector.blob), key, cid);
  const epochs = [...opened.secrets].map(([n, secret]) => [
    n,
    toBase64(secret),
    opened.records.get(n) ?? '',
  ]);
  assert.deepEqual(epochs, vector.epochs);
  assert.deepEqual([opened.members, opened.next], [vector.members, vector.next]);
  assert.deepEqual([opened.key.scalar, opened.key.public].map(toBase64), vector.key);
  const offers = [...opened.offers].map(([n, { hash, device, since }]) => [
    n,
    toBase64(hash),
    toBase64(device),
    since,
  ]);
  assert.deepEqual(offers, vector.offers);
  assert.equal(toBase64(await stateIdOf(fromBase64(vector.blob))), vector.id);
  const blob = await sealState(opened, key, cid, fromBase64(vector.nonce));
  assert.equal(toBase64(blob), vector.blob);
});

for (const { name, sealed, reason } of vectors.refused.messages) {
  test(`refused, and the next one opens: ${name}`, async () => {
    const party = await professional();
    for (const before of ['waiting', 'record'] as const) {
      await party.open(fromBase64(scene.sealed[before]));
    }
    await party.sealText('Ja. Neem de tijd. 🌱', scene.at + 2);
    await assert.rejects(party.open(fromBase64(sealed)), because(reason));
    assert.deepEqual((await party.open(fromBase64(scene.sealed.thanks))).marks, []);
  });
}

for (const { name, offer, reason } of vectors.refused.offers) {
  test(`refused offer: ${name}`, async () => {
    const visitor = await begun();
    await assert.rejects(signed(visitor, fromBase64(offer)), because(reason));
  });
}

for (const { name, grant } of vectors.refused.grants) {
  test(`refused grant: ${name}`, async () => {
    const party = await professional();
    await assert.rejects(party.admit(fromBase64(grant)), because('refused'));
  });
}

for (const { name, blob, reason } of vectors.refused.states) {
  test(`refused state: ${name}`, async () => {
    const [root, share] = [fromBase64(vectors.state.root), fromBase64(vectors.state.share)];
    const restored = VisitorConversation.restore(root, share, fromBase64(blob));
    await assert.rejects(restored, because(reason));
  });
}
