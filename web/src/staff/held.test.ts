import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Opened } from '../hl1/index.ts';
import type { DeviceIs } from '../wire/frames.ts';
import { after } from './desk.ts';
import { unreadIn } from './held.ts';
import { everyTicket } from './selection.ts';
import type { Step } from './step.ts';
import {
  accepted,
  ask,
  asking,
  desk,
  ended,
  frame,
  held,
  MARIA,
  NOOR,
  opened,
  record,
  row,
  texts,
  VISITOR,
  wrote,
} from './testing-desk.ts';

test('a sign of life shows nothing, unless it shows that something is missing', () => {
  const alive = (seq: number, rest: Partial<Opened> = {}) =>
    opened('a', seq, { kind: 'alive', text: '', ...rest });
  const at = desk(held('a'), held('b'), alive(1), alive(2, { marks: ['missing'] }));

  assert.deepEqual(texts(at, 'a'), ['missing']);
  assert.equal(at.conversations[0]?.unread, 0);
});

test('who can read is whoever stands in the newest record', () => {
  const at = desk(held('a'), record('a', 1, VISITOR, MARIA), record('a', 2, VISITOR, MARIA, NOOR));

  assert.deepEqual(at.conversations[0]?.members, [VISITOR, MARIA, NOOR]);
  assert.deepEqual(texts(at, 'a'), ['readers', 'readers']);
});

test('a colleague who leaves is said by name', () => {
  const left = { ...opened('a', 3, { kind: 'leave', text: '' }), author: 'Noor' } as Step;
  const at = desk(held('a'), { ...left, readers: [VISITOR, MARIA, NOOR] } as Step);
  const item = at.conversations[0]?.items[0];

  assert.ok(item?.kind === 'noted' && item.note === 'left');
  assert.deepEqual(
    item.who.map(({ name }) => name),
    ['Noor'],
  );
});

test('only the asks of others are listed', () => {
  const at = desk(held('a'), asking(row('a', 'join'), row('b', 'handover')));

  assert.deepEqual(
    at.asking.map(({ cid }) => cid),
    ['b'],
  );
});

test('an ask is asked once it is listed, and answered once it no longer is', () => {
  const asked = desk(held('a'), { type: 'asking', cid: 'a', how: 'handover' });
  assert.equal(ask(asked), 'asking');
  assert.equal(ask(after(asked, asking())), 'asking');

  const listed = after(asked, asking(row('a', 'handover')));
  assert.equal(ask(listed), 'asked');
  assert.equal(ask(after(listed, asking())), 'answered');
});

test('an ask of before a reload is found again in the list', () => {
  assert.deepEqual(desk(held('a'), asking(row('a', 'join'))).conversations[0]?.ask, {
    how: 'join',
    to: {},
    state: 'asked',
  });
});

test('a withdrawn ask was not answered, whatever list still comes in', () => {
  const at = desk(
    held('a'),
    asking(row('a', 'join')),
    { type: 'asking', cid: 'a', how: null },
    asking(row('a', 'join')),
  );
  assert.equal(ask(at), 'withdrawn');

  assert.equal(ask(after(at, asking())), undefined);
});

test('an ask that was never listed is forgotten with the line', () => {
  const at = desk(
    held('a'),
    { type: 'asking', cid: 'a', how: 'join' },
    { type: 'line', line: 'down' },
  );

  assert.equal(ask(at), undefined);
});

test('a handover waits until the colleague stands in the record, and no longer than they do', () => {
  const answered = desk(
    held('a'),
    record('a', 1, VISITOR, MARIA),
    asking(row('a', 'handover')),
    asking(),
  );
  const joined = after(answered, record('a', 2, VISITOR, MARIA, NOOR));
  assert.equal(ask(joined), 'in');

  assert.equal(ask(after(joined, record('a', 3, VISITOR, MARIA))), undefined);
});

test('somebody who was asked to join is simply in', () => {
  const at = desk(
    held('a'),
    record('a', 1, VISITOR, MARIA),
    asking(row('a', 'join')),
    asking(),
    record('a', 2, VISITOR, MARIA, NOOR),
  );

  assert.equal(ask(at), undefined);
});

test('a visitor who wants nobody else is told to who asked, and not to the guest', () => {
  const declined = frame({ type: 'refused', code: 'declined', cid: 'a' });
  const at = desk(held('a'), asking(row('a', 'join')), asking(), declined);
  assert.equal(ask(at), undefined);
  assert.deepEqual(at.notice, { kind: 'refused', code: 'declined' });

  assert.equal(desk(held('a', { guest: true }), declined).notice, null);
});

test('a conversation that goes on without us leaves the screen, and asks for no tag', () => {
  for (const reason of ['passed', 'declined', 'not_accepted', 'absent', 'unanswered'] as const) {
    const at = desk(held('a'), held('b'), ended('a', reason));

    assert.deepEqual(everyTicket(at), ['ticket of b']);
    assert.equal(at.selected, 'ticket of b');
    assert.deepEqual(at.notice, { kind: 'gone_on', reason });
  }
});

test('a guest to whom it is passed on holds it', () => {
  const guest = desk(held('a', { guest: true }));
  assert.equal(guest.conversations[0]?.isGuest, true);
  const passed = after(guest, frame({ type: 'passed', cid: 'a' }));
  assert.equal(passed.conversations[0]?.isGuest, false);

  // Or the line was down when it happened.
  assert.equal(after(guest, held('a')).conversations[0]?.isGuest, false);
});

test('the device is what the server says, and an old approval is none', () => {
  const device = (state: DeviceIs['state']) => frame({ type: 'device', state, entry: '' });
  assert.equal(desk(device('waiting')).device, 'waiting');
  assert.equal(desk(device('approved'), { type: 'expired' }).device, 'expired');
  assert.equal(desk(device('revoked'), { type: 'expired' }).device, 'revoked');
});

test('a doubt stands under its message until that is confirmed', () => {
  const doubted = desk(held('a'), wrote('a', 'r'), accepted('a', 'r', 1), opened('a', 2), {
    type: 'unconfirmed',
    cid: 'a',
    seq: 1,
  });
  assert.deepEqual(texts(doubted, 'a'), ['said r', 'unconfirmed', 'text 2']);

  const confirmed = after(doubted, { type: 'confirmed', cid: 'a' });
  assert.deepEqual(texts(confirmed, 'a'), ['said r', 'text 2']);
});

test('an answer that came too late to sit in clears the way', () => {
  const at = desk(
    { type: 'taking', ref: 'r' },
    frame({ type: 'refused', code: 'not_yours', ref: 'r', cid: 'b' }),
  );

  assert.equal(at.taking, null);
});

test('what others said is unread from where one stopped reading, in order', () => {
  const begun = held('a', { has_read: 1 });
  const said = [opened('a', 1), opened('a', 2), opened('a', 3, { mine: true }), opened('a', 4)];
  const [conversation] = desk(begun, record('a', 0, VISITOR, MARIA), ...said).conversations;
  assert.ok(conversation);

  assert.deepEqual(unreadIn(conversation), [2, 4]);
  const [later] = desk(begun, ...said, { type: 'has_read', cid: 'a', seq: 2 }).conversations;
  assert.deepEqual(later && unreadIn(later), [4]);
});

test('a server that does not ask what is read is not told', () => {
  const [conversation] = desk(held('a'), opened('a', 1)).conversations;
  assert.deepEqual(conversation && unreadIn(conversation), []);
});
