import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64 } from '../hl1/index.ts';
import { CID, held, message, open, type Scene } from './testing.ts';

const MINUTE = 60_000;

const signs = (scene: Scene) =>
  scene.says().filter(({ sealed }) => {
    return new TextDecoder().decode(fromBase64(sealed).subarray(43)) === 'mine alive';
  }).length;

/** In a conversation in which a sign of life is owed. */
async function owing(): Promise<Scene> {
  const scene = await open();
  scene.sealing.owesAlive = true;
  await scene.hear(message(2, 'hallo'));
  return scene;
}

test('who has read something and is silent for a minute says that much, and it is not shown', async () => {
  const scene = await owing();
  await scene.timePasses(MINUTE - 1);
  assert.equal(signs(scene), 0);

  await scene.timePasses(1);
  assert.equal(signs(scene), 1);
  assert.deepEqual(scene.texts(), ['hallo']);
});

test('a message of one’s own begins the minute anew', async () => {
  const scene = await owing();
  scene.now += MINUTE / 2;
  scene.session.say(CID, 'dag');
  await scene.settle();
  await scene.timePasses(MINUTE / 2);
  assert.equal(signs(scene), 0);

  await scene.timePasses(MINUTE / 2);
  assert.equal(signs(scene), 1);
});

test('a quiet conversation stays quiet', async () => {
  const scene = await owing();
  await scene.timePasses(MINUTE);
  await scene.timePasses(MINUTE);
  await scene.timePasses(MINUTE);

  assert.equal(signs(scene), 1);
});

test('nothing is said on a lost line, and at once when it is back', async () => {
  const scene = await owing();
  scene.lineGoes();
  await scene.timePasses(MINUTE);
  assert.equal(signs(scene), 0);

  scene.lineComes();
  await scene.hear(held({ last: 2 }));
  await scene.timePasses();
  assert.equal(signs(scene), 1);
});

test('who is going says nothing more', async () => {
  const scene = await owing();
  scene.session.stepOut(CID);
  await scene.timePasses(MINUTE);

  assert.equal(signs(scene), 0);
});

/** A message of ours that the server calls delivered. */
async function delivered(): Promise<Scene> {
  const scene = await open();
  scene.session.say(CID, 'ben je er?');
  await scene.settle();
  const [said] = scene.says();
  await scene.hear(
    { type: 'accepted', cid: CID, ref: said?.ref ?? '', seq: 2 },
    { type: 'delivered', cid: CID, seq: 2 },
  );
  return scene;
}

test('what is called delivered and never confirmed is doubted, until it is confirmed', async () => {
  const scene = await delivered();
  await scene.timePasses(3 * MINUTE);
  assert.deepEqual(scene.texts(), ['ben je er?', 'unconfirmed']);

  scene.sealing.confirmed = 1;
  await scene.hear(message(3, 'ja'));
  assert.deepEqual(scene.texts(), ['ben je er?', 'ja']);
});

test('what somebody has confirmed in time is not doubted', async () => {
  const scene = await delivered();
  scene.sealing.confirmed = 1;
  await scene.hear(message(3, 'ja'));
  await scene.timePasses(3 * MINUTE);

  assert.deepEqual(scene.texts(), ['ben je er?', 'ja']);
});

test('a visitor who is away confirms nothing, and gets the time anew when they are back', async () => {
  const scene = await delivered();
  await scene.hear({ type: 'presence', cid: CID, state: 'lost' });
  await scene.timePasses(3 * MINUTE);
  assert.deepEqual(scene.texts(), ['ben je er?']);

  await scene.hear({ type: 'presence', cid: CID, state: 'here' });
  await scene.timePasses(MINUTE);
  assert.deepEqual(scene.texts(), ['ben je er?']);
});
