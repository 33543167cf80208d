import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Chunk, chunksOf, FIFTY } from './chunks.ts';
import { after, type Desk } from './desk.ts';
import type { Step } from './step.ts';
import { accepted, desk, frame, held, opened, wrote } from './testing-desk.ts';

const MANY = 2_000;

const begun = desk(
  held('a'),
  ...Array.from({ length: MANY }, (_, at) => opened('a', at + 1, { mine: at % 2 === 1 })),
);

const of = (at: Desk, before: readonly Chunk[] = []) => {
  const [conversation] = at.conversations;
  assert.ok(conversation);
  return chunksOf(conversation, before);
};

/** How many lines have to be drawn anew. */
function drawn(before: readonly Chunk[], next: readonly Chunk[]): number {
  return next
    .filter(({ items, delivered, read }, at) => {
      const old = before[at];
      return items !== old?.items || delivered !== old.delivered || read !== old.read;
    })
    .reduce((sum, { items }) => sum + items.length, 0);
}

function drawnAfter(...steps: readonly Step[]): number {
  const before = of(begun);
  return drawn(before, of(steps.reduce(after, begun), before));
}

test('every line is in one chunk, in order', () => {
  const lines = of(begun).flatMap(({ items }) => items.map(({ seq }) => seq));
  assert.deepEqual(
    lines,
    Array.from({ length: MANY }, (_, at) => at + 1),
  );
});

test('of 2,000 lines a new message draws those of one chunk, and nothing draws none', () => {
  assert.equal(drawnAfter(opened('a', MANY + 1)), 1);
  assert.ok(drawnAfter(opened('a', MANY + 1), opened('a', MANY + 2)) <= FIFTY);
  assert.equal(drawnAfter({ type: 'draft', cid: 'a', text: 'een halve zin' }), 0);
  assert.equal(drawnAfter(frame({ type: 'presence', cid: 'a', state: 'lost' })), 0);
});

test('an own message that is accepted and delivered draws no more', () => {
  const said = [wrote('a', 'r'), accepted('a', 'r', MANY + 1)] as const;
  assert.equal(drawnAfter(...said), 1);
  const before = of(after(begun, frame({ type: 'delivered', cid: 'a', seq: MANY - 10 })));
  const delivered = after(begun, frame({ type: 'delivered', cid: 'a', seq: MANY }));
  assert.ok(drawn(before, of(delivered, before)) <= FIFTY);
});

test('what the visitor reads draws only the lines beside it', () => {
  const before = of(after(begun, frame({ type: 'read', cid: 'a', seq: MANY - 10 })));
  const read = after(begun, frame({ type: 'read', cid: 'a', seq: MANY }));
  const lines = drawn(before, of(read, before));
  assert.ok(lines > 0 && lines <= FIFTY);
});

test('a line that comes late moves those after it, and none before', () => {
  const late = desk(
    held('a'),
    ...Array.from({ length: 500 }, (_, at) => opened('a', at < 400 ? at + 1 : at + 2)),
  );
  const before = of(late);
  const next = of(after(late, opened('a', 401)), before);
  assert.ok(drawn(before, next) <= 500 - 400 + FIFTY);
});
