import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBody } from './body.ts';
import { fromBase64, minuteOf, NO_BYTES, randomBytes, toBase64 } from './bytes.ts';
import { pad, readHeader, seal, unpad } from './envelope.ts';
import {
  Hl1Error,
  isSupported,
  isSupportedForVisitors,
  ProfessionalConversation,
  VisitorConversation,
} from './index.ts';
import { importSecret } from './keys.ts';
import type { Member } from './members.ts';
import { arriving, because, reading, reloaded, SHARE, stateOf, talking } from './testing.ts';
import { wordList } from './wordlist.ts';

test('every primitive is there', async () => {
  assert.equal(await isSupported(), true);
  assert.equal(await isSupportedForVisitors(), true);
});

const NEEDED = ['generateKey', 'importKey', 'exportKey', 'digest', 'sign', 'verify'] as const;

for (const name of [...NEEDED, 'deriveBits', 'encrypt', 'decrypt'] as const) {
  test(`a browser without ${name} is not one to talk in`, async () => {
    const { [name]: real } = SubtleCrypto.prototype;
    const broken = () => Promise.reject(new DOMException('x', 'NotSupportedError'));
    Object.defineProperty(SubtleCrypto.prototype, name, { value: broken, configurable: true });
    try {
      assert.equal(await isSupported(), false);
      assert.equal(await isSupportedForVisitors(), false);
    } finally {
      Object.defineProperty(SubtleCrypto.prototype, name, { value: real, configurable: true });
    }
  });
}

test('a body takes the smallest bucket that holds it', () => {
  const cases = [
    [0, 256],
    [254, 256],
    [255, 1024],
    [1023, 4096],
    [16382, 16384],
  ] as const;
  for (const [length, bucket] of cases) {
    const padded = pad(new Uint8Array(length));
    assert.equal(padded.length, bucket);
    assert.equal(unpad(padded).length, length);
  }
  assert.throws(() => pad(new Uint8Array(16383)), because('too_long'));
});

test('a bit flip anywhere is refused', async () => {
  const { visitor, party } = await talking();
  const sealed = await visitor.sealText('hoi', 1);
  for (let at = 0; at < sealed.length; at += 3) {
    const flipped = sealed.slice();
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
    await assert.rejects(party.open(flipped), Hl1Error);
  }
  assert.deepEqual((await party.open(sealed)).marks, []);
});

test('texts that are sealed at once are numbered in the order of the calls', async () => {
  const { visitor, party } = await talking();
  const texts = ['een', 'twee', 'drie', 'vier'];
  const sealed = await Promise.all(texts.map((text) => visitor.sealText(text, 1)));
  assert.deepEqual(
    sealed.map((each) => readHeader(each).seq),
    [2, 3, 4, 5],
  );
  const opened = await Promise.all(sealed.map((each) => party.open(each)));
  assert.deepEqual(
    opened.map(({ text, marks }) => [text, marks.length]),
    texts.map((text) => [text, 0]),
  );
});

test('a text that does not fit takes no number and stops no other', async () => {
  const { visitor, party } = await talking();
  const control = String.fromCharCode(1).repeat(4000);
  const refusals = ['a'.repeat(4001), control].map((text) =>
    assert.rejects(visitor.sealText(text, 1), because('too_long')),
  );
  const sealed = await visitor.sealText('korter', 1);
  await Promise.all(refusals);
  assert.deepEqual((await party.open(sealed)).marks, []);
});

test('4000 characters of four bytes and half characters go both ways', async () => {
  const { visitor, party } = await talking();
  const long = '🫂'.repeat(4000);
  assert.equal((await visitor.open(await party.sealText(long, 1))).text, long);
  assert.equal((await party.open(await visitor.sealText('a\uD800b', 1))).text, 'a\uFFFDb');
});

test('sealing while a grant is made goes on in the right epoch', async () => {
  const visitor = await VisitorConversation.begin();
  const party = await arriving(visitor);
  const offer = await reading(visitor, party);
  const [before, granted, after] = await Promise.all([
    visitor.sealText('voor', 1),
    visitor.grant(offer, 1, { back: false }),
    visitor.sealText('na', 1),
  ]);
  await party.admit(granted.grants[0]?.grant ?? NO_BYTES);
  const opened = [];
  for (const sealed of [before, granted.record, after]) opened.push(await party.open(sealed));
  assert.deepEqual(
    opened.map(({ kind, epoch, seq, marks }) => [kind, epoch, seq, marks.length]),
    [
      ['text', 0, 1, 0],
      ['epoch', 1, 2, 0],
      ['text', 1, 3, 0],
    ],
  );
  assert.deepEqual(party.members, visitor.members);
});

test('a reloaded visitor opens everything and goes on', async () => {
  const { visitor, party, granted } = await talking();
  const said = await visitor.sealText('een', 1);
  await party.open(said);
  const answer = await party.sealText('twee', 1);
  const again = await reloaded(visitor);
  for (const sealed of [granted.record, said, answer]) {
    assert.deepEqual((await again.open(sealed)).marks, []);
  }
  assert.equal(again.epoch, 1);
  assert.deepEqual(again.members, visitor.members);
  const more = await party.open(await again.sealText('drie', 1));
  assert.deepEqual([more.text, more.mine, more.marks], ['drie', false, []]);
});

test('a reloaded professional opens everything and goes on, with a key nobody can export', async () => {
  const { visitor, party, granted } = await talking();
  const kept = structuredClone(party.kept());
  assert.ok('pair' in kept.key);
  const { privateKey } = kept.key.pair;
  assert.equal(privateKey.extractable, false);
  await assert.rejects(crypto.subtle.exportKey('pkcs8', privateKey));
  const own = await party.sealText('een', 1);
  const again = await ProfessionalConversation.restore(kept);
  assert.deepEqual([again.granted, again.epoch], [-1, -1]);
  assert.deepEqual([again.signature, again.entry], [party.signature, party.entry]);
  const grant = granted.grants[0]?.grant ?? NO_BYTES;
  await again.admit(grant);
  await again.admit(grant);
  assert.deepEqual([again.granted, again.epoch], [1, -1]);
  await assert.rejects(again.sealText('voor het verslag', 1), because('refused'));
  assert.equal((await again.open(granted.record)).kind, 'epoch');
  assert.deepEqual([(await again.open(own)).mine, again.epoch], [true, 1]);
  assert.equal((await visitor.open(await again.sealText('twee', 1))).text, 'twee');
});

test('own messages come back once, and nothing else comes back under our name', async () => {
  const { visitor, party } = await talking();
  const own = await visitor.sealText('ik', 1);
  assert.deepEqual((await visitor.open(own)).marks, []);
  assert.deepEqual((await visitor.open(own)).marks, ['repeated']);
  const secret = await importSecret((await stateOf(visitor)).secrets.get(1) ?? NO_BYTES);
  const body = encodeBody({
    at: 1,
    prev: '',
    seen: [],
    content: { kind: 'text', text: 'niet ik' },
  });
  const forged = await seal(readHeader(own), body, secret, randomBytes(12));
  await assert.rejects(visitor.open(forged), because('refused'));
  await assert.rejects(
    visitor.open(await seal({ ...readHeader(own), seq: 9 }, body, secret, randomBytes(12))),
    because('refused'),
  );
  assert.deepEqual(party.members.length, 2);
});

test('a card of a professional is one for both, and words are not', async () => {
  const { visitor, party } = await talking();
  const card = '112\nGevaar.\n112';
  const sealed = await party.sealCard(card, 1);
  const seen = await visitor.open(sealed);
  assert.deepEqual([seen.kind, seen.text, seen.isCard], ['text', card, true]);
  assert.equal((await party.open(sealed)).isCard, true);
  assert.equal((await visitor.open(await party.sealText(card, 1))).isCard, false);
});

test('nobody is handed a card by a visitor', async () => {
  const { visitor, party } = await talking();
  const secret = await importSecret((await stateOf(visitor)).secrets.get(1) ?? NO_BYTES);
  const content = { kind: 'text', text: '112', card: true } as const;
  const header = { cid: visitor.cid, epoch: 1, sender: 0, instance: randomBytes(16), seq: 1 };
  const body = encodeBody({ at: 1, prev: '', seen: [], content });
  const opened = await party.open(await seal(header, body, secret, randomBytes(12)));
  assert.deepEqual([opened.text, opened.isCard], ['112', false]);
});

/** A record of epoch 1 that the visitor never made, by somebody who holds its secret. */
async function forgedRecord(visitor: VisitorConversation, members: readonly Member[]) {
  const secret = await importSecret((await stateOf(visitor)).secrets.get(1) ?? NO_BYTES);
  const content = { kind: 'epoch', n: 1, members, previous: '', reason: 'join' } as const;
  const header = { cid: visitor.cid, epoch: 1, sender: 0, instance: randomBytes(16), seq: 1 };
  const body = encodeBody({ at: 1, prev: '', seen: [], content });
  return seal(header, body, secret, randomBytes(12));
}

test('a professional cannot put a record into the visitor’s mouth', async () => {
  const { visitor, party } = await talking();
  const forged = await forgedRecord(visitor, visitor.members);
  for (const page of [visitor, await reloaded(visitor), party]) {
    await assert.rejects(page.open(forged), because('refused'));
  }
});

test('nobody writes history for a visitor who reloads', async () => {
  const { visitor, granted } = await talking();
  const { members } = visitor;
  const { record } = await visitor.remove([1], 1);
  const again = await reloaded(await reloaded(visitor));
  for (const named of [members, members.slice(0, 1)]) {
    await assert.rejects(again.open(await forgedRecord(visitor, named)), because('refused'));
  }
  for (const sealed of [granted.record, record]) {
    assert.deepEqual((await again.open(sealed)).marks, []);
  }
  assert.equal(again.isRecorded, true);
});

test('a message that was dropped is missed', async () => {
  const { visitor, party } = await talking();
  await visitor.sealText('weg', 1);
  assert.deepEqual((await party.open(await visitor.sealText('hier', 1))).marks, ['missing']);
});

test('who forgets can do nothing more', async () => {
  const { visitor, party } = await talking();
  const said = await visitor.sealText('x', 1);
  const offer = await reading(visitor, party);
  visitor.forget();
  party.forget();
  assert.equal(visitor.root.length, 0);
  for (const page of [visitor, party]) {
    await assert.rejects(page.sealText('x', 1), because('refused'));
    await assert.rejects(page.open(said), because('refused'));
  }
  await assert.rejects(visitor.grant(offer, 1, { back: true }), because('refused'));
  await assert.rejects(visitor.remove([1], 1), because('refused'));
  await assert.rejects(visitor.state(SHARE), because('refused'));
  await assert.rejects(party.words(wordList), because('refused'));
  assert.throws(() => party.kept(), because('refused'));
});

test('whoever leaves while a grant is made lets nobody in', async () => {
  const visitor = await VisitorConversation.begin();
  const party = await arriving(visitor);
  const offer = await reading(visitor, party);
  const granting = assert.rejects(visitor.grant(offer, 1, { back: false }), because('refused'));
  await Promise.resolve();
  visitor.forget();
  await granting;
  assert.equal(visitor.epoch, 0);
  await assert.rejects(visitor.sealText('x', 1), because('refused'));
});

test('base64 has one spelling', () => {
  assert.deepEqual(fromBase64('AAEC'), new Uint8Array([0, 1, 2]));
  assert.equal(toBase64(new Uint8Array([255])), '/w==');
  for (const text of ['A', 'AA', 'AA=', 'QR==', ' AAA', 'AA==\n', 'AA-_', 'é']) {
    assert.throws(() => fromBase64(text), because('unreadable'));
  }
});

test('a minute is whole', () => {
  assert.equal(minuteOf(59_999), 0);
  assert.equal(minuteOf(1_765_800_061_234.5), 29_430_001);
});
