// Who comes in, who is left out, and who may read and say what then (docs/protocol.md §1.3, §1.5).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBody } from './body.ts';
import { NO_BYTES, randomBytes } from './bytes.ts';
import { readEntry } from './entry.ts';
import { readHeader, seal } from './envelope.ts';
import { importSecret } from './keys.ts';
import { ProfessionalConversation } from './professional.ts';
import { makeRevoked, Roster } from './roster.ts';
import { stateIdOf } from './state.ts';
import {
  arriving,
  because,
  hired,
  letIn,
  NOW,
  ours,
  reading,
  reloaded,
  SHARE,
  stateOf,
  talking,
  threesome,
  told,
} from './testing.ts';
import { VisitorConversation } from './visitor.ts';
import { wordList } from './wordlist.ts';

const names = (of: { members: readonly { id: number; name: string }[] }) =>
  of.members.map(({ id, name }) => `${id} ${name}`);

test('who comes in stays beside who is in, and everybody reads everybody', async () => {
  const { visitor, sam, noor, records } = await threesome();
  for (const page of [visitor, sam, noor]) assert.deepEqual(names(page), ['0 ', '1 Sam', '2 Noor']);
  const [fromSam, fromNoor] = [
    await sam.sealText('van Sam', NOW),
    await noor.sealText('Noor', NOW),
  ];
  for (const page of [visitor, noor]) assert.equal((await page.open(fromSam)).sender, 1);
  for (const page of [visitor, sam]) assert.deepEqual((await page.open(fromNoor)).marks, []);
  const said = await visitor.sealText('aan allebei', NOW);
  for (const page of [sam, noor]) assert.deepEqual((await page.open(said)).marks, []);
  assert.equal(records.length, 2);
});

test('who comes in reads nothing from before, unless the visitor says so', async () => {
  const { visitor, party: sam } = await talking();
  const before = await visitor.sealText('voor Sam', NOW);
  const noor = await arriving(visitor, await hired('Noor'));
  const { grants } = await letIn(visitor, noor, [sam]);
  assert.deepEqual(
    grants.map(({ member }) => member.name),
    ['Sam', 'Noor'],
  );
  await assert.rejects(noor.open(before), because('unreadable'));
});

test('who may read back follows every record from the first, and seals only where they are named', async () => {
  const { visitor, sam, noor, records } = await threesome();
  const early = await sam.sealText('eerst', NOW);
  await visitor.open(early);
  const mila = await arriving(visitor, await hired('Mila', { role: 'supervisor' }));
  const third = await visitor.grant(await reading(visitor, mila), NOW, { back: true });
  await told(third, sam, noor);
  const own = third.grants.find(({ member }) => member.name === 'Mila');
  await mila.admit(own?.grant ?? NO_BYTES);

  for (const sealed of [...records, early]) {
    assert.deepEqual((await mila.open(sealed)).marks, []);
    assert.equal(mila.epoch, -1);
    await assert.rejects(mila.sealText('nog niet', NOW), because('refused'));
    await assert.rejects(mila.words(wordList), because('refused'));
  }
  await mila.open(third.record);
  assert.equal(mila.epoch, 3);
  assert.equal((await visitor.open(await mila.sealText('hoi', NOW))).text, 'hoi');
});

test('a record that skips one is refused, even by who may read back', async () => {
  const { visitor, sam, records } = await threesome();
  const mila = await arriving(visitor, await hired('Mila'));
  const third = await visitor.grant(await reading(visitor, mila), NOW, { back: true });
  await mila.admit(third.grants[2]?.grant ?? NO_BYTES);
  await assert.rejects(mila.open(records[1]), because('refused'));
  await mila.open(records[0]);
  await assert.rejects(mila.open(third.record), because('refused'));
  await mila.open(records[1]);
  await mila.open(third.record);
  assert.deepEqual(names(mila), ['0 ', '1 Sam', '2 Noor', '3 Mila']);
  await told(third, sam);
});

test('who is left out gets no key, and has no word any more', async () => {
  const { visitor, sam, noor } = await threesome();
  const late = await sam.sealText('nog één ding', NOW);
  const without = await visitor.remove([1], NOW);
  assert.deepEqual(
    without.grants.map(({ member }) => member.name),
    ['Noor'],
  );
  await told(without, noor);
  for (const page of [visitor, noor]) {
    assert.deepEqual(names(page), ['0 ', '2 Noor']);
    const opened = await page.open(late);
    assert.deepEqual([opened.text, opened.marks], ['', ['late']]);
  }
  await assert.rejects(sam.open(without.record), because('refused'));
  const said = await visitor.sealText('onder ons', NOW);
  await assert.rejects(sam.open(said), because('refused'));
  assert.equal((await noor.open(said)).text, 'onder ons');
  // Who stayed may still be heard under an older epoch: their line was slow.
  assert.equal((await visitor.open(await noor.sealText('ja', NOW))).text, 'ja');
});

test('words of somebody who stays count, even if they were sealed before the new record', async () => {
  const { visitor, sam, noor } = await threesome();
  const crossed = await noor.sealText('kruiste', NOW);
  await told(await visitor.remove([1], NOW), noor);
  assert.equal((await visitor.open(crossed)).text, 'kruiste');
  await assert.rejects(sam.open(await noor.sealText('later', NOW)), because('refused'));
});

test('the last one who is left out leaves the visitor alone, and the next one reads from there', async () => {
  const { visitor } = await talking();
  const secret = await visitor.sealText('alleen voor Sam', NOW);
  const alone = await visitor.remove([1], NOW);
  assert.deepEqual([alone.grants, names(visitor), visitor.epoch], [[], ['0 '], 2]);
  const waiting = await visitor.sealText('is er nog iemand?', NOW);
  const noor = await arriving(visitor, await hired('Noor'));
  const { grants, record } = await visitor.grant(await reading(visitor, noor), NOW, {
    back: false,
  });
  await noor.admit(grants[0]?.grant ?? NO_BYTES);

  await assert.rejects(noor.open(secret), because('unreadable'));
  for (const sealed of [alone.record, waiting, record]) {
    assert.deepEqual((await noor.open(sealed)).marks, []);
  }
  assert.deepEqual([names(noor), noor.epoch], [['0 ', '2 Noor'], 3]);
});

test('nobody is left out who is not in', async () => {
  const { visitor } = await talking();
  for (const ids of [[], [0], [2], [0, 9]]) {
    await assert.rejects(visitor.remove(ids, NOW), because('refused'));
  }
  assert.equal(visitor.epoch, 1);
  assert.deepEqual(names(visitor), ['0 ', '1 Sam']);
});

test('late words of somebody left out keep their place, so that nobody who read them is doubted', async () => {
  const { visitor, sam, noor } = await threesome();
  const late = await sam.sealText('nog onderweg', NOW);
  const without = await visitor.remove([1], NOW);
  assert.equal((await noor.open(late)).text, 'nog onderweg');
  await told(without, noor);

  assert.deepEqual((await visitor.open(late)).marks, ['late']);

  assert.deepEqual((await visitor.open(await noor.sealText('ja', NOW))).marks, []);
});

test('who has spoken in a newer epoch does not go back to an older one', async () => {
  const { visitor, noor } = await threesome();
  const older = await noor.sealText('van eerder', NOW);
  await told(await visitor.remove([1], NOW), noor);
  await visitor.open(await noor.sealText('van nu', NOW));

  await assert.rejects(visitor.open(older), because('refused'));
});

test('another key of the same device replaces the one it lost', async () => {
  const visitor = await VisitorConversation.begin();
  const device = await hired('Sam');
  const sam = await arriving(visitor, device);
  await letIn(visitor, sam);
  const noor = await arriving(visitor, await hired('Noor'));
  await letIn(visitor, noor, [sam]);
  const late = await sam.sealText('van voor het herladen', NOW);

  const again = await arriving(visitor, device);
  const granted = await letIn(visitor, again, [noor]);

  for (const page of [visitor, noor, again]) {
    assert.deepEqual(names(page), ['0 ', '2 Noor', '3 Sam']);
  }
  assert.equal(granted.grants.length, 2);
  assert.deepEqual((await visitor.open(late)).marks, ['late']);
  await assert.rejects(sam.open(granted.record), because('refused'));
});

test('another device of the same person comes in beside the first', async () => {
  const visitor = await VisitorConversation.begin();
  const person = randomBytes(16);
  const [laptop, phone] = [await hired('Sam', { person }), await hired('Sam', { person })];
  const first = await arriving(visitor, laptop);
  await letIn(visitor, first);
  const second = await arriving(visitor, phone);
  await letIn(visitor, second, [first]);
  assert.deepEqual(names(visitor), ['0 ', '1 Sam', '2 Sam']);
});

test('the same offer again keeps its number', async () => {
  const { visitor, party } = await talking();
  const again = await letIn(visitor, party);
  assert.deepEqual([again.epoch, names(visitor)], [2, ['0 ', '1 Sam']]);
  assert.equal((await visitor.open(await party.sealText('hier', NOW))).text, 'hier');
});

test('a member whose device was taken back is named, also after a reload', async () => {
  const { visitor, noor } = await threesome();
  const { key, sign } = await ours;
  const roster = await Roster.of(key);
  assert.deepEqual(visitor.revoked(roster), []);
  const { device } = await readEntry(noor.entry);
  await roster.revoke(await makeRevoked(NOW, [device], sign));
  assert.deepEqual(visitor.revoked(roster), [2]);
  assert.deepEqual((await reloaded(visitor)).revoked(roster), [2]);
  await visitor.remove(visitor.revoked(roster), NOW);
  assert.deepEqual([visitor.revoked(roster), names(visitor)], [[], ['0 ', '1 Sam']]);
});

test('at most six are in, and fifty epochs are made', async () => {
  const { visitor } = await talking();
  const device = await hired('Noor');
  for (let id = 2; id <= 5; id += 1) {
    const other = await arriving(visitor, await hired(`Noor ${id}`));
    await visitor.grant(await reading(visitor, other), NOW, { back: false });
  }
  const seventh = await arriving(visitor, device);
  const read = await reading(visitor, seventh);
  await assert.rejects(visitor.grant(read, NOW, { back: false }), because('refused'));
  assert.equal(visitor.members.length, 6);
  await visitor.remove([2, 3, 4, 5], NOW);
  const again = await reading(visitor, await arriving(visitor, device));
  while (visitor.epoch < 49) await visitor.grant(again, NOW, { back: true });
  await assert.rejects(visitor.grant(again, NOW, { back: true }), because('refused'));
});

test('the state of three is kept, and a reloaded page goes on with all of them', async () => {
  const { visitor, sam, noor, records } = await threesome();
  const said = await noor.sealText('hoi', NOW);
  await visitor.open(said);
  const state = await stateOf(visitor);
  assert.deepEqual([...state.offers.keys()], [1, 2]);
  assert.deepEqual(state.offers.get(2)?.device, (await readEntry(noor.entry)).device);

  const again = await reloaded(visitor);
  assert.equal(again.isRecorded, false);
  for (const sealed of [...records, said]) assert.deepEqual((await again.open(sealed)).marks, []);
  assert.deepEqual([again.isRecorded, names(again)], [true, names(visitor)]);
  const without = await again.remove([1], NOW);
  await told(without, noor);
  assert.equal((await noor.open(await again.sealText('verder', NOW))).text, 'verder');
  await assert.rejects(sam.open(without.record), because('refused'));
});

test('a record that was never said breaks nothing: the same offer makes the next epoch', async () => {
  const visitor = await VisitorConversation.begin();
  const party = await arriving(visitor);
  const waiting = await visitor.sealText('wacht', NOW);
  await visitor.grant(await reading(visitor, party), NOW, { back: false });
  const again = await reloaded(visitor);
  await again.open(waiting);
  assert.equal(again.isRecorded, false);
  await assert.rejects(again.sealText('dit las niemand', NOW), because('refused'));

  const { record, epoch, grants } = await again.grant(await reading(again, party), NOW, {
    back: false,
  });
  await party.admit(grants[0]?.grant ?? NO_BYTES);
  assert.equal((await party.open(waiting)).text, 'wacht');
  assert.equal((await party.open(record)).kind, 'epoch');
  assert.deepEqual([epoch, again.isRecorded], [2, true]);
  assert.equal((await again.open(await party.sealText('gelukt', NOW))).text, 'gelukt');
});

test('a record that was never said is made up for, for who is in and for who was to come in', async () => {
  const { visitor, party: sam, granted } = await talking();
  const before = await visitor.sealText('voor Sam', NOW);
  await sam.open(before);
  const noor = await arriving(visitor, await hired('Noor'));
  await visitor.grant(await reading(visitor, noor), NOW, { back: false });
  const again = await reloaded(visitor);
  for (const sealed of [granted.record, before]) await again.open(sealed);
  assert.equal(again.isRecorded, false);

  const renewed = await again.renew(NOW);

  assert.deepEqual([renewed.epoch, renewed.grants.length], [3, 2]);
  await told(renewed, sam, noor);
  await assert.rejects(noor.open(before), because('unreadable'));
  const said = await again.sealText('verder', NOW);
  for (const page of [sam, noor]) assert.deepEqual((await page.open(said)).marks, []);
  await assert.rejects(again.renew(NOW), because('refused'));
});

test('a visitor who was left alone unsaid is heard after all by the next one', async () => {
  const { visitor, granted } = await talking();
  await visitor.remove([1], NOW);
  const again = await reloaded(visitor);
  await again.open(granted.record);
  const renewed = await again.renew(NOW);
  const waiting = await again.sealText('is daar iemand?', NOW);
  const noor = await arriving(again, await hired('Noor'));
  const { grants, record } = await again.grant(await reading(again, noor), NOW, { back: false });
  await noor.admit(grants[0]?.grant ?? NO_BYTES);
  for (const sealed of [renewed.record, waiting, record]) {
    assert.deepEqual((await noor.open(sealed)).marks, []);
  }
});

for (const served of [[], [0], [1, 2], [3]] as const) {
  test(`a server that keeps records back does not decide who reads: it served ${served}`, async () => {
    const visitor = await VisitorConversation.begin();
    const waiting = await visitor.sealText('hallo', NOW);
    const { record } = await letIn(visitor, await arriving(visitor));
    const said = await visitor.sealText('voor Sam', NOW);
    const transcript = [waiting, record, said, (await visitor.remove([1], NOW)).record];
    const again = await reloaded(visitor);
    for (const at of served) await again.open(transcript[at] ?? NO_BYTES).catch(() => {});

    const noor = await arriving(again, await hired('Noor'));
    const { grants } = await again.grant(await reading(again, noor), NOW, { back: false });
    await noor.admit(grants[0]?.grant ?? NO_BYTES);

    await assert.rejects(noor.open(waiting), because('unreadable'));
    await assert.rejects(noor.open(said), because('unreadable'));
    assert.equal(noor.granted, 3);
  });
}

test('an old state does not bring back who was left out', async () => {
  const { visitor } = await talking();
  const old = await visitor.state(SHARE);
  await visitor.remove([1], NOW);
  const newest = await visitor.state(SHARE);
  const ids = [randomBytes(16), await stateIdOf(newest)];

  const again = await VisitorConversation.restore(visitor.root, SHARE, newest, ids);

  assert.deepEqual(names(again), ['0 ']);
  const rolledBack = VisitorConversation.restore(visitor.root, SHARE, old, ids);
  await assert.rejects(rolledBack, because('refused'));
});

test('a reloaded professional does not write to who was left out', async () => {
  const { visitor, party: sam, granted: first } = await talking();
  const noor = await arriving(visitor, await hired('Noor'));
  const second = await visitor.grant(await reading(visitor, noor), NOW, { back: true });
  const third = await visitor.remove([1], NOW);
  const grants = [second.grants[1], third.grants[0]].map((to) => to?.grant ?? NO_BYTES);
  const records = [first.record, second.record, third.record];
  for (const grant of grants) await noor.admit(grant);
  for (const record of records) await noor.open(record);
  assert.equal(noor.epoch, 3);

  const again = await ProfessionalConversation.restore(structuredClone(noor.kept()));
  for (const grant of grants) await again.admit(grant);
  for (const record of records.slice(0, 2)) await again.open(record);

  assert.deepEqual([names(again), again.epoch], [['0 ', '1 Sam', '2 Noor'], -1]);
  assert.equal(again.kept().record, noor.kept().record);
  await assert.rejects(again.sealText('ook voor Sam', NOW), because('refused'));
  await assert.rejects(again.words(wordList), because('refused'));
  await again.open(third.record);
  assert.deepEqual([again.epoch, again.kept().record], [3, noor.kept().record]);
  await assert.rejects(sam.open(await again.sealText('zonder Sam', NOW)), because('refused'));
});

test('a message before the record of its epoch is refused', async () => {
  const visitor = await VisitorConversation.begin();
  const party = await arriving(visitor);
  const { grants, record } = await visitor.grant(await reading(visitor, party), NOW, {
    back: false,
  });
  await party.admit(grants[0]?.grant ?? NO_BYTES);
  const early = await visitor.sealText('te vroeg', NOW);
  await assert.rejects(party.open(early), because('refused'));
  await party.open(record);
  assert.equal((await party.open(early)).text, 'te vroeg');
  // Not even our own number may stand there.
  const secret = await importSecret((await stateOf(visitor)).secrets.get(1) ?? new Uint8Array(32));
  const fresh = await ProfessionalConversation.restore(party.kept());
  await fresh.admit(grants[0]?.grant ?? NO_BYTES);
  const body = encodeBody({ at: 1, prev: '', seen: [], content: { kind: 'text', text: 'x' } });
  const header = { ...readHeader(early), sender: 1, instance: randomBytes(16), seq: 1 };
  const forged = await seal(header, body, secret, randomBytes(12));
  await assert.rejects(fresh.open(forged), because('refused'));
});
