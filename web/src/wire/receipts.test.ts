import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONFIRMED_WITHIN_MS as LONG, Receipts } from './receipts.ts';

/** Message 1 of ours, number 5 of the conversation, delivered at 0 as the server says. */
function delivered(): Receipts {
  const receipts = new Receipts();
  receipts.said(1, 'a');
  receipts.accepted('a', 5, 0);
  receipts.delivered(5, 0);
  return receipts;
}

test('what was delivered and not confirmed for long is doubted once', () => {
  const receipts = delivered();

  assert.equal(receipts.overdue(LONG - 1), null);
  assert.equal(receipts.overdue(LONG), 5);
  assert.equal(receipts.overdue(2 * LONG), null);
});

test('what nobody has opened yet is no reason for doubt', () => {
  const receipts = new Receipts();
  receipts.said(1, 'a');
  receipts.accepted('a', 5, 0);
  receipts.delivered(4, 0);

  assert.equal(receipts.overdue(LONG), null);
});

test('what was opened before its answer came counts from the answer', () => {
  const receipts = new Receipts();
  receipts.said(1, 'a');
  receipts.delivered(5, 0);
  receipts.accepted('a', 5, 10);

  assert.equal(receipts.overdue(LONG), null);
  assert.equal(receipts.overdue(LONG + 10), 5);
});

test('a confirmed message is never doubted, and ends a doubt', () => {
  const receipts = delivered();
  assert.equal(receipts.confirmed(1), false);
  assert.equal(receipts.overdue(LONG), null);

  const doubted = delivered();
  doubted.overdue(LONG);
  assert.equal(doubted.confirmed(0), false);
  assert.equal(doubted.confirmed(1), true);
});

test('after a doubt has ended there may be another', () => {
  const receipts = delivered();
  receipts.overdue(LONG);
  receipts.confirmed(1);
  receipts.said(2, 'b');
  receipts.accepted('b', 6, LONG);
  receipts.delivered(6, LONG);

  assert.equal(receipts.overdue(2 * LONG), 6);
});

test('while our own line was down nothing could be confirmed', () => {
  const receipts = delivered();
  receipts.again(LONG);

  assert.equal(receipts.overdue(LONG), null);
  assert.equal(receipts.overdue(2 * LONG), 5);
});
