import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64 } from '../hl1/index.ts';
import { CID, desk, held, message, open } from './testing.ts';

const textIn = (sealed: string) => new TextDecoder().decode(fromBase64(sealed).subarray(43));

test('asking is said to the server, and so is asking no longer', async () => {
  const scene = await open();
  scene.sent = [];
  scene.session.ask(CID, 'handover');
  scene.session.ask(CID, null);

  assert.deepEqual(scene.sent, [
    { type: 'ask', cid: CID, how: 'handover' },
    { type: 'ask', cid: CID },
  ]);
});

test('who sits in offers as whoever takes does, and comes to the front', async () => {
  const scene = await desk();
  scene.session.sitIn(CID);
  const [frame] = scene.sent.slice(-1);
  assert.ok(frame?.type === 'sit_in');

  await scene.hear(held({ guest: true, ref: frame.ref }));
  assert.ok(scene.kinds().includes('offer'));
  assert.equal(scene.session.desk.value.selected, 't');
  assert.equal(scene.session.desk.value.taking, null);
});

test('leaving is said to those who stay first, then to the server, and again after a lost line', async () => {
  const scene = await open();
  scene.session.say(CID, 'Noor gaat verder.');
  scene.session.stepOut(CID);
  scene.session.stepOut(CID);
  await scene.settle();
  assert.deepEqual(scene.kinds().slice(-3), ['say', 'say', 'step_out']);
  assert.deepEqual(
    scene.says().map(({ sealed }) => textIn(sealed)),
    ['mine Noor gaat verder.', 'mine leave'],
  );

  scene.sent = [];
  scene.lineGoes();
  scene.lineComes();
  await scene.hear(held());
  assert.deepEqual(scene.kinds(), ['hello', 'say', 'say', 'step_out']);
});

test('once one has left, the keys are gone and nothing is to be tagged', async () => {
  const scene = await open();
  scene.session.stepOut(CID);
  await scene.hear({ type: 'ended', cid: CID, reason: 'passed' });

  assert.deepEqual(scene.session.desk.value.conversations, []);
  assert.equal(scene.keys.all.size, 0);
  assert.equal(scene.sealing.isForgotten, true);
});

test('a guest who is not in yet leaves without a word', async () => {
  const scene = await desk();
  await scene.hear(held({ guest: true, ref: 'r' }));
  scene.session.stepOut(CID);
  await scene.settle();

  assert.deepEqual(scene.says(), []);
  assert.deepEqual(scene.kinds().slice(-1), ['step_out']);
});

test('who could not leave has left the keys behind all the same, and is told', async () => {
  const scene = await open();
  scene.session.stepOut(CID);
  await scene.settle();
  await scene.hear({ type: 'refused', code: 'out_of_turn', cid: CID });
  scene.session.say(CID, 'hallo?');
  await scene.settle();

  assert.equal(scene.conversation.going, null);
  assert.equal(scene.conversation.hasFailed, true);
  assert.equal(scene.says().length, 1);
});

test('the words to compare come from the keys, once one is in', async () => {
  const scene = await open();
  assert.deepEqual(await scene.session.words(CID), ['akker', 'berg', 'boek', 'brief']);

  await scene.hear({ type: 'ended', cid: CID, reason: 'done' });
  await assert.rejects(scene.session.words(CID));
});

test('a colleague who leaves is named by the record in which they still stood', async () => {
  const scene = await open();
  scene.sealing.members = [
    ...scene.sealing.members,
    { id: 2, role: 'professional', name: 'Noor', key: 'n' },
  ];
  await scene.hear(message(2, 'leave of 2'));
  const items = scene.conversation.items;
  const last = items[items.length - 1];

  assert.ok(last?.kind === 'noted' && last.note === 'left');
  assert.equal(last.who[0]?.name, 'Noor');
});
