import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isShown, shownTickets } from './columns.ts';
import { after, type Desk } from './desk.ts';
import { askedBefore, unansweredSince } from './held.ts';
import type { Step } from './step.ts';
import { accepted, desk, ended, held, opened, untagged, wrote } from './testing-desk.ts';

const of = (...names: readonly string[]) => names.map((name) => `ticket of ${name}`);
const select = (name: string) => ({ type: 'select', ticket: `ticket of ${name}` }) as const;
const width = (places: number) => ({ type: 'places', places }) as const;

const THREE = [held('a'), held('b'), held('c')] as const;

function unread(at: Desk): readonly number[] {
  return at.conversations.map((each) => each.unread);
}

test('a small screen shows the one that was chosen', () => {
  assert.deepEqual(shownTickets(desk(...THREE)), of('a'));
  assert.deepEqual(shownTickets(desk(...THREE, select('c'))), of('c'));
});

test('a wide screen shows as many as stand beside each other on it, in the order of the list', () => {
  assert.deepEqual(shownTickets(desk(width(3), ...THREE, select('c'))), of('a', 'b', 'c'));
  assert.deepEqual(shownTickets(desk(width(2), held('a'))), of('a'));
});

test('who is looked at takes the place of who was not looked at for longest', () => {
  const at = desk(width(2), ...THREE, select('b'), select('c'));
  assert.deepEqual(shownTickets(at), of('b', 'c'));
  assert.deepEqual(shownTickets(after(at, select('a'))), of('a', 'c'));
});

test('the form of the one that ended needs the place of two, and only while one is at it', () => {
  const over = [ended('a', 'left'), untagged(...of('a'))] as const;
  const two = desk(width(2), held('a'), held('b'), select('b'), ...over);
  assert.deepEqual(shownTickets(two), of('a', 'b'));
  assert.deepEqual(shownTickets(after(two, select('a'))), of('a'));
  const three = desk(width(3), ...THREE, select('b'), ...over, select('a'));
  assert.deepEqual(shownTickets(three), of('a', 'b'));
});

test('a tag that waits since before a reload is nothing to show beside a conversation', () => {
  const at = desk(width(3), held('a'), untagged(...of('gone')));
  assert.deepEqual(shownTickets(at), of('a'));
  assert.deepEqual(shownTickets(after(at, select('gone'))), of('a', 'gone'));
});

test('what comes in beside is not unread; what comes in elsewhere is', () => {
  const at = desk(width(2), ...THREE, select('b'), opened('a', 1), opened('b', 1), opened('c', 1));
  assert.equal(isShown(at, 'ticket of c'), false);
  assert.deepEqual(unread(at), [0, 0, 1]);
});

test('what comes onto the screen by itself has been seen', () => {
  const at = desk(width(2), ...THREE, select('b'), opened('c', 1));
  assert.deepEqual(unread(after(at, width(3))), [0, 0, 0]);
  assert.deepEqual(unread(after(at, ended('a', 'passed'))), [0, 0]);
});

test('what ended beside another stays until it is closed, and one goes on at the other', () => {
  const over = [ended('a', 'left'), untagged()] as const;
  const at = desk(width(2), held('a'), held('b'), select('a'), ...over, select('b'));
  assert.deepEqual(shownTickets(at), of('a', 'b'));
  const closed = after(at, { type: 'close', ticket: 'ticket of a' });
  assert.deepEqual(shownTickets(closed), of('b'));
  assert.equal(closed.selected, 'ticket of b');
});

test('closing the one that one works at brings up another', () => {
  const at = desk(width(2), held('a'), held('b'), ended('a', 'left'), untagged());
  const closed = after(at, { type: 'close', ticket: 'ticket of a' });
  assert.equal(closed.selected, 'ticket of b');
});

test('what is no more cannot be chosen', () => {
  const at = desk(held('a'));
  assert.equal(after(at, select('gone')).selected, 'ticket of a');
});

test('each conversation keeps what is being written in it', () => {
  const draft = (cid: string, text: string) => ({ type: 'draft', cid, text }) as const;
  const at = desk(width(2), held('a'), held('b'), draft('a', 'een'), draft('b', 'twee'));
  const back = [select('b'), select('a'), width(1), width(2)].reduce(after, at);
  assert.deepEqual(
    back.conversations.map(({ draft: text }) => text),
    ['een', 'twee'],
  );
});

test('a visitor waits since the oldest text that nobody has answered', () => {
  const since = (...steps: readonly Step[]) => {
    const [one] = desk(held('a'), { type: 'admitted', cid: 'a' }, ...steps).conversations;
    return one && unansweredSince(one);
  };
  assert.equal(since(), null);
  assert.equal(since(opened('a', 1, { at: 100 }), opened('a', 2, { at: 105 })), 100);
  assert.equal(since(opened('a', 1, { at: 100 }), wrote('a', 'r'), accepted('a', 'r', 2)), null);
  const again = opened('a', 3, { at: 110 });
  assert.equal(since(opened('a', 1), wrote('a', 'r'), accepted('a', 'r', 2), again), 110);
  assert.equal(since({ ...opened('a', 1), author: 'Noor' } as Step), null);
  assert.equal(since(opened('a', 1, { at: 100 }), ended('a', 'left')), null);
});

test('what was asked before the conversation is known in every language by its first line', () => {
  const told = (text: string, more: readonly Step[] = []) =>
    askedBefore(desk(held('a'), ...more, opened('a', 5, { text })).conversations[0]?.items ?? []);
  assert.equal(
    told('Vooraf gevraagd:\nVoor wie? Voor mezelf\nBen je veilig? Ja'),
    'Voor wie? Voor mezelf\nBen je veilig? Ja',
  );
  assert.equal(told('预先询问：\n为谁？'), '为谁？');
  assert.equal(told('hoi'), null);
  assert.equal(told('hoi\nis daar iemand?'), null);
  assert.equal(told('Vooraf gevraagd:\nVoor wie?', [opened('a', 1)]), null);
  assert.equal(told('Vooraf gevraagd:\nVoor wie?', [wrote('a', 'r'), accepted('a', 'r', 1)]), null);
});
