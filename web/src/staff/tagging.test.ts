import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after } from './desk.ts';
import { isDone } from './duty.ts';
import { everyTicket } from './selection.ts';
import type { Step } from './step.ts';
import { hasForm, isHalfDone, wasSilent } from './tagging.ts';
import {
  desk,
  ended,
  frame,
  held,
  MARIA,
  opened,
  record,
  refused,
  untagged,
  VISITOR,
} from './testing-desk.ts';

const T = 'ticket of a';
const CHOSEN = { type: 'chosen', ticket: T, answers: { contact: ['conv'] } } as const;
const tagged = (ref: string, ticket = T) => frame({ type: 'tagged', ref, ticket });
const given = (...tickets: string[]) =>
  frame({ type: 'tags', given: tickets.map((ticket) => ({ ticket, at: 1_790_000_040 })) });
const reopened = (ticket: string) =>
  [
    { type: 'reopening', ref: 'r', ticket },
    { type: 'reopened', ticket, answers: { contact: ['conv'] } },
  ] as const;

test('what is half answered stays while one looks at something else, and goes once it is saved', () => {
  const over = desk(held('a'), ended('a', 'done'), untagged(T), held('b'));
  const away = after(after(over, CHOSEN), { type: 'select', ticket: 'ticket of b' });
  assert.deepEqual(away.tagging.chosen, { [T]: { contact: ['conv'] } });
  assert.equal(isHalfDone(away), true);

  const saved = after(after(away, { type: 'saving', ref: 'r', ticket: T }), tagged('r'));
  assert.deepEqual(saved.tagging.chosen, {});
  assert.equal(isHalfDone(saved), false);
});

test('a lost line costs no answer', () => {
  const before = desk(untagged(T), CHOSEN);

  assert.deepEqual(after(before, { type: 'line', line: 'down' }).tagging.chosen, {
    [T]: { contact: ['conv'] },
  });
});

test('a tag that was given in another window closes the form in this one', () => {
  const before = desk(held('a'), ended('a', 'done'), untagged(T), CHOSEN);
  assert.equal(hasForm(before, T), true);

  const at = after(before, untagged());
  assert.equal(hasForm(at, T), false);
  assert.deepEqual(at.tagging.chosen, {});
  assert.equal(at.selected, T, 'the text stays until one looks away');
});

test('no form is shown before the conversation is over on this screen', () => {
  assert.equal(hasForm(desk(held('a'), untagged(T)), T), false);
  assert.equal(hasForm(desk(held('a'), untagged(T), ended('a', 'left')), T), true);
});

test('a tag that is opened again has a form, and can be let be', () => {
  const at = desk(given(T), ...reopened(T));
  assert.equal(at.selected, T);
  assert.equal(hasForm(at, T), true);
  assert.deepEqual(everyTicket(at), [T]);

  const letBe = after(at, { type: 'let_be' });
  assert.equal(hasForm(letBe, T), false);
  assert.deepEqual(letBe.tagging.chosen, {});
  assert.equal(letBe.selected, null);
  assert.deepEqual(everyTicket(letBe), []);
});

test('a tag that is only looked at can be closed without a question', () => {
  const at = desk(given(T), ...reopened(T));
  assert.equal(isHalfDone(at), false);

  assert.equal(isHalfDone(after(at, { ...CHOSEN, answers: { contact: ['hoax'] } })), true);
});

test('one tag at a time is corrected', () => {
  const at = desk(given(T, 'other'), ...reopened(T), ...reopened('other'));

  assert.equal(at.selected, 'other');
  assert.deepEqual(everyTicket(at), ['other']);
  assert.deepEqual(Object.keys(at.tagging.chosen), ['other']);
});

test('news of what is to be tagged takes no correction away', () => {
  const at = after(desk(given(T), ...reopened(T)), untagged('new'));

  assert.equal(hasForm(at, T), true);
  assert.equal(at.selected, T);
  assert.deepEqual(at.tagging.chosen[T], { contact: ['conv'] });
});

test('a correction that is saved is put away and said', () => {
  const at = after(
    after(desk(given(T), ...reopened(T)), { type: 'saving', ref: 's', ticket: T }),
    tagged('s'),
  );

  assert.deepEqual(at.notice, { kind: 'saved', ticket: T });
  assert.equal(at.tagging.reopened, null);
  assert.equal(at.selected, null);
});

test('what was counted meanwhile is no longer in the list, and that is said', () => {
  const at = desk(given(T), { type: 'reopening', ref: 'r', ticket: T }, refused('counted', 'r'));

  assert.deepEqual(at.tagging.given, []);
  assert.equal(at.tagging.reopening, null);
  assert.deepEqual(at.notice, { kind: 'refused', code: 'counted' });
});

test('a store that was away costs no tag of the list', () => {
  const at = desk(
    given(T),
    { type: 'reopening', ref: 'r', ticket: T },
    refused('unavailable', 'r'),
  );

  assert.equal(at.tagging.given.length, 1);
  assert.equal(at.tagging.reopening, null);
});

test('a correction that was counted while it was made is put away with the reason', () => {
  const begun = after(desk(given(T), ...reopened(T)), { type: 'saving', ref: 's', ticket: T });
  const at = after(begun, refused('counted', 's'));

  assert.deepEqual(at.notice, { kind: 'refused', code: 'counted' });
  assert.equal(at.tagging.reopened, null);
  assert.deepEqual(at.tagging.chosen, {});
});

test('a shift is not done while a tag is being corrected', () => {
  const ending = frame({ type: 'duty', state: 'ending' });

  assert.equal(isDone(desk(ending, given(T))), true);
  assert.equal(isDone(desk(ending, given(T), ...reopened(T))), false);
});

test('the extra questions stay open for the conversations that follow', () => {
  const at = desk(untagged(T, 'next'), { type: 'more' }, CHOSEN);

  assert.equal(after(at, tagged('r')).tagging.hasMore, true);
});

const only = (...steps: readonly Step[]) => {
  const [conversation] = desk(held('a'), ...steps).conversations;
  assert.ok(conversation);
  return wasSilent(conversation);
};

test('a conversation in which the visitor wrote nothing was silent', () => {
  assert.equal(only(ended('a', 'left')), true);
  assert.equal(only(record('a', 1, VISITOR, MARIA), ended('a', 'gone')), true);
  const alive = opened('a', 2, { kind: 'alive', text: '' });
  const mine = opened('a', 3, { mine: true, sender: 1 });
  const farewell = opened('a', 4, { kind: 'end', text: '' });
  assert.equal(
    only(record('a', 1, VISITOR, MARIA), alive, mine, farewell, ended('a', 'exit')),
    true,
  );
});

test('one word of the visitor is a conversation', () => {
  assert.equal(only(opened('a', 1), ended('a', 'left')), false);
});

test('where a word may have been that nobody could read, a person decides', () => {
  const unsure = [
    { type: 'unreadable', cid: 'a', seq: 1 },
    { type: 'before', cid: 'a', seq: 1 },
    { type: 'unheard', cid: 'a' },
    opened('a', 1, { kind: 'unknown', text: '' }),
    opened('a', 2, { kind: 'alive', text: '', marks: ['missing'] }),
  ] as const;

  for (const step of unsure) assert.equal(only(step, ended('a', 'left')), false, step.type);
});

test('what may come back, and what is a colleague’s, is not tagged by itself', () => {
  assert.equal(only(), false, 'it goes on');
  assert.equal(only(frame({ type: 'lost', may_return: true, cid: 'a', ticket: T })), false);
  const [guest] = desk(held('a', { guest: true }), ended('a', 'left')).conversations;
  assert.equal(guest && wasSilent(guest), false);
});

test('what is tagged by itself shows no form, and stays to be read how it ended', () => {
  const before = desk(held('a'), ended('a', 'left'), untagged(T));
  const sent = after(before, { type: 'silent', ref: 's', ticket: T });
  assert.equal(hasForm(sent, T), false);

  const kept = after(sent, tagged('s'));
  assert.deepEqual(kept.untagged, []);
  assert.equal(kept.selected, T);
  assert.equal(kept.notice, null);
});

test('what could not be tagged by itself has a form like any other', () => {
  const sent = desk(held('a'), ended('a', 'left'), untagged(T), {
    type: 'silent',
    ref: 's',
    ticket: T,
  });
  const at = after(sent, refused('bad_answers', 's'));

  assert.equal(hasForm(at, T), true);
  assert.equal(at.notice, null);
});
