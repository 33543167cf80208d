import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64 } from '../hl1/index.ts';
import { approved, CID, desk, grant, held, line, message, open, Scene } from './testing.ts';

test('a taken visitor is made an offer, and its key is kept first', async () => {
  const scene = await desk();
  await scene.hear(held({ ref: 'r' }));

  assert.deepEqual(scene.kinds(), ['hello', 'offer']);
  assert.deepEqual([...scene.keys.all.keys()], [CID]);
});

test('what came before the grant waits for it, and is then opened in order', async () => {
  const scene = await desk();
  await scene.hear(held({ ref: 'r' }), message(2, 'two', 0), message(1, 'one', 0));
  assert.deepEqual(scene.texts(), []);

  await scene.hear(grant(1));
  assert.deepEqual(scene.texts(), ['one', 'two']);
});

test('a message of an epoch that is not granted yet holds back those behind it', async () => {
  const scene = await open();
  await scene.hear(message(2, 'new epoch', 2), message(3, 'old epoch', 1));
  assert.deepEqual(scene.texts(), []);

  await scene.hear(grant(2));
  assert.deepEqual(scene.texts(), ['new epoch', 'old epoch']);
});

test('a burst of messages is confirmed once, with the newest opened', async () => {
  const scene = await open();
  await scene.hear(message(2, 'one'), message(3, 'two'));
  await scene.timePasses();

  const confirmed = scene.sent.filter((frame) => frame.type === 'delivered');
  assert.deepEqual(confirmed, [{ type: 'delivered', cid: CID, seq: 3 }]);
});

test('how far one has read is said, and again with a new line', async () => {
  const scene = await open();
  await scene.hear(message(2, 'one'));
  scene.session.read(CID, 2);
  const first = scene.sent.filter((frame) => frame.type === 'read');
  assert.deepEqual(first, [{ type: 'read', cid: CID, seq: 2 }]);

  scene.lineGoes();
  scene.lineComes();
  await scene.hear(held());
  const again = scene.sent.filter((frame) => frame.type === 'read');
  assert.deepEqual(again.at(-1), { type: 'read', cid: CID, seq: 2 });
});

test('what was said on a lost line is said again in order, with the same refs', async () => {
  const scene = await open();
  scene.session.say(CID, 'one');
  await scene.settle();
  scene.lineGoes();
  scene.session.say(CID, 'two');
  await scene.settle();
  const [first] = scene.says();
  scene.sent = [];

  scene.lineComes();
  assert.deepEqual(scene.kinds(), ['hello']);
  await scene.hear(held());
  assert.equal(scene.says().length, 2);
  assert.deepEqual(scene.says()[0], first);
  assert.deepEqual(scene.texts(), ['one', 'two']);
});

test('a card goes out like words, and what is being written stays', async () => {
  const scene = await open();
  const card = { name: 'Thuis', about: 'Geweld.', number: '0800-2000', hours: '' };
  scene.session.tell({ type: 'draft', cid: CID, text: 'half a sen' });
  scene.lineGoes();
  scene.session.hand(CID, card);
  await scene.settle();
  assert.equal(scene.conversation.draft, 'half a sen');
  assert.deepEqual(
    scene.conversation.items.flatMap((item) =>
      item.kind === 'said' ? [[item.text, item.isCard]] : [],
    ),
    [['Thuis\nGeweld.\n0800-2000', true]],
  );

  scene.lineComes();
  await scene.hear(held());
  assert.equal(scene.says().length, 1);
});

test('who is going hands no card any more', async () => {
  const scene = await open();
  scene.session.end(CID);
  scene.session.hand(CID, { name: 'a', about: 'b', number: '112', hours: '' });
  await scene.settle();
  assert.equal(scene.says().length, 1); // the end itself
});

test('an own message whose answer was lost comes back once and is not said again', async () => {
  const scene = await open();
  scene.session.say(CID, 'one');
  await scene.settle();
  scene.lineGoes();
  scene.lineComes();
  await scene.hear(held({ last: 2 }), message(2, 'mine one'));
  scene.sent = [];
  scene.lineGoes();
  scene.lineComes();
  await scene.hear(held({ last: 2 }));

  assert.deepEqual(scene.texts(), ['one']);
  assert.deepEqual(scene.says(), []);
  assert.deepEqual(scene.sent[0], {
    type: 'hello',
    cursors: [{ cid: CID, after: 2 }],
    device: 'device',
  });
});

test('a reload goes on with the kept key, from the first message and without an offer', async () => {
  const scene = new Scene();
  scene.keys.all.set(CID, scene.sealing.kept());
  await scene.hear(held({ last: 2 }), grant(1), message(1, 'one'), message(2, 'mine two'), line);
  await scene.timePasses();

  assert.deepEqual(scene.sent[0], { type: 'hello', cursors: [], device: 'device' });
  assert.ok(!scene.kinds().includes('offer'));
  const items = scene.conversation.items ?? [];
  assert.deepEqual(
    items.map((item) => item.kind === 'said' && item.mine),
    [false, true],
  );
});

test('a grant to a key of before the reload is passed over', async () => {
  const scene = await desk();
  await scene.hear(held(), {
    type: 'grant',
    cid: CID,
    epoch: 1,
    grant: toBase64(new Uint8Array(1)),
  });

  assert.equal(scene.conversation.hasFailed, false);
  assert.ok(scene.kinds().includes('offer'));
});

test('a message that does not open stops the composer, and nothing is sent', async () => {
  const scene = await open();
  await scene.hear(message(2, 'tampered'), message(3, 'two'));
  scene.session.say(CID, 'hello?');
  await scene.settle();

  assert.deepEqual(scene.texts(), ['unreadable', 'two']);
  assert.equal(scene.conversation.hasFailed, true);
  assert.deepEqual(scene.says(), []);
});

test('what was written before one was let in is no fault', async () => {
  const scene = await open();
  await scene.hear(message(2, 'older'), message(3, 'older'), message(4, 'three'));

  assert.deepEqual(scene.texts(), ['before', 'three']);
  assert.equal(scene.conversation.hasFailed, false);
});

test('a text that cannot be sealed is never sent, and stays in the composer', async () => {
  const scene = await open();
  scene.session.say(CID, 'broken');
  await scene.settle();

  assert.deepEqual(scene.says(), []);
  assert.equal(scene.conversation.draft, 'broken');
  assert.equal(scene.conversation.hasFailed, true);
});

test('a text that is too long is given back, and the conversation goes on', async () => {
  const scene = await open();
  scene.session.say(CID, 'too long');
  await scene.settle();

  assert.equal(scene.conversation.draft, 'too long');
  assert.equal(scene.conversation.hasFailed, false);
});

test('the last words before a quick exit are shown, then the keys are gone', async () => {
  const scene = await open();
  await scene.hear(message(2, 'he is back'), { type: 'ended', cid: CID, reason: 'exit' });

  assert.deepEqual(scene.texts(), ['he is back']);
  assert.equal(scene.conversation.ending, 'exit');
  assert.equal(scene.keys.all.size, 0);
  assert.equal(scene.sealing.isForgotten, true);
});

test('a refusal does not hide how the visitor left', async () => {
  const scene = await open();
  await scene.hear(
    { type: 'refused', code: 'not_yours', cid: CID },
    { type: 'ended', cid: CID, reason: 'exit' },
  );
  await scene.timePasses();

  assert.equal(scene.conversation.ending, 'exit');
});

test('ending says so to the visitor first, and again after a lost line', async () => {
  const scene = await open();
  scene.session.end(CID);
  await scene.settle();
  assert.deepEqual(scene.kinds().slice(-2), ['say', 'end']);

  scene.sent = [];
  scene.lineGoes();
  scene.lineComes();
  await scene.hear(held());
  assert.deepEqual(scene.kinds(), ['hello', 'say', 'end']);
});

test('kept keys that the server knows nothing of are deleted at start-up', async () => {
  const scene = await desk();
  scene.keys.all.set('of yesterday', scene.sealing.kept());
  await scene.hear(held(), line);

  assert.deepEqual([...scene.keys.all.keys()], [CID]);
});

test('signing out deletes every kept key', async () => {
  const scene = await open();
  await scene.session.stop({ isSignOut: true });

  assert.equal(scene.keys.all.size, 0);
  assert.equal(scene.sealing.isForgotten, true);
});

test('nothing is written before the record says who reads', async () => {
  const scene = await desk();
  await scene.hear(held({ ref: 'r' }), grant(1));
  assert.equal(scene.conversation.phase, 'knocking');

  await scene.hear(message(1, 'record 1'));
  assert.equal(scene.conversation.phase, 'open');
  assert.deepEqual(
    scene.conversation.members.map(({ name, isMe }) => [name, isMe]),
    [
      ['', false],
      ['Maria', true],
    ],
  );
});

test('the offer is in the best suite that both browsers have', async () => {
  const scene = await desk();
  scene.suites = [2, 1];
  await scene.hear(held({ ref: 'r', suites: [1, 2, 7] }));

  assert.equal(scene.begun?.suite, 2);
});

test('without a suite in common nothing is offered', async () => {
  const scene = await desk();
  await scene.hear(held({ ref: 'r', suites: [7] }));

  assert.ok(!scene.kinds().includes('offer'));
  assert.equal(scene.conversation.hasFailed, true);
});

test('a device that may not work yet makes its offer as soon as it may', async () => {
  const scene = new Scene();
  await scene.hear({ type: 'device', state: 'waiting', entry: '' }, held());
  assert.deepEqual(scene.kinds(), ['hello']);

  await scene.hear(approved);
  assert.deepEqual(scene.kinds(), ['hello', 'offer']);
  assert.deepEqual(scene.begun?.device.entry, new Uint8Array(3));
});

test('a device that was revoked makes no more offers', async () => {
  const scene = await desk();
  await scene.hear({ type: 'device', state: 'revoked', entry: '' }, held({ ref: 'r' }));

  assert.ok(!scene.kinds().includes('offer'));
  assert.equal(scene.session.desk.value.device, 'revoked');
});

test('whoever signs out is asked nothing more, and who closes the window may come back', async () => {
  const scene = await desk();
  await scene.session.stop({ isSignOut: false });
  assert.deepEqual(scene.kinds(), ['hello']);

  const other = await desk();
  await other.hear({ type: 'duty', state: 'free' });
  await other.session.stop({ isSignOut: true });
  assert.deepEqual(other.sent.at(-1), { type: 'be', state: 'away' });
});
