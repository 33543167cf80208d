import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation } from './held.ts';
import { hideAll, hideNewest, isHidden, ofVisitor } from './hiding.ts';
import { desk, held, opened } from './testing-desk.ts';

function talk(cid: string, ...mine: readonly boolean[]): Conversation {
  const steps = mine.map((isMine, at) => opened(cid, at + 1, { mine: isMine }));
  const [one] = desk(held(cid), ...steps).conversations;
  assert.ok(one);
  return one;
}

const covered = (of: Conversation) => ofVisitor(of.items).map((item) => isHidden(of.ticket, item));

test('the newest text of the visitor is covered, and shown again by the same key', () => {
  const one = talk('newest', false, false, true);
  hideNewest(one);
  assert.deepEqual(covered(one), [false, true]);
  hideNewest(one);
  assert.deepEqual(covered(one), [false, false]);
});

test('all of before is covered, and what comes next is not', () => {
  const before = talk('all', false, true, false);
  hideAll(before);
  assert.deepEqual(covered(before), [true, true]);
  assert.deepEqual(covered(talk('all', false, true, false, false)), [true, true, false]);
  hideAll(before);
  assert.deepEqual(covered(before), [false, false]);
});

test('who has covered one text covers the rest first', () => {
  const one = talk('rest', false, false);
  hideNewest(one);
  hideAll(one);
  assert.deepEqual(covered(one), [true, true]);
});

test('what is covered in one conversation is not in another, and nothing of nobody is', () => {
  hideAll(talk('one', false));
  assert.deepEqual(covered(talk('other', false)), [false]);
  hideNewest(talk('silent'));
  hideNewest(talk('own', true));
});
