// Who comes in later misses nothing that was for them (docs/protocol.md §1.8).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bytes } from './bytes.ts';
import { ProfessionalConversation } from './professional.ts';
import {
  arriving,
  because,
  grantFor,
  hired,
  letIn,
  NOW,
  reading,
  reloaded,
  talking,
  threesome,
} from './testing.ts';

async function passOver(page: ProfessionalConversation, sealed: Bytes): Promise<void> {
  await assert.rejects(page.open(sealed), because('unreadable'));
}

/** What a server can make of a message: one of the epoch before. */
function older(sealed: Bytes): Bytes {
  const changed = sealed.slice();
  new DataView(changed.buffer).setUint32(18, 1);
  return changed;
}

/** A visitor, Sam, who has said something, and Noor, who came in while it was on its way. */
async function onItsWay() {
  const { visitor, party: sam } = await talking();
  const before = await sam.sealText('nog voor Sam ervan wist', NOW);
  const noor = await arriving(visitor, await hired('Noor'));
  await letIn(visitor, noor, [sam]);
  await visitor.open(before);
  return { visitor, sam, noor, before };
}

test('the first words of the visitor’s next page load are missed', async () => {
  const { visitor, noor, records } = await threesome();
  const again = await reloaded(visitor);
  for (const sealed of records) await again.open(sealed);
  await again.sealText('dit houdt de server achter', NOW);
  assert.deepEqual((await noor.open(await again.sealText('en dit niet', NOW))).marks, ['missing']);
});

test('the words of who was there before are missed', async () => {
  const { visitor, sam, noor } = await threesome();
  await visitor.open(await sam.sealText('dit houdt de server achter', NOW));
  const said = await visitor.sealText('wat Sam zegt, klopt', NOW);
  assert.deepEqual((await noor.open(said)).marks, ['missing']);
});

test('what was said before is not missed, and its line goes on from there', async () => {
  const { visitor, sam, noor, before } = await onItsWay();
  await passOver(noor, before);
  assert.deepEqual((await noor.open(await visitor.sealText('ja', NOW))).marks, []);
  assert.deepEqual((await noor.open(await sam.sealText('welkom', NOW))).marks, []);
  await sam.sealText('dit houdt de server achter', NOW);
  assert.deepEqual((await noor.open(await sam.sealText('en dit niet', NOW))).marks, ['missing']);
});

test('a message for us cannot be passed off as one from before', async () => {
  const { visitor, sam, noor, before } = await onItsWay();
  await passOver(noor, before);
  const keptBack = await sam.sealText('dit houdt de server achter', NOW);
  await visitor.open(keptBack);
  await passOver(noor, older(keptBack));
  const said = [await visitor.sealText('klopt', NOW), await sam.sealText('niet waar?', NOW)];
  for (const sealed of said) assert.deepEqual((await noor.open(sealed)).marks, ['missing']);
});

test('older secrets that are given later are for the next page load', async () => {
  const { visitor, party: sam, granted } = await talking();
  const before = await sam.sealText('voor Noor er was', NOW);
  await visitor.open(before);
  const noor = await arriving(visitor, await hired('Noor'));
  const second = await letIn(visitor, noor, [sam]);
  const third = await letIn(visitor, noor, [sam], true);
  await passOver(noor, before);
  assert.deepEqual((await noor.open(await visitor.sealText('lees maar terug', NOW))).marks, []);

  const again = await ProfessionalConversation.restore(noor.kept());
  const own = [second, third].map(({ grants }) => grants.find(({ member }) => member.id === 2));
  for (const to of own) await again.admit(to?.grant ?? new Uint8Array());
  for (const sealed of [granted.record, before, second.record, third.record]) {
    assert.deepEqual((await again.open(sealed)).marks, []);
  }
});

test('who got only a later grant misses what was said since the first', async () => {
  const { visitor } = await talking();
  const noor = await arriving(visitor, await hired('Noor'));
  const iris = await arriving(visitor, await hired('Iris'));
  await visitor.grant(await reading(visitor, noor), NOW, { back: false });
  await visitor.sealText('dit houdt de server achter', NOW);
  const later = await visitor.grant(await reading(visitor, iris), NOW, { back: false });
  await noor.admit(grantFor(later, 2));
  assert.deepEqual((await noor.open(later.record)).marks, ['missing']);
});

test('what was said under a grant that is kept back is not from before our time', async () => {
  const { visitor, noor, records } = await threesome();
  const said = await visitor.sealText('dit was voor Noor', NOW);
  const iris = await arriving(visitor, await hired('Iris'));
  const later = await visitor.grant(await reading(visitor, iris), NOW, { back: false });
  const again = await ProfessionalConversation.restore(noor.kept());
  await again.admit(grantFor(later, 2));

  await passOver(again, records[0]);
  for (const sealed of [records[1], said]) {
    await assert.rejects(again.open(sealed), because('refused'));
  }
  assert.deepEqual((await again.open(later.record)).marks, ['missing']);
  await assert.rejects(again.sealText('iets', NOW), because('refused'));
});

test('a record that was never said is not missed', async () => {
  const { visitor, granted } = await talking();
  const noor = await arriving(visitor, await hired('Noor'));
  await visitor.grant(await reading(visitor, noor), NOW, { back: false });
  const again = await reloaded(visitor);
  await again.open(granted.record);
  const renewed = await again.renew(NOW);
  await noor.admit(grantFor(renewed, 2));

  await passOver(noor, granted.record);
  assert.deepEqual((await noor.open(renewed.record)).marks, []);
  assert.deepEqual((await noor.open(await again.sealText('welkom', NOW))).marks, []);
});
