import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Say } from '../wire/frames.ts';
import { Cursor } from './cursor.ts';
import { Outbox } from './outbox.ts';

const say = (ref: string): Say => ({ type: 'say', ref, epoch: 1, sealed: `sealed ${ref}` });
const keep = { type: 'keep', blob: 'b' } as const;
const grant = { type: 'grant', place: 'p', epoch: 1, grant: 'g' } as const;

function outboxOf(...frames: Parameters<Outbox['add']>[0][]): Outbox {
  const outbox = new Outbox();
  for (const frame of frames) outbox.add(frame);
  return outbox;
}

test('what was not accepted is said again in its order', () => {
  const outbox = outboxOf(say('a'), say('b'), say('c'));

  outbox.accept('b');

  assert.deepEqual(outbox.unconfirmed, [say('a'), say('c')]);
});

test('an accepted record proves the keys that were kept and granted before it', () => {
  const outbox = outboxOf(say('a'), keep, grant, say('record'), say('b'));

  outbox.accept('record');

  assert.deepEqual(outbox.unconfirmed, [say('a'), say('b')]);
});

test('a message from before a grant proves nothing about the grant', () => {
  const outbox = outboxOf(say('a'), keep, grant, say('record'));

  outbox.accept('a');

  assert.deepEqual(outbox.unconfirmed, [keep, grant, say('record')]);
});

test('accepting what is unknown loses nothing', () => {
  const outbox = outboxOf(keep, grant, say('record'));

  outbox.accept('of an earlier page');

  assert.deepEqual(outbox.unconfirmed, [keep, grant, say('record')]);
});

test('an own message that comes back is known by its bytes', () => {
  const outbox = outboxOf(say('a'));

  assert.equal(outbox.refOf('sealed a'), 'a');
  assert.equal(outbox.refOf('sealed b'), null);
});

test('the grant of a place that is gone is not repeated', () => {
  const outbox = outboxOf(keep, grant, say('record'));

  outbox.dropPlace('another');
  assert.deepEqual(outbox.unconfirmed, [keep, grant, say('record')]);
  outbox.dropPlace('p');

  assert.deepEqual(outbox.unconfirmed, [keep, say('record')]);
});

test('a state is kept once what was said after it is accepted', () => {
  const outbox = outboxOf(keep, grant, say('record'));
  assert.equal(outbox.isKept, false);

  outbox.accept('record');

  assert.equal(outbox.isKept, true);
});

test('the cursor never jumps over a message that has not arrived', () => {
  const cursor = new Cursor();
  cursor.note(1);
  cursor.note(3);

  assert.equal(cursor.at, 1);
  assert.equal(cursor.has(3), true);
  assert.equal(cursor.has(2), false);
  cursor.note(2);
  assert.equal(cursor.at, 3);
});
