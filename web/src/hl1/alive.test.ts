// `leave`, `alive`, and what is confirmed (docs/protocol.md §1.3).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, talking, threesome, told } from './testing.ts';
import { VisitorConversation } from './visitor.ts';

test('a professional leaves while the conversation goes on', async () => {
  const { visitor, sam, noor } = await threesome();
  const leave = await sam.sealLeave(NOW);
  for (const page of [visitor, noor]) {
    const { kind, sender, text } = await page.open(leave);
    assert.deepEqual([kind, sender, text], ['leave', 1, '']);
  }
  await told(await visitor.remove([1], NOW), noor);
  assert.equal((await noor.open(await visitor.sealText('verder', NOW))).text, 'verder');
});

test('an alive is owed after something was sealed or opened, once', async () => {
  const { visitor, party } = await talking();
  assert.deepEqual([visitor.owesAlive, party.owesAlive], [true, true]);
  const alive = await visitor.sealAlive(NOW);
  assert.equal(visitor.owesAlive, false);

  const opened = await party.open(alive);
  assert.deepEqual([opened.kind, opened.text, opened.marks], ['alive', '', []]);
  assert.equal(party.owesAlive, true);
  await visitor.open(await party.sealAlive(NOW));
  assert.deepEqual([visitor.owesAlive, party.owesAlive], [false, false]);

  const said = await visitor.sealText('hoi', NOW);
  assert.deepEqual([visitor.owesAlive, party.owesAlive], [true, false]);
  await party.open(said);
  assert.equal(party.owesAlive, true);
});

test('what comes back or is repeated makes nobody owe anything', async () => {
  const { visitor, party } = await talking();
  const said = await visitor.sealText('hoi', NOW);
  await party.open(said);
  await visitor.sealAlive(NOW);
  await party.sealAlive(NOW);
  await visitor.open(said);
  assert.deepEqual((await party.open(said)).marks, ['repeated']);
  assert.deepEqual([visitor.owesAlive, party.owesAlive], [false, false]);
});

test('nobody owes anything before they can seal, or after their last message', async () => {
  const visitor = await VisitorConversation.begin();
  assert.equal(visitor.owesAlive, false);
  await visitor.sealText('is daar iemand?', NOW);
  assert.equal(visitor.owesAlive, true);

  const { sam, visitor: other } = await threesome();
  await sam.sealLeave(NOW);
  await sam.open(await other.sealText('dag', NOW));
  assert.equal(sam.owesAlive, false);
  await other.sealEnd(NOW);
  assert.equal(other.owesAlive, false);
});

test('a message that the server held back shows by the next alive', async () => {
  const { visitor, party } = await talking();
  await visitor.sealText('weg', NOW);
  assert.deepEqual((await party.open(await visitor.sealAlive(NOW))).marks, ['missing']);
});

test('what others say they opened is confirmed, and only that', async () => {
  const { visitor, party } = await talking();
  assert.deepEqual([visitor.confirmed, party.confirmed], [0, 0]);
  const [first, second] = [await visitor.sealText('a', NOW), await visitor.sealText('b', NOW)];
  await party.open(first);
  await visitor.open(await party.sealAlive(NOW));
  assert.equal(visitor.confirmed, 2);
  await party.open(second);
  await visitor.open(await party.sealText('c', NOW));
  assert.equal(visitor.confirmed, 3);
  await visitor.open(second);
  assert.equal(visitor.confirmed, 3);
});
