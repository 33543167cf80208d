import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Opened } from '../hl1/index.ts';
import { entriesOf } from './entries.ts';

const SAM = { id: 1, role: 'professional', name: 'Sam', key: 'k' } as const;

function opened(rest: Partial<Opened>): Opened {
  return {
    kind: 'text',
    text: 'Thuis\nGeweld.\n0800-2000',
    isCard: false,
    sender: 1,
    instance: 'i',
    seq: 1,
    epoch: 1,
    at: 2,
    mine: false,
    marks: [],
    ...rest,
  };
}

test('a card is said by who handed it, and words of the same form are words', () => {
  const [card] = entriesOf(opened({ isCard: true }), 7, [SAM]);
  const [words] = entriesOf(opened({}), 8, [SAM]);

  assert.deepEqual(card, {
    kind: 'theirs',
    id: 'm-7',
    text: 'Thuis\nGeweld.\n0800-2000',
    isCard: true,
    at: 2,
    seq: 7,
    name: 'Sam',
  });
  assert.equal(words?.kind === 'theirs' && words.isCard, false);
});
