import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canSitDown } from './rail.tsx';
import { isRehearsal, mustTagFirst, reallyWait } from './rehearsal.tsx';
import { nextTicket } from './selection.ts';
import { desk, ended, frame, held, untagged } from './testing-desk.ts';

const approved = frame({ type: 'device', state: 'approved', entry: '' });
const practice = (...tickets: string[]) =>
  frame({ type: 'untagged', tickets, rehearsals: tickets });

test('a conversation of a rehearsal is marked, and no other', () => {
  const at = desk(held('a', { rehearsal: true }), held('b'));

  assert.equal(isRehearsal(at, 'ticket of a'), true);
  assert.equal(isRehearsal(at, 'ticket of b'), false);
});

test('its form is marked after a reload, when only the ticket is left', () => {
  assert.equal(isRehearsal(desk(practice('t')), 't'), true);
  assert.equal(isRehearsal(desk(untagged('t')), 't'), false);
});

test('a form of practice keeps nobody from the next visitor, and a real one does', () => {
  assert.equal(mustTagFirst(desk(practice('t'))), false);
  assert.equal(canSitDown(desk(approved, practice('t'))), true);
  const both = frame({ type: 'untagged', tickets: ['t', 'u'], rehearsals: ['t'] });
  assert.equal(mustTagFirst(desk(both)), true);
  assert.equal(canSitDown(desk(approved, both)), false);
});

test('a form of practice comes up last', () => {
  const both = frame({ type: 'untagged', tickets: ['t', 'u'], rehearsals: ['t'] });

  assert.equal(nextTicket(desk(both)), 'u');
  assert.equal(nextTicket(desk(held('a'), practice('t'))), 'ticket of a');
  assert.equal(nextTicket(desk(practice('t'))), 't');
});

test('who really waits is counted apart', () => {
  const since = 1_790_000_040;
  const line = frame({
    type: 'line',
    waiting: [
      { cid: 'a', language: 'nl', since },
      { cid: 'b', language: 'nl', since, rehearsal: true },
    ],
    asking: [],
  });

  assert.equal(reallyWait(desk(line)), 1);
});

test('whoever fills in the form of a rehearsal is told that it was not counted', () => {
  const at = desk(
    held('a', { rehearsal: true }),
    ended('a', 'left'),
    practice('ticket of a'),
    frame({ type: 'tagged', ref: 'r', ticket: 'ticket of a', rehearsal: true }),
  );

  assert.deepEqual(at.notice, { kind: 'practised' });
  assert.deepEqual(at.conversations, []);
});
