import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64 } from '../hl1/index.ts';
import { CID, desk, held, line, message, open } from './testing.ts';

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

test('a colleague is asked by name, and supervisors by what they are', async () => {
  const scene = await open();
  scene.sent = [];
  scene.session.ask(CID, 'handover', { whom: 'noor' });
  scene.session.ask(CID, 'join', { role: 'supervisor' });
  scene.session.notNow(CID);

  assert.deepEqual(scene.sent, [
    { type: 'ask', cid: CID, how: 'handover', whom: 'noor' },
    { type: 'ask', cid: CID, how: 'join', role: 'supervisor' },
    { type: 'not_now', cid: CID },
  ]);
});

const asking = { cid: CID, language: 'nl', how: 'handover', by: 'Maria', whom: 'noor' } as const;
const answered = { type: 'answered', cid: CID, colleague: 'noor', name: 'Noor' } as const;

test('a colleague who comes is named, also where the list says first that it was answered', async () => {
  const scene = await open();
  scene.session.ask(CID, 'handover', { whom: 'noor' });
  await scene.hear({ type: 'line', waiting: [], asking: [asking] });
  assert.equal(scene.conversation.ask?.state, 'asked');

  await scene.hear(line, { ...answered, comes: true }, line);
  assert.deepEqual(scene.conversation.ask, {
    how: 'handover',
    to: { whom: 'noor' },
    state: 'answered',
    name: 'Noor',
  });
});

test('a colleague who cannot come leaves everything as it was, and the next can be asked', async () => {
  const scene = await open();
  scene.session.ask(CID, 'handover', { whom: 'noor' });
  await scene.hear(
    { type: 'line', waiting: [], asking: [asking] },
    { ...answered, comes: false },
    line,
  );
  assert.equal(scene.conversation.ask?.state, 'not_now');
  assert.equal(scene.conversation.phase, 'open');

  scene.session.ask(CID, 'join');
  await scene.hear({ type: 'line', waiting: [], asking: [{ ...asking, how: 'join', whom: null }] });
  assert.deepEqual(scene.conversation.ask, { how: 'join', to: {}, state: 'asked' });
});

test('an answer to what was taken back says nothing', async () => {
  const scene = await open();
  await scene.hear({ ...answered, comes: true });
  assert.ok(scene.conversation.ask === null);

  scene.session.ask(CID, 'handover', { whom: 'noor' });
  scene.session.ask(CID, null);
  await scene.hear({ ...answered, comes: false });
  assert.equal(scene.session.desk.value.conversations[0]?.ask?.state, 'withdrawn');
});

test('who is at the desk is known by name', async () => {
  const scene = await desk();
  const noor = {
    id: 'n',
    name: 'Noor',
    role: 'professional',
    state: 'free',
    languages: [],
  } as const;
  await scene.hear({ type: 'colleagues', you: 'me', here: [noor] });

  assert.deepEqual(scene.session.desk.value.colleagues, [noor]);
  assert.equal(scene.session.desk.value.you, 'me');
});

test('who gives a conversation back says so to the visitor first', async () => {
  const scene = await open();
  scene.session.giveBack(CID);
  await scene.settle();
  assert.deepEqual(scene.kinds().slice(-2), ['say', 'give_back']);
  assert.equal(textIn(scene.says().at(-1)?.sealed ?? ''), 'mine leave');
  assert.equal(scene.conversation.going, 'give_back');
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
