import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { arriving, because, hired, letIn, NOW, reloaded, talking, threesome } from './testing.ts';
import { VisitorConversation } from './visitor.ts';
import { wordList } from './wordlist.ts';

const root = join(process.env['VECTORS'] ?? '', '..', '..');

test('there are 512 words, the same in both languages', () => {
  const list = wordList();
  const theirs = readFileSync(join(root, 'chatserver/crypto/hl1/wordlist.txt'), 'utf8');
  assert.deepEqual(list, theirs.trim().split('\n'));
  assert.deepEqual([list.length, new Set(list).size], [512, 512]);
  assert.ok(list.every((word) => /^[a-z]{4,8}$/.test(word)));
});

test('no two words differ by one letter', () => {
  const without = new Map<string, string>();
  for (const word of wordList()) {
    const forms = [word];
    for (let at = 0; at < word.length; at += 1) {
      forms.push(
        `${word.slice(0, at)}?${word.slice(at + 1)}`,
        word.slice(0, at) + word.slice(at + 1),
      );
    }
    for (const form of new Set(forms)) {
      const other = without.get(form);
      // Two ways of leaving out one letter may meet only if a letter was left out of each, at another place.
      if (form.includes('?') || form === word) assert.equal(other, undefined, `${word}, ${other}`);
      without.set(form, word);
    }
  }
});

test('both sides see the same four words', async () => {
  const { visitor, party } = await talking();
  const words = await visitor.words(1, wordList);
  assert.equal(words.length, 4);
  assert.deepEqual(await party.words(wordList), words);
});

test('words are of one offer and of one record', async () => {
  const { visitor, sam, noor } = await threesome();
  const [withSam, withNoor] = [await visitor.words(1, wordList), await visitor.words(2, wordList)];
  assert.notDeepEqual(withSam, withNoor);
  assert.deepEqual([await sam.words(wordList), await noor.words(wordList)], [withSam, withNoor]);

  const mila = await arriving(visitor, await hired('Mila'));
  await letIn(visitor, mila, [sam, noor]);
  const later = await visitor.words(1, wordList);
  assert.notDeepEqual(later, withSam);
  assert.deepEqual(await sam.words(wordList), later);
});

test('a reloaded visitor sees the same words once the record has come back', async () => {
  const { visitor, party, granted } = await talking();
  const again = await reloaded(visitor);
  await assert.rejects(again.words(1, wordList), because('refused'));
  await again.open(granted.record);
  assert.deepEqual(await again.words(1, wordList), await party.words(wordList));
});

test('there are no words with nobody', async () => {
  const { visitor } = await talking();
  for (const member of [0, 2])
    await assert.rejects(visitor.words(member, wordList), because('refused'));
  const alone = await VisitorConversation.begin();
  await assert.rejects(alone.words(1, wordList), because('refused'));
  const party = await arriving(alone);
  await assert.rejects(party.words(wordList), because('refused'));
  await visitor.remove([1], NOW);
  await assert.rejects(visitor.words(1, wordList), because('refused'));
});
