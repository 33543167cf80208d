import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardText, dialled, readCard } from './card.ts';

const HOME = { name: 'Thuis', about: 'Geweld thuis.', number: '0800-2000', hours: '' };

test('a card is said in three lines, or in four with its hours', () => {
  assert.equal(cardText(HOME), 'Thuis\nGeweld thuis.\n0800-2000');
  assert.equal(
    cardText({ ...HOME, hours: 'dag en nacht' }),
    'Thuis\nGeweld thuis.\n0800-2000\ndag en nacht',
  );
});

test('what is said is what is read', () => {
  for (const hours of ['', 'dag en nacht']) {
    assert.deepEqual(readCard(cardText({ ...HOME, hours })), { ...HOME, hours });
  }
});

test('a phone dials digits and a plus, and nothing else', () => {
  assert.equal(dialled('088-20 80 000'), '0882080000');
  assert.equal(dialled('+31 20 261 52 75'), '+31202615275');
});

for (const text of [
  '',
  '112',
  'Thuis\n0800-2000',
  '\nGeweld.\n0800-2000',
  'Thuis\n\n0800-2000',
  'Thuis\nGeweld.\nvan ons',
  'Thuis\nGeweld.\n*#06#',
  'Thuis\nGeweld.\n12',
  'Thuis\nGeweld.\n0123456789012345',
  'Thuis\nGeweld.\n0800-2000;ext=1',
  'Thuis\nGeweld.\n٠٨٠٠٢٠٠٠',
  'Thuis\nGeweld.\nmailto:0800',
  'Thuis\nGeweld.\n0800-2000\ndag\nnacht',
]) {
  test(`this is no card: ${JSON.stringify(text)}`, () => assert.equal(readCard(text), null));
}
