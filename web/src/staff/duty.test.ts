import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Proposal } from '../wire/frames.ts';
import { isDone, isReserved } from './duty.ts';
import { canSitDown } from './rail.tsx';
import type { Step } from './step.ts';
import { desk, ended, frame, held, untagged } from './testing-desk.ts';

const NOW = 1_800_000_000_000;
const ASKED: Proposal = { type: 'proposal', cid: 'a', language: 'nl', since: 60, seconds: 30 };

const proposed = (rest: Partial<Proposal> = ASKED): Step => {
  return { type: 'proposed', frame: { type: 'proposal', ...rest }, now: NOW };
};
const ending = frame({ type: 'duty', state: 'ending' });
const approved = frame({ type: 'device', state: 'approved', entry: '' });

test('a proposal is counted down by the clock of this browser', () => {
  assert.deepEqual(desk(proposed()).proposal, {
    cid: 'a',
    language: 'nl',
    since: 60,
    until: NOW + 30_000,
  });
});

test('what became of a proposal that nobody answered is said, and not of one that was', () => {
  assert.deepEqual(desk(proposed(), proposed({ why: 'late' })).notice, {
    kind: 'proposal',
    why: 'late',
  });
  const answered = desk(proposed(), proposed({}));
  assert.equal(answered.proposal, null);
  assert.equal(answered.notice, null);
});

test('a new proposal puts away what was said of the last one, and nothing else', () => {
  assert.equal(desk(proposed({ why: 'gone' }), proposed()).notice, null);
  const full: Step = frame({ type: 'refused', code: 'at_capacity' });
  assert.equal(desk(full, proposed()).notice?.kind, 'refused');
});

test('a proposal does not outlive the line: the next hello brings it again', () => {
  assert.equal(desk(proposed(), { type: 'line', line: 'down' }).proposal, null);
});

test('who is proposed to a colleague cannot be taken', () => {
  const at = desk(frame({ type: 'reserved', cids: ['b'] }));

  assert.equal(isReserved(at, 'b'), true);
  assert.equal(isReserved(at, 'a'), false);
});

test('nobody new is taken in when a shift ends', () => {
  assert.equal(canSitDown(desk(approved)), true);
  assert.equal(canSitDown(desk(approved, ending)), false);
});

test('a shift is done when nothing runs and nothing waits for a tag', () => {
  assert.equal(isDone(desk()), false);
  assert.equal(isDone(desk(ending)), true);
  assert.equal(isDone(desk(held('a'), ending)), false);
  const over = [held('a'), ending, ended('a', 'done')] as const;
  assert.equal(isDone(desk(...over, untagged('ticket of a'))), false);
  const tagged = frame({ type: 'tagged', ref: 'r', ticket: 'ticket of a' });
  assert.equal(isDone(desk(...over, untagged('ticket of a'), tagged)), true);
});
