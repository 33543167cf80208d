import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FromStaff } from '../wire/frames.ts';
import { isWord } from './between.ts';
import { type Codebook, readCodebook } from './codebook.ts';
import { CID, desk, grant, held, message, open, type Scene } from './testing.ts';

const label = { nl: '', en: '' };
const BOOK: Codebook = readCodebook({
  id: 'thb-nl',
  version: '1.0.0',
  questions: [
    {
      id: 'contact',
      label,
      multi: false,
      required: true,
      when: [],
      default: null,
      codes: ['conv', 'silent'].map((code) => ({ code, label, exclusive: false })),
    },
  ],
});
const OVER = [
  { type: 'ended', cid: CID, reason: 'left' },
  { type: 'untagged', tickets: ['t'] },
] as const;

const tags = (scene: Scene) =>
  scene.sent.filter((frame): frame is Extract<FromStaff, { type: 'tag' }> => frame.type === 'tag');

test('a conversation without a word of the visitor is tagged without a form', async () => {
  const scene = await open();
  scene.session.tags.use(BOOK);
  await scene.hear(...OVER);

  const [tag, ...others] = tags(scene);
  assert.deepEqual(others, []);
  assert.equal(tag?.ticket, 't');
  assert.equal(tag?.codebook, 'thb-nl-1.0.0');
  assert.deepEqual(tag?.answers, { contact: ['silent'] });

  await scene.hear(
    { type: 'tagged', ref: tag?.ref ?? '', ticket: 't' },
    { type: 'untagged', tickets: [] },
  );
  assert.equal(tags(scene).length, 1);
});

test('it is tagged also where the questions come later than the end', async () => {
  const scene = await open();
  await scene.hear(...OVER);
  assert.deepEqual(tags(scene), []);

  scene.session.tags.use(BOOK);
  assert.equal(tags(scene).length, 1);
});

test('a word of the visitor asks for a form', async () => {
  const scene = await open();
  scene.session.tags.use(BOOK);
  await scene.hear(message(2, 'hoi'), ...OVER);

  assert.deepEqual(tags(scene), []);
});

test('a word that was written before anybody was let in asks for a form', async () => {
  const scene = await desk();
  scene.session.tags.use(BOOK);
  await scene.hear(held({ last: 1 }), message(1, 'is daar iemand', 0), ...OVER);

  assert.deepEqual(tags(scene), []);
});

test('who left before they let anybody in, without a word, was silent', async () => {
  const scene = await desk();
  scene.session.tags.use(BOOK);
  await scene.hear(held(), ...OVER);

  assert.equal(tags(scene).length, 1);
});

test('messages that were on their way when it ended ask for a form', async () => {
  const scene = await desk();
  scene.session.tags.use(BOOK);
  await scene.hear(held({ last: 2 }), grant(1), message(1, 'record 1'), ...OVER);

  assert.deepEqual(tags(scene), []);
});

test('an end that was heard of after a lost line asks for a form', async () => {
  const scene = await open();
  scene.session.tags.use(BOOK);
  scene.lineGoes();
  scene.lineComes();
  await scene.hear({ type: 'ended', cid: CID, reason: 'gone' }, OVER[1]);

  assert.deepEqual(tags(scene), []);
});

test('a line that was lost and is back leaves nothing out', async () => {
  const scene = await open();
  scene.session.tags.use(BOOK);
  scene.lineGoes();
  scene.lineComes();
  await scene.hear(held({ last: 1 }), ...OVER);

  assert.equal(tags(scene).length, 1);
});

test('a tag without a form whose answer was lost is sent again if it still waits', async () => {
  const scene = await open();
  scene.session.tags.use(BOOK);
  await scene.hear(...OVER);
  scene.sent = [];
  scene.lineGoes();
  scene.lineComes();
  await scene.hear({ type: 'untagged', tickets: ['t'] });
  assert.equal(tags(scene).length, 1);

  scene.sent = [];
  scene.lineGoes();
  await scene.hear({ type: 'untagged', tickets: [] });
  scene.lineComes();
  await scene.hear({ type: 'untagged', tickets: [] });
  assert.deepEqual(tags(scene), []);
});

test('one that is refused is asked once, and then a person', async () => {
  const scene = await open();
  scene.session.tags.use(BOOK);
  await scene.hear(...OVER);
  const ref = tags(scene)[0]?.ref ?? '';
  await scene.hear({ type: 'refused', code: 'bad_answers', ref }, OVER[1]);

  assert.equal(tags(scene).length, 1);
});

test('the answers of a tag are asked for, and shown as they were chosen', async () => {
  const scene = await desk();
  scene.session.tags.use(BOOK);
  scene.session.tags.reopen('t');
  const [asked] = scene.sent.slice(-1);
  assert.ok(asked?.type === 'reopen');

  await scene.hear({
    type: 'reopened',
    ref: asked.ref,
    ticket: 't',
    codebook: 'thb-nl-1.0.0',
    answers: { contact: ['conv'], thb: ['na'] },
  });
  const { chosen, reopened } = scene.session.desk.value.tagging;
  assert.deepEqual(chosen, { t: { contact: ['conv'] } });
  assert.equal(reopened, 't');
});

test('a page with the questions of before an upgrade shows no answers under them', async () => {
  const scene = await desk();
  scene.session.tags.use(BOOK);
  scene.session.tags.reopen('t');
  const [asked] = scene.sent.slice(-1);
  assert.ok(asked?.type === 'reopen');
  const of = { ref: asked.ref, ticket: 't', codebook: 'thb-nl-2.0.0' };
  await scene.hear({ type: 'reopened', ...of, answers: { contact: ['conv'] } });

  const { notice, tagging } = scene.session.desk.value;
  assert.equal(tagging.reopened, null);
  assert.deepEqual(notice, { kind: 'refused', code: 'bad_answers' });
});

test('answers that nobody asked for are not shown', async () => {
  const scene = await desk();
  scene.session.tags.use(BOOK);
  const of = { ref: 'x', ticket: 't', codebook: 'thb-nl-1.0.0' };
  await scene.hear({ type: 'reopened', ...of, answers: { contact: ['conv'] } });

  assert.equal(scene.session.desk.value.tagging.reopened, null);
});

test('a window asks the others once what they have begun, and tells them what it begins', async () => {
  const scene = await desk();
  assert.deepEqual(scene.toOtherWindows, []);
  await scene.hear({ type: 'untagged', tickets: ['t'] });
  await scene.hear({ type: 'untagged', tickets: ['t', 'u'] });
  assert.deepEqual(scene.toOtherWindows, [{ kind: 'ask' }]);

  scene.session.tags.choose('t', { contact: ['conv'] });
  const told = { kind: 'chosen', ticket: 't', answers: { contact: ['conv'] } };
  assert.deepEqual(scene.toOtherWindows.slice(1), [told]);

  scene.fromOtherWindow({ kind: 'ask' });
  assert.deepEqual(scene.toOtherWindows.slice(2), [told]);
});

test('what another window has begun is here too, if it is to be tagged here', async () => {
  const scene = await desk();
  await scene.hear({ type: 'untagged', tickets: ['t'] });
  scene.fromOtherWindow({ kind: 'chosen', ticket: 't', answers: { contact: ['conv'] } });
  scene.fromOtherWindow({ kind: 'chosen', ticket: 'of nobody', answers: { contact: ['conv'] } });

  assert.deepEqual(scene.session.desk.value.tagging.chosen, { t: { contact: ['conv'] } });
  assert.deepEqual(scene.toOtherWindows, [{ kind: 'ask' }], 'and is not told back');
});

test('what a window of another version says is passed over', () => {
  assert.equal(isWord({ kind: 'ask' }), true);
  assert.equal(isWord({ kind: 'chosen', ticket: 't', answers: { a: ['b'] } }), true);
  for (const word of [
    null,
    'ask',
    {},
    { kind: 'sing' },
    { kind: 'chosen', ticket: 7, answers: {} },
    { kind: 'chosen', ticket: 't' },
    { kind: 'chosen', ticket: 't', answers: null },
    { kind: 'chosen', ticket: 't', answers: { a: 'b' } },
    { kind: 'chosen', ticket: 't', answers: { a: [7] } },
  ]) {
    assert.equal(isWord(word), false, JSON.stringify(word));
  }
});
