import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOrder, nameOf, type Offer, spanOf, titleOf } from './releases.ts';

const offer = (codebook: string, ...years: string[]): Offer => ({
  codebook,
  years,
  made_up: false,
  replaces: null,
});

test('years in a row are named by the first and the last', () => {
  assert.equal(spanOf(['2026']), '2026');
  assert.equal(spanOf(['2024', '2025', '2026']), '2024-2026');
});

test('a version is named only where two of them offer the same years', () => {
  const [one, two, other] = [offer('a', '2026'), offer('b', '2026'), offer('b', '2025')] as const;
  const all = [one, two, other];
  assert.deepEqual(
    all.map((each) => nameOf(each, all, 'afterwards')),
    ['2026, a', '2026, b', '2025'],
  );
});

test('what was never released is offered before what would be released again', () => {
  const again = { ...offer('a', '2026'), replaces: 1 };
  assert.deepEqual(inOrder([again, offer('a', '2025')]), [offer('a', '2025'), again]);
});

test('what visitors said afterwards is told from what was tagged', () => {
  const [tags, said] = [offer('thb-nl-1.0.0', '2026'), offer('closing-1.0.0', '2026')] as const;
  assert.deepEqual(
    [tags, said].map((each) => nameOf(each, [tags, said], 'afterwards')),
    ['2026', '2026, afterwards'],
  );
  assert.equal(titleOf({ years: ['2025', '2026'] }, 'afterwards'), '2025-2026');
});
