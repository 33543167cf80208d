import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY } from '../desk.ts';
import { begun, type Conversation } from '../held.ts';
import {
  type Call,
  called,
  callsOf,
  isDue,
  isInSight,
  isOver,
  NONE,
  nameOf,
  seen,
} from './calls.ts';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const message = (number: number, id = 't'): Call => ({ kind: 'message', id, number });
const proposal: Call = { kind: 'proposal', id: 'c' };

function holding(ticket: string, ...said: readonly (readonly [number | null, boolean])[]) {
  const items = said.map(
    ([seq, mine]) =>
      ({
        kind: 'said',
        key: `${seq}`,
        seq,
        mine,
        author: '',
        text: 'x',
        isCard: false,
        at: 0,
      }) as const,
  );
  const frame = {
    type: 'held',
    cid: `cid ${ticket}`,
    ticket,
    language: 'nl',
    delivered: 0,
  } as const;
  return { ...begun(frame as never), items } as Conversation;
}

test('on a desk we are called for the newest message of others, for a proposal and for who asks', () => {
  const desk = {
    ...EMPTY,
    conversations: [
      holding('a', [1, false], [4, false], [5, true], [null, true]),
      holding('b', [1, true]),
      holding('c'),
    ],
    proposal: { cid: 'p', language: 'nl', since: 0, until: 0 },
    asking: [{ cid: 'q', by: 'Noor', how: 'join', language: 'nl', since: 0 } as never],
  };
  assert.deepEqual(callsOf(desk), [
    { kind: 'proposal', id: 'p' },
    { kind: 'message', id: 'a', number: 4 },
    { kind: 'asked', id: 'q' },
  ]);
  assert.deepEqual(callsOf(EMPTY), []);
});

test('only the conversation that is open is in sight of who looks', () => {
  const desk = { ...EMPTY, conversations: [holding('t'), holding('u')], selected: 't' };
  assert.ok(isInSight(desk, message(1)));
  assert.ok(!isInSight(desk, message(1, 'u')));
  assert.ok(isInSight(desk, proposal));
});

test('a visitor who writes is called once, until somebody has looked', () => {
  assert.ok(isDue(NONE, message(3), NOW));
  const once = called(NONE, message(3), NOW);
  for (const number of [3, 4, 9]) assert.ok(!isDue(once, message(number), NOW + HOUR));
  assert.notEqual(nameOf(message(1)), nameOf(message(1, 'u')), 'another visitor is another call');

  const read = seen(once, message(9), NOW);
  assert.ok(!isDue(read, message(9), NOW), 'what was seen is no news');
  assert.equal(seen(read, message(9), NOW + 1), read);
  assert.equal(seen(read, message(4), NOW + 1), read);
  assert.ok(isDue(read, message(10), NOW));
});

test('what was seen before anybody was called is no news', () => {
  const read = seen(NONE, message(2), NOW);
  assert.ok(!isDue(read, message(2), NOW));
  assert.ok(isDue(read, message(3), NOW));
});

test('a visitor may be proposed again, and a colleague asks once', () => {
  const asked: Call = { kind: 'asked', id: 'c' };
  assert.ok(!isDue(called(NONE, proposal, NOW), proposal, NOW + 59_999));
  assert.ok(isDue(called(NONE, proposal, NOW), proposal, NOW + 60_000));
  assert.ok(!isDue(called(NONE, asked, NOW), asked, NOW + HOUR));
});

test('a mark is over after half a day', () => {
  assert.ok(!isOver(NOW, NOW + 12 * HOUR - 1));
  assert.ok(isOver(NOW, NOW + 12 * HOUR));
});

test('a colleague who wants to talk aside calls us, and so does each of their words until we look', () => {
  const word = { key: 'a', isMine: false, text: 'x', at: 0, isSent: true, marks: [] };
  const all = [
    { id: 'i', name: 'Noor', isMine: false, state: 'invited', why: null, words: [], draft: '' },
    {
      id: 'o',
      name: 'Kim',
      isMine: true,
      state: 'open',
      why: null,
      words: [word, { ...word, isMine: true }, word],
      draft: '',
    },
  ] as const;
  const desk = { ...EMPTY, consults: { all, shown: null } };
  const [invited, aside] = callsOf(desk);

  assert.deepEqual(invited, { kind: 'consult', id: 'i' });
  assert.deepEqual(aside, { kind: 'aside', id: 'o', number: 2 });
  assert.ok(aside && isDue(NONE, aside, NOW));
  assert.ok(!isDue(called(NONE, aside, NOW), aside, NOW + HOUR));
  assert.deepEqual(
    [null, 'o'].map((shown) => isInSight({ ...desk, consults: { all, shown } }, aside)),
    [false, true],
  );
});

test('a supervisor is called for help by its own name', () => {
  const ask = { cid: 'c', language: 'nl', how: 'join', by: 'Sanne', role: 'supervisor' } as const;
  assert.deepEqual(callsOf({ ...EMPTY, asking: [ask] }), [{ kind: 'help', id: 'c' }]);
});
