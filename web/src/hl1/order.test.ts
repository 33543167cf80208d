import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Mark, Order, type Seen } from './order.ts';

const OWN = { sender: 1, instance: 'own' };
/** The epoch since which somebody follows who came later. */
const SINCE = 3;

/** `seen` with one message of the visitor. */
const upTo = (seq: number, instance = 'second', epoch = SINCE) => ({
  seen: [{ sender: 0, instance, seq, epoch }],
});

/** Opens messages whose hash is their number. */
class Receiver {
  readonly order = new Order();

  gets(
    seq: number,
    other: {
      line?: string;
      prev?: number;
      epoch?: number;
      seen?: readonly Seen[];
      ownLast?: number;
    } = {},
  ): readonly Mark[] {
    const prev = other.prev ?? seq - 1;
    return this.order.note(
      {
        sender: 0,
        instance: other.line ?? 'first',
        seq,
        epoch: other.epoch ?? SINCE,
        prev: prev > 0 ? `${prev}` : '',
        hash: `${seq}`,
        seen: other.seen ?? [],
      },
      { ...OWN, seq: other.ownLast ?? 0, epoch: SINCE },
    );
  }
}

test('messages in order get no mark', () => {
  const receiver = new Receiver();
  assert.deepEqual(
    [1, 2, 3].map((seq) => receiver.gets(seq)),
    [[], [], []],
  );
});

test('a message that comes again is repeated', () => {
  const receiver = new Receiver();
  receiver.gets(1);
  receiver.gets(2);
  assert.deepEqual(receiver.gets(1), ['repeated']);
  assert.deepEqual(receiver.gets(3), []);
});

test('a gap is missing once', () => {
  const receiver = new Receiver();
  assert.deepEqual(receiver.gets(2), ['missing']);
  assert.deepEqual(receiver.gets(3), []);
});

test('a message that comes late is reordered', () => {
  const receiver = new Receiver();
  receiver.gets(1);
  receiver.gets(3);
  assert.deepEqual(receiver.gets(2), ['reordered']);
  assert.deepEqual(receiver.gets(4), []);
});

test('another predecessor is missing', () => {
  const receiver = new Receiver();
  receiver.gets(1);
  assert.deepEqual(receiver.gets(2, { prev: 9 }), ['missing']);
});

test('somebody who got more than we did shows that it is missing', () => {
  const receiver = new Receiver();
  receiver.gets(1, { line: 'second' });
  assert.deepEqual(receiver.gets(1, upTo(2)), ['missing']);
  assert.deepEqual(receiver.gets(2, upTo(1)), []);
  assert.deepEqual(receiver.gets(3, upTo(1, 'third')), ['missing']);
});

test('nobody can have seen what we did not seal', () => {
  const receiver = new Receiver();
  assert.deepEqual(receiver.gets(1, { seen: [{ ...OWN, seq: 2, epoch: SINCE }], ownLast: 2 }), []);
  assert.deepEqual(receiver.gets(2, { seen: [{ ...OWN, seq: 3, epoch: SINCE }], ownLast: 2 }), [
    'missing',
  ]);
});

/** Who came in with a record, message 7 of the visitor. */
function cameLater(epoch = SINCE): Receiver {
  const receiver = new Receiver();
  receiver.order.comeIn({ sender: 0, instance: 'first', seq: 7, epoch }, SINCE);
  return receiver;
}

test('who came later misses nothing from before', () => {
  const receiver = cameLater();
  assert.deepEqual(receiver.gets(7, upTo(40, 'second', SINCE - 1)), []);
  assert.deepEqual(receiver.gets(8), []);
  assert.deepEqual(receiver.gets(10), ['missing']);
});

test('who came later misses what was for them', () => {
  const receiver = cameLater();
  assert.deepEqual(receiver.gets(7, upTo(1)), ['missing']);
  assert.deepEqual(receiver.gets(1, { line: 'second' }), []);
  assert.deepEqual(receiver.gets(8, upTo(1)), []);
});

test('who came later follows a line from its start', () => {
  const receiver = cameLater();
  assert.deepEqual(receiver.gets(1, { line: 'second' }), []);
  assert.deepEqual(receiver.gets(4, { line: 'third' }), ['missing']);
  assert.deepEqual(receiver.gets(3, { line: 'third' }), ['reordered']);
  assert.deepEqual(receiver.gets(5, { line: 'third' }), []);
});

test('who came later follows a line from what was passed over, and knows another message', () => {
  const receiver = cameLater();
  receiver.order.passOver('3', SINCE);
  receiver.order.passOver('made up', SINCE);
  assert.deepEqual(receiver.gets(4, { line: 'second' }), []);
  assert.deepEqual(receiver.gets(5, { line: 'second', prev: 3 }), ['missing']);
  assert.deepEqual(receiver.gets(5, { line: 'third' }), ['missing']);
});

test('who starts with a newer record misses the words between, unless its page load is new', () => {
  assert.deepEqual(cameLater(SINCE + 1).gets(7), ['missing']);
  assert.deepEqual(cameLater(SINCE + 1).gets(1), []);
});

test('who was there from the start misses the start of a line', () => {
  assert.deepEqual(new Receiver().gets(4, { line: 'second' }), ['missing']);
});

test('seen names the two newest lines of each sender', () => {
  const receiver = new Receiver();
  for (const line of ['first', 'second', 'third']) receiver.gets(1, { line });
  receiver.gets(2, { line: 'third', epoch: SINCE + 1 });
  assert.deepEqual(receiver.order.seen(), [
    { sender: 0, instance: 'second', seq: 1, epoch: SINCE },
    { sender: 0, instance: 'third', seq: 2, epoch: SINCE + 1 },
  ]);
});

test('seen names no more lines than are read', () => {
  const receiver = new Receiver();
  for (let sender = 0; sender < 70; sender += 1) {
    const place = { sender, instance: 'first', seq: 1, epoch: SINCE };
    receiver.order.note({ ...place, prev: '', hash: '1', seen: [] }, { ...OWN, seq: 0, epoch: 0 });
  }
  const seen = receiver.order.seen();
  assert.deepEqual([seen.length, seen[0]?.sender, seen[63]?.sender], [64, 6, 69]);
});
