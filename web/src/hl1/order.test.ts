import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Mark, Order, type Seen } from './order.ts';

const OWN = { sender: 1, instance: 'own' };

/** Opens messages whose hash is their number. */
class Receiver {
  readonly order = new Order();

  gets(
    seq: number,
    other: { line?: string; prev?: number; seen?: readonly Seen[]; ownLast?: number } = {},
  ): readonly Mark[] {
    const prev = other.prev ?? seq - 1;
    return this.order.note(
      {
        sender: 0,
        instance: other.line ?? 'first',
        seq,
        prev: prev > 0 ? `${prev}` : '',
        hash: `${seq}`,
        seen: other.seen ?? [],
      },
      { ...OWN, seq: other.ownLast ?? 0 },
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
  const seen = (seq: number, instance = 'second') => ({ seen: [{ sender: 0, instance, seq }] });
  assert.deepEqual(receiver.gets(1, seen(2)), ['missing']);
  assert.deepEqual(receiver.gets(2, seen(1)), []);
  assert.deepEqual(receiver.gets(3, seen(1, 'third')), ['missing']);
});

test('nobody can have seen what we did not seal', () => {
  const receiver = new Receiver();
  assert.deepEqual(receiver.gets(1, { seen: [{ ...OWN, seq: 2 }], ownLast: 2 }), []);
  assert.deepEqual(receiver.gets(2, { seen: [{ ...OWN, seq: 3 }], ownLast: 2 }), ['missing']);
});

test('who came later misses nothing from before', () => {
  const receiver = new Receiver();
  receiver.order.comeInAt({ sender: 0, instance: 'first', seq: 7 });
  const seen = [{ sender: 0, instance: 'second', seq: 40 }];
  assert.deepEqual(receiver.gets(7, { seen }), []);
  assert.deepEqual(receiver.gets(9), ['missing']);
});

test('who came later follows a line from where they meet it', () => {
  const receiver = new Receiver();
  receiver.order.comeInAt({ sender: 0, instance: 'first', seq: 7 });
  receiver.gets(7);
  assert.deepEqual(receiver.gets(4, { line: 'second' }), []);
  assert.deepEqual(receiver.gets(5, { line: 'second' }), []);
  assert.deepEqual(receiver.gets(7, { line: 'second' }), ['missing']);
  assert.deepEqual(receiver.gets(3, { line: 'second' }), ['reordered']);
});

test('who was there from the start misses the start of a line', () => {
  assert.deepEqual(new Receiver().gets(4, { line: 'second' }), ['missing']);
});

test('seen names the two newest lines of each sender', () => {
  const receiver = new Receiver();
  for (const line of ['first', 'second', 'third']) receiver.gets(1, { line });
  assert.deepEqual(receiver.order.seen(), [
    { sender: 0, instance: 'second', seq: 1 },
    { sender: 0, instance: 'third', seq: 1 },
  ]);
});

test('seen names no more lines than are read', () => {
  const receiver = new Receiver();
  for (let sender = 0; sender < 70; sender += 1) {
    const message = { sender, instance: 'first', seq: 1, prev: '', hash: '1', seen: [] };
    receiver.order.note(message, { ...OWN, seq: 0 });
  }
  const seen = receiver.order.seen();
  assert.deepEqual([seen.length, seen[0]?.sender, seen[63]?.sender], [64, 6, 69]);
});
