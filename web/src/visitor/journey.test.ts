import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, beginning, type Entry, isUnderWay, type Journey, type Step } from './journey.ts';

const sanne = { name: 'Sanne', role: 'professional', isBack: false, mayReadBack: false } as const;
const noor = { name: 'Noor', role: 'supervisor', isBack: false, mayReadBack: true } as const;
const hello: Entry = {
  kind: 'theirs',
  isCard: false,
  id: 'm-2',
  text: 'Hoi',
  at: 0,
  seq: 2,
  name: 'Sanne',
};

function go(...steps: Step[]): Journey {
  return steps.reduce(after, beginning);
}

const waiting: Step[] = [{ type: 'started' }, { type: 'waiting', position: 2 }];
const called: Step[] = [...waiting, { type: 'called', caller: sanne }];
const talking: Step[] = [...called, { type: 'admitting' }, { type: 'admitted', readers: [sanne] }];

test('from the first screen to a conversation', () => {
  assert.equal(go().stage, 'start');
  assert.equal(go({ type: 'started' }).position, null);
  assert.equal(go(...waiting).stage, 'waiting');
  assert.equal(go(...waiting).position, 2);
  assert.equal(go(...called).stage, 'called');
  assert.deepEqual(go(...called).caller, sanne);
  assert.deepEqual(go(...called).readers, []);
  assert.equal(go(...talking).stage, 'conversation');
  assert.deepEqual(go(...talking).readers, [sanne]);
  assert.equal(go(...talking).caller, null);
});

test('what the server cannot take now is held back, and told until something is accepted again', () => {
  const full: Step[] = [
    ...talking,
    { type: 'said', id: 'a', text: 'Hoi', at: 0 },
    { type: 'held back' },
  ];

  assert.equal(go(...talking).isHeldBack, false);
  assert.equal(go(...full).isHeldBack, true);
  assert.equal(go(...full, { type: 'accepted', id: 'a', seq: 1 }).isHeldBack, false);
  assert.equal(go(...full, { type: 'line', state: 'lost' }).isHeldBack, false);
});

test('one tap lets somebody in once', () => {
  assert.equal(go(...called, { type: 'admitting' }).isBusy, true);
  assert.equal(go(...talking).isBusy, false);
  assert.equal(go(...waiting, { type: 'admitting' }).isBusy, false);
});

test('who withdraws before being let in leaves the visitor waiting, and told', () => {
  const journey = go(...called, { type: 'admitting' }, { type: 'withdrawn', id: 'w' });

  assert.equal(journey.stage, 'waiting');
  assert.equal(journey.caller, null);
  assert.deepEqual(journey.entries, [
    { kind: 'note', id: 'w', note: 'withdrawn', name: '', seq: 0 },
  ]);
});

test('back in the line after a conversation keeps the messages and says why', () => {
  const journey = go(...talking, { type: 'heard', entry: hello }, { type: 'waiting', position: 1 });

  assert.equal(journey.stage, 'waiting');
  assert.deepEqual(journey.readers, []);
  assert.equal(journey.entries.length, 2);
  assert.equal(journey.entries[1]?.kind === 'note' && journey.entries[1].note, 'backInLine');
});

test('what is said of the wait is of the newest place', () => {
  const expected = { low: 5, high: 15 };
  const told = go(...waiting, { type: 'waiting', position: 1, expected });

  assert.deepEqual(told.expected, expected);
  assert.equal(after(told, { type: 'waiting', position: 1 }).expected, null);
  assert.equal(go(...waiting).expected, null);
});

test('a changed position is not a reason to say anything', () => {
  const journey = go(...waiting, { type: 'waiting', position: 1 });

  assert.equal(journey.position, 1);
  assert.deepEqual(journey.entries, []);
});

test('an own message is sending, sent, delivered, read, and never goes back', () => {
  const said: Step[] = [...talking, { type: 'said', id: 'a', text: 'ja', at: 7 }];
  const state = (...more: Step[]) => {
    const entry = go(...said, ...more).entries[0];
    return entry?.kind === 'mine' ? entry.state : null;
  };
  const accepted: Step = { type: 'accepted', id: 'a', seq: 3 };

  assert.equal(state(), 'sending');
  assert.equal(state(accepted), 'sent');
  assert.equal(state(accepted, { type: 'delivered', seq: 2 }), 'sent');
  assert.equal(state(accepted, { type: 'delivered', seq: 3 }), 'delivered');
  assert.equal(state({ type: 'delivered', seq: 3 }, accepted), 'delivered');
  assert.equal(state(accepted, { type: 'read', seq: 3 }), 'read');
  assert.equal(state({ type: 'read', seq: 3 }, accepted), 'read');
  assert.equal(state(accepted, { type: 'read', seq: 3 }, { type: 'delivered', seq: 3 }), 'read');
  assert.equal(
    state({ type: 'delivered', seq: 3 }, { type: 'delivered', seq: 1 }, accepted),
    'delivered',
  );
  assert.equal(state({ type: 'not sent', id: 'a' }), 'failed');
});

test('a message that is replayed is shown once', () => {
  const journey = go(...talking, { type: 'heard', entry: hello }, { type: 'heard', entry: hello });

  assert.deepEqual(journey.entries, [hello]);
});

test('messages that cross on the way stand in the order of the server, on both sides', () => {
  const texts = (...more: Step[]) =>
    go(...talking, ...more).entries.map((entry) =>
      entry.kind === 'note' ? entry.note : entry.text,
    );
  const crossed: Step[] = [
    { type: 'said', id: 'a', text: 'ben je daar?', at: 0 },
    { type: 'said', id: 'b', text: 'hallo?', at: 0 },
    { type: 'heard', entry: hello },
  ];
  const accepted: Step[] = [
    { type: 'accepted', id: 'a', seq: 3 },
    { type: 'accepted', id: 'b', seq: 4 },
  ];

  assert.deepEqual(texts(...crossed), ['Hoi', 'ben je daar?', 'hallo?']);
  assert.deepEqual(texts(...crossed, ...accepted), ['Hoi', 'ben je daar?', 'hallo?']);
  assert.deepEqual(
    texts(...crossed.slice(0, 2), { type: 'accepted', id: 'a', seq: 1 }, ...crossed.slice(2)),
    ['ben je daar?', 'Hoi', 'hallo?'],
  );
});

test('a message that was not taken stays where it was written', () => {
  const journey = go(
    ...talking,
    { type: 'said', id: 'a', text: 'ja', at: 7 },
    { type: 'not sent', id: 'a' },
    { type: 'heard', entry: hello },
  );

  assert.deepEqual(
    journey.entries.map(({ id }) => id),
    ['a', 'm-2'],
  );
});

test('a note about a message stands before it', () => {
  const note: Entry = { kind: 'note', id: 'missing-2', note: 'missing', name: 'Sanne', seq: 2 };
  const journey = go(
    ...talking,
    { type: 'said', id: 'a', text: 'ja', at: 7 },
    { type: 'heard', entry: note },
    { type: 'heard', entry: hello },
    { type: 'accepted', id: 'a', seq: 3 },
  );

  assert.deepEqual(
    journey.entries.map(({ id }) => id),
    ['missing-2', 'm-2', 'a'],
  );
});

test('an own message from before a reload gets its marks too', () => {
  const mine: Entry = { kind: 'mine', id: 'm-1', text: 'ja', at: 0, seq: 1, state: 'sent' };
  const journey = go(
    { type: 'resumed' },
    { type: 'delivered', seq: 1 },
    { type: 'heard', entry: mine },
  );

  assert.deepEqual(journey.entries, [{ ...mine, state: 'delivered' }]);
});

test('a new attempt does not take the banner away; the line does', () => {
  const lost: Step[] = [
    ...talking,
    { type: 'line', state: 'open' },
    { type: 'line', state: 'lost' },
    { type: 'line', state: 'connecting' },
  ];

  assert.equal(go(...lost).line, 'lost');
  assert.equal(go(...lost, { type: 'line', state: 'open' }).line, 'open');
});

test('nothing of a conversation outlives its end, whatever ended it', () => {
  const spoken: Step[] = [...talking, { type: 'heard', entry: hello }];
  const endings: Step[] = [
    { type: 'ended', reason: 'done' },
    { type: 'ended', reason: 'left' },
    { type: 'gone' },
    { type: 'turned away' },
    { type: 'stopped', stage: 'refused' },
    { type: 'stopped', stage: 'elsewhere' },
    { type: 'started' },
  ];

  for (const ending of endings) {
    const journey = go(...spoken, ending);
    assert.deepEqual(journey.entries, [], ending.type);
    assert.deepEqual(journey.readers, [], ending.type);
    assert.equal(journey.caller, null, ending.type);
  }
});

test('only who talked with a professional is asked how it was', () => {
  const mine: Step = { type: 'said', id: 'm', text: 'hoi', at: 0 };
  const theirs: Step = { type: 'heard', entry: hello };
  const asked = (...said: Step[]) =>
    go(...talking, ...said, { type: 'ended', reason: 'left' }).hasTalked;

  assert.deepEqual(
    [asked(), asked(mine), asked(theirs), asked(mine, theirs)],
    [false, false, false, true],
  );
  assert.equal(
    go(...talking, mine, theirs, { type: 'ended', reason: 'done' }, { type: 'started' }).hasTalked,
    false,
  );
});

test('who stood in line until nobody came is told so, and who had just come is not', () => {
  assert.equal(go({ type: 'started' }, { type: 'turned away' }).stage, 'start');
  assert.equal(go({ type: 'started' }, { type: 'turned away' }).hasWaited, false);
  assert.equal(go(...waiting, { type: 'turned away' }).hasWaited, true);
  assert.equal(go(...waiting, { type: 'turned away' }, { type: 'started' }).hasWaited, false);
});

test('what comes late changes nothing', () => {
  const ended: Step[] = [...talking, { type: 'ended', reason: 'done' }];
  const late: Step[] = [
    { type: 'heard', entry: hello },
    { type: 'called', caller: sanne },
    { type: 'waiting', position: 1 },
    { type: 'said', id: 'a', text: 'ja', at: 0 },
    { type: 'line', state: 'lost' },
    { type: 'admitted', readers: [sanne] },
  ];

  for (const step of late) assert.deepEqual(go(...ended, step), go(...ended), step.type);
});

test('a conversation that no longer exists leads to the first screen, and is explained', () => {
  const journey = go({ type: 'resumed' }, { type: 'gone' });

  assert.equal(journey.stage, 'start');
  assert.equal(journey.wasGone, true);
});

test('who wants to join asks above the conversation, which goes on', () => {
  const journey = go(...talking, { type: 'called', caller: noor }, { type: 'heard', entry: hello });

  assert.equal(journey.stage, 'conversation');
  assert.deepEqual(journey.caller, noor);
  assert.deepEqual(journey.readers, [sanne]);
  assert.equal(after(journey, { type: 'admitting' }).isBusy, true);
  assert.equal(after(journey, { type: 'nobody at the door' }).caller, null);
});

test('left with nobody, the visitor keeps the messages and stands in line', () => {
  const journey = go(...talking, { type: 'heard', entry: hello }, { type: 'alone' });

  assert.deepEqual(journey.readers, []);
  assert.equal(journey.entries.length, 1);
  assert.equal(after(journey, { type: 'waiting', position: 1 }).stage, 'waiting');
});

test('that the end is near is told until the conversation is over', () => {
  const near: Step[] = [...talking, { type: 'ends', minutes: 15 }];

  assert.equal(go(...talking).endsIn, null);
  assert.equal(go(...near, { type: 'ends', minutes: 5 }).endsIn, 5);
  assert.equal(go(...near, { type: 'ended', reason: 'time' }).endsIn, null);
});

test('who did not answer is asked whether they are there, and nobody is said to have withdrawn', () => {
  const unanswered: Step[] = [
    ...called,
    { type: 'withdrawn', id: 'w' },
    { type: 'waiting', position: 1, isReady: false },
  ];

  assert.equal(go(...unanswered).isReady, false);
  assert.deepEqual(go(...unanswered).entries, []);
  assert.equal(go(...unanswered, { type: 'waiting', position: 1 }).isReady, true);
});

test('what the organisation asks comes before the line, and is no conversation to lose', () => {
  const asked = after(beginning, { type: 'asked first' });

  assert.equal(asked.stage, 'questions');
  assert.equal(isUnderWay(asked.stage), false);
  assert.equal(after(asked, { type: 'alone' }), asked);
  assert.equal(after(asked, { type: 'started' }).stage, 'waiting');
});
