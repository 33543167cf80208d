import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToStaff } from '../wire/frames.ts';
import { after } from './desk.ts';
import { everyTicket } from './selection.ts';
import type { Step } from './step.ts';
import {
  accepted,
  desk,
  ended,
  frame,
  held,
  opened,
  refused,
  texts,
  untagged,
  wrote,
} from './testing-desk.ts';
import { stateOf } from './transcript.ts';

test('the visitor who was just taken is the one on the screen', () => {
  const at = desk(held('a'), { type: 'taking', ref: 'r' }, held('b', { ref: 'r' }));

  assert.equal(at.selected, 'ticket of b');
  assert.equal(at.taking, null);
});

test('a conversation found again by hello does not push itself forward', () => {
  assert.equal(desk(held('a'), held('b')).selected, 'ticket of a');
});

test('a conversation knocks until the visitor has let us in', () => {
  assert.equal(desk(held('a')).conversations[0]?.phase, 'knocking');
  assert.equal(desk(held('a'), { type: 'admitted', cid: 'a' }).conversations[0]?.phase, 'open');
});

test('held again after a lost line changes nothing that is on the screen', () => {
  const at = desk(
    held('a'),
    { type: 'admitted', cid: 'a' },
    opened('a', 1),
    held('a', { last: 1 }),
  );

  assert.equal(at.conversations.length, 1);
  assert.equal(at.conversations[0]?.phase, 'open');
  assert.deepEqual(texts(at, 'a'), ['text 1']);
});

test('a message is shown once, however often it is replayed', () => {
  assert.deepEqual(texts(desk(held('a'), opened('a', 1), opened('a', 1)), 'a'), ['text 1']);
});

test('a message that comes twice is shown once, and that is said once', () => {
  const again = { marks: ['repeated'] } as const;
  const at = desk(held('a'), opened('a', 1), opened('a', 2, again), opened('a', 3, again));

  assert.deepEqual(texts(at, 'a'), ['text 1', 'repeated']);
});

test('what the order check found is said before the message', () => {
  const at = desk(held('a'), opened('a', 3, { marks: ['missing'] }));

  assert.deepEqual(texts(at, 'a'), ['missing', 'text 3']);
});

test('an own message goes from sending to sent, delivered and read', () => {
  const states = [
    desk(held('a'), wrote('a', 'r')),
    desk(held('a'), wrote('a', 'r'), accepted('a', 'r', 1)),
    desk(
      held('a'),
      wrote('a', 'r'),
      accepted('a', 'r', 1),
      frame({ type: 'delivered', cid: 'a', seq: 1 }),
    ),
    // The word that it arrived may have been lost with the line.
    desk(
      held('a'),
      wrote('a', 'r'),
      accepted('a', 'r', 1),
      frame({ type: 'read', cid: 'a', seq: 1 }),
      frame({ type: 'read', cid: 'a', seq: 0 }),
    ),
  ].map((at) => {
    const conversation = at.conversations[0];
    const item = conversation?.items[0];
    assert.ok(conversation && item?.kind === 'said');
    return stateOf(item, { ...conversation, hasEnded: false });
  });

  assert.deepEqual(states, ['sending', 'sent', 'delivered', 'read']);
});

test('own and other messages stand in the order of the vault', () => {
  const at = desk(
    held('a'),
    wrote('a', 'r'),
    accepted('a', 'r', 2),
    opened('a', 1),
    wrote('a', 's'),
  );

  assert.deepEqual(texts(at, 'a'), ['text 1', 'said r', 'said s']);
});

test('an own message of before a reload is shown as own', () => {
  const item = desk(held('a'), opened('a', 1, { mine: true })).conversations[0]?.items[0];

  assert.ok(item?.kind === 'said' && item.mine);
});

test('only what others say in a conversation one does not look at is unread', () => {
  const away = desk(held('a'), held('b'), opened('b', 1), opened('b', 2, { mine: true }));
  assert.deepEqual(
    away.conversations.map(({ unread }) => unread),
    [0, 1],
  );

  const looked = after(away, { type: 'select', ticket: 'ticket of b' });
  assert.equal(looked.conversations[1]?.unread, 0);
});

test('left and exit stay different things', () => {
  assert.equal(desk(held('a'), ended('a', 'left')).conversations[0]?.ending, 'left');
  assert.equal(desk(held('a'), ended('a', 'exit')).conversations[0]?.ending, 'exit');
});

test('what was never accepted is said to be lost at the end', () => {
  const conversation = desk(held('a'), wrote('a', 'r'), ended('a', 'exit')).conversations[0];
  const item = conversation?.items[0];

  assert.ok(item?.kind === 'said');
  assert.equal(stateOf(item, { delivered: 0, read: 0, hasEnded: true }), 'lost');
});

test('an ended conversation stays readable until it is tagged', () => {
  const before = desk(held('a'), opened('a', 1), ended('a', 'done'), untagged('ticket of a'));
  assert.deepEqual(texts(before, 'a'), ['text 1']);

  const tagged = after(before, frame({ type: 'tagged', ref: 'r', ticket: 'ticket of a' }));
  assert.deepEqual(tagged.conversations, []);
  assert.equal(tagged.selected, null);
  assert.equal(tagged.notice?.kind, 'saved');
});

test('an ended conversation without a tag to give goes when one looks away', () => {
  const at = desk(held('a'), held('b'), ended('a', 'gone'), untagged());
  assert.equal(at.selected, 'ticket of a');

  assert.deepEqual(everyTicket(after(at, { type: 'select', ticket: 'ticket of b' })), [
    'ticket of b',
  ]);
});

test('after a tag the next one to tag comes up, else who said something', () => {
  const two = desk(
    held('a'),
    held('b'),
    held('c'),
    opened('c', 1),
    ended('a', 'done'),
    untagged('ticket of a', 'of before the reload'),
  );
  const first = after(two, frame({ type: 'tagged', ref: 'r', ticket: 'ticket of a' }));
  assert.equal(first.selected, 'of before the reload');

  const second = after(first, frame({ type: 'tagged', ref: 'r', ticket: 'of before the reload' }));
  assert.equal(second.selected, 'ticket of c');
});

test('a ticket of before a reload can be tagged without its conversation', () => {
  const at = desk(untagged('old'));

  assert.deepEqual(everyTicket(at), ['old']);
  assert.equal(at.selected, 'old');
});

test('a refused take says why and lets one try again', () => {
  const at = desk({ type: 'taking', ref: 'r' }, refused('nobody', 'r'));

  assert.equal(at.taking, null);
  assert.deepEqual(at.notice, { kind: 'refused', code: 'nobody' });
});

test('a take refused for want of a tag brings that tag up', () => {
  const at = desk(
    held('a'),
    untagged('old'),
    { type: 'taking', ref: 'r' },
    refused('untagged', 'r'),
  );

  assert.equal(at.selected, 'old');
});

test('a tag that was counted meanwhile is put away with the reason', () => {
  const at = desk(
    untagged('old'),
    { type: 'saving', ref: 'r', ticket: 'old' },
    refused('counted', 'r'),
  );

  assert.deepEqual(at.untagged, []);
  assert.deepEqual(at.notice, { kind: 'refused', code: 'counted' });
});

test('answers that do not fit keep the form', () => {
  const at = desk(
    untagged('old'),
    { type: 'saving', ref: 'r', ticket: 'old' },
    refused('bad_answers', 'r'),
  );

  assert.deepEqual(at.untagged, ['old']);
  assert.equal(at.saving, null);
});

test('a lost line forgets what had no answer, and does not flicker between attempts', () => {
  const lost = desk({ type: 'taking', ref: 'r' }, { type: 'line', line: 'down' });
  assert.equal(lost.taking, null);
  assert.equal(after(lost, { type: 'line', line: 'connecting' }).line, 'down');
});

test('drafts belong to their conversation', () => {
  const at = desk(held('a'), held('b'), { type: 'draft', cid: 'b', text: 'half a sen' });

  assert.deepEqual(
    at.conversations.map(({ draft }) => draft),
    ['', 'half a sen'],
  );
});

test('a visitor is seen to write until they have said it, are gone, or nothing is heard of it', () => {
  const isWriting = (...steps: Step[]) =>
    desk(held('a'), { type: 'admitted', cid: 'a' }, frame({ type: 'writing', cid: 'a' }), ...steps)
      .conversations[0]?.isWriting;

  assert.equal(isWriting(), true);
  assert.equal(isWriting(opened('a', 1)), false);
  assert.equal(isWriting({ type: 'stopped_writing', cid: 'a' }), false);
  const gone = { type: 'presence', state: 'lost', cid: 'a', place: null } as const;
  assert.equal(isWriting(frame(gone)), false);
});

test('a message that does not open stops the composer and is said plainly', () => {
  const at = desk(held('a'), { type: 'unreadable', cid: 'a', seq: 1 });

  assert.equal(at.conversations[0]?.hasFailed, true);
  assert.deepEqual(texts(at, 'a'), ['unreadable']);
});

test('frames of a newer server change nothing', () => {
  const before = desk(held('a'));

  assert.equal(after(before, frame({ type: 'weather' } as unknown as ToStaff)), before);
});

test('that the end is near is said of the one conversation', () => {
  const at = desk(held('a'), held('b'), frame({ type: 'ends', cid: 'b', minutes: 15 }));

  assert.deepEqual(
    at.conversations.map(({ endsIn }) => endsIn),
    [null, 15],
  );
});

test('what became of a cool-down is said, also that it could not be', () => {
  for (const minutes of [10, 0]) {
    const at = desk(held('a'), frame({ type: 'cooling', cid: 'a', minutes }));

    assert.deepEqual(at.notice, { kind: 'cooling', minutes });
  }
});
