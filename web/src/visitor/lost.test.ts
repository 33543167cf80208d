// What the visitor sees after a loss of ours; where it goes from there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, beginning, type Journey, type Step } from './journey.ts';

const MARIA = { name: 'Maria', role: 'professional' } as const;
const steps = (...all: readonly Step[]): Journey => all.reduce(after, beginning);

const talking: readonly Step[] = [
  { type: 'started' },
  { type: 'called', caller: { ...MARIA, isBack: false, mayReadBack: false } },
  { type: 'admitted', readers: [MARIA] },
  { type: 'said', id: 'a', text: 'hoi', at: 1 },
  { type: 'accepted', id: 'a', seq: 1 },
];

test('a lost conversation did not end, and is whole again when it goes on', () => {
  const lost = steps(...talking, { type: 'still', minutes: 3 }, { type: 'lost', wayBack: 'on' });
  assert.equal(lost.stage, 'lost');
  assert.equal(lost.still, null);

  const back = after(lost, { type: 'returning' });
  assert.equal(back.stage, 'conversation');
  assert.deepEqual(back.entries, steps(...talking).entries);
  assert.deepEqual(back.readers, [MARIA]);
});

test('without the professional it goes on in the line, and says why', () => {
  const waits = [...talking, { type: 'lost', wayBack: 'on' }, { type: 'returning' }] as const;
  const line = steps(...waits, { type: 'waiting', position: 1 });

  assert.equal(line.stage, 'waiting');
  assert.deepEqual(
    line.entries.map((entry) => (entry.kind === 'note' ? entry.note : entry.text)),
    ['hoi', 'backInLine'],
  );
});

test('who only waited goes on waiting', () => {
  const back = steps({ type: 'started' }, { type: 'lost', wayBack: 'on' }, { type: 'returning' });
  assert.equal(back.stage, 'waiting');
  assert.equal(back.position, null);
});

test('what cannot come back leaves nothing on the page', () => {
  for (const wayBack of ['line', 'none'] as const) {
    const lost = steps(...talking, { type: 'lost', wayBack });
    assert.equal(lost.stage, 'lost');
    assert.deepEqual(lost.entries, []);
    assert.equal(after(lost, { type: 'returning' }), lost);
  }
});

test('an accepted message that is accepted again under another number moves there', () => {
  const again = steps(
    ...talking,
    { type: 'said', id: 'b', text: 'ja', at: 1 },
    { type: 'accepted', id: 'b', seq: 5 },
    { type: 'lost', wayBack: 'on' },
    { type: 'returning' },
    { type: 'accepted', id: 'b', seq: 2 },
  );
  assert.deepEqual(
    again.entries.map(({ seq }) => seq),
    [1, 2],
  );
});
