import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Inbox } from './inbox.ts';

function taken(inbox: Inbox): readonly number[] {
  const seqs: number[] = [];
  for (let first = inbox.first(); first; first = inbox.first()) {
    seqs.push(first.seq);
    inbox.pass();
  }
  return seqs;
}

test('messages leave in order, however they came', () => {
  const inbox = new Inbox();
  inbox.put(3, { sealed: 'c' });
  inbox.put(1, { sealed: 'a' });
  assert.deepEqual(taken(inbox), [1]);

  inbox.put(2, { sealed: 'b' });
  assert.deepEqual(taken(inbox), [2, 3]);
});

test('a message that does not leave stays first', () => {
  const inbox = new Inbox();
  inbox.put(1, { sealed: 'before the grant' });

  assert.equal(inbox.first()?.seq, 1);
  assert.equal(inbox.first()?.seq, 1);
  assert.equal(inbox.cursor, 0);
});

test('a replay of what was dealt with is dropped', () => {
  const inbox = new Inbox();
  inbox.put(1, { sealed: 'a' });
  taken(inbox);
  inbox.put(1, { sealed: 'a' });

  assert.equal(inbox.first(), undefined);
  assert.equal(inbox.cursor, 1);
});

test('an own message holds its place, and its replay does not take it', () => {
  const inbox = new Inbox();
  inbox.put(2, 'own');
  inbox.put(2, { sealed: 'own, replayed' });
  inbox.put(1, { sealed: 'a' });
  inbox.pass();

  assert.deepEqual(inbox.first(), { seq: 2, arrival: 'own' });
});
