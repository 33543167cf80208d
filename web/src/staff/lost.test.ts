// A conversation that the server has lost: to be tagged, or to go on with when its visitor is back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approved, CID, desk, grant, held, line, message, open, Scene } from './testing.ts';
import { desk as deskOf, ended, frame, held as heldStep, untagged } from './testing-desk.ts';

const lost = { type: 'lost', may_return: true, cid: CID, ticket: 't' } as const;
const slip = { type: 'slip', cid: CID, slip: 'c2xpcA==' } as const;

test('the newest slip is kept beside the key and goes with it', async () => {
  const scene = await open();
  await scene.hear(slip, { ...slip, slip: 'bmV3' });
  assert.deepEqual([...scene.keys.allSlips], [[CID, 'bmV3']]);

  await scene.hear({ type: 'ended', cid: CID, reason: 'done' });
  assert.equal(scene.keys.allSlips.size, 0);
});

test('a window that opens hands back what the one before it was given', async () => {
  const scene = new Scene();
  scene.keys.allSlips.set(CID, 'c2xpcA==');
  scene.lineComes();
  await scene.settle();

  assert.deepEqual(scene.sent[0], {
    type: 'hello',
    cursors: [],
    device: 'device',
    slips: [{ cid: CID, slip: 'c2xpcA==' }],
  });
});

test('the key of a lost conversation stays, and opens it when it is back', async () => {
  const scene = new Scene();
  scene.keys.all.set(CID, scene.sealing.kept());
  scene.keys.allSlips.set(CID, 'c2xpcA==');
  await scene.hear(approved, lost, { type: 'untagged', tickets: ['t'] }, line);
  assert.ok(scene.keys.all.has(CID));
  assert.equal(scene.session.desk.value.selected, 't');

  await scene.hear(held({ last: 2 }), { type: 'untagged', tickets: [] });
  await scene.hear(grant(1), message(1, 'record 1'), message(2, 'one'));

  assert.ok(!scene.kinds().includes('offer'));
  assert.equal(scene.conversation.phase, 'open');
  assert.deepEqual(scene.texts(), ['one']);
  assert.deepEqual(scene.session.desk.value.lost, []);
});

test('a slip that is good for nothing is dropped, and nobody hears of it', async () => {
  const scene = await desk();
  await scene.hear(slip, { type: 'refused', code: 'counted', cid: CID });

  assert.equal(scene.keys.allSlips.size, 0);
  assert.equal(scene.session.desk.value.notice, null);
});

test('a conversation on the screen is said to be lost, and begins anew when it is back', () => {
  const gone = deskOf(heldStep('c'), frame({ ...lost, cid: 'c', ticket: 'ticket of c' }));
  assert.equal(gone.conversations[0]?.ending, 'lost');

  const back = deskOf(
    heldStep('c'),
    frame({ ...lost, cid: 'c', ticket: 'ticket of c' }),
    untagged('ticket of c'),
    heldStep('c'),
    untagged(),
  );
  assert.equal(back.conversations.length, 1);
  assert.equal(back.conversations[0]?.phase, 'knocking');
  assert.equal(back.selected, 'ticket of c');
});

test('one that ended is not one that was lost', () => {
  const at = deskOf(heldStep('c'), ended('c', 'done'));
  assert.equal(at.conversations[0]?.ending, 'done');
  assert.deepEqual(at.lost, []);
});
