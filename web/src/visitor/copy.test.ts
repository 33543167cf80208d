import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Copy } from './copy.ts';

const say = (ref: string) => ({ type: 'say', ref, epoch: 1, sealed: `sealed ${ref}` }) as const;
const grant = (place: string, epoch: number) =>
  ({ type: 'grant', place, epoch, grant: `grant ${epoch}` }) as const;

test('what came is given back in its order, as much at once as fits into a frame', () => {
  const copy = new Copy();
  for (let seq = 100; seq > 0; seq -= 1) copy.came(seq, `sealed ${seq}`);

  const first = copy.after(0, 100);
  assert.equal(first.length, 45);
  assert.equal(first[0], 'sealed 1');
  assert.deepEqual(copy.after(90, 100).length, 10);
  assert.deepEqual(copy.after(100, 100), []);
});

test('the largest messages go one by one', () => {
  const copy = new Copy();
  const large = 'x'.repeat(21_900);
  for (const seq of [1, 2]) copy.came(seq, large);

  assert.deepEqual(copy.after(0, 2), [large]);
  assert.deepEqual(copy.after(1, 2), [large]);
});

test('what the server had above what is given back is said again, if it was ours', () => {
  const copy = new Copy();
  copy.accepted(1, say('a'));
  copy.came(2, 'theirs');
  copy.accepted(5, say('c'));
  copy.accepted(4, say('b'));

  assert.deepEqual(copy.rewind(2), [say('b'), say('c')]);
  copy.accepted(3, say('b'));
  assert.deepEqual(copy.after(0, 3), ['sealed a', 'theirs', 'sealed b']);
  assert.deepEqual(copy.rewind(3), []);
});

test('grants of the newest epoch are kept, one for each place', () => {
  const copy = new Copy();
  copy.granted(grant('p', 1));
  copy.granted(grant('p', 2));
  copy.granted(grant('q', 2));
  copy.granted(grant('p', 2));

  assert.deepEqual(copy.newestGrants, [grant('q', 2), grant('p', 2)]);
});

test('a conversation that is too long is not kept in part', () => {
  const many = new Copy();
  for (let seq = 1; seq <= 1500; seq += 1) many.came(seq, 'x');
  assert.ok(many.isWhole);
  many.came(1501, 'x');
  assert.ok(!many.isWhole);

  const large = new Copy();
  for (let seq = 1; seq <= 70; seq += 1) large.came(seq, 'x'.repeat(22_000));
  assert.ok(!large.isWhole);
  large.clear();
  assert.ok(large.isWhole);
});
