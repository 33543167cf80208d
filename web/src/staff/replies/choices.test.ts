import { phrasebook } from 'phrasebook:';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf, fitting, phrasesOf, type Reply } from './choices.ts';

const title = { nl: 'Titel', en: 'Title' };
const REPLIES: readonly Reply[] = [
  { key: 'dag', category: 'end', title, text: { nl: 'Dag!', en: 'Bye!' } },
  {
    key: 'hallo',
    category: 'begin',
    title: { nl: 'Begroeten', en: 'Greeting' },
    text: { nl: 'Hallo daar', en: 'Hello there', ar: 'مرحبا' },
  },
  { key: 'hal', category: 'safety', title, text: { nl: 'Wie is er in de hal?', en: 'Who?' } },
];
const keys = (sought: string) =>
  fitting(choicesOf(REPLIES, { visitor: 'nl', own: 'nl' }), sought).map(({ key }) => key);

test('a reply is in the language of the visitor, with one’s own beside it', () => {
  const [hello] = choicesOf(REPLIES, { visitor: 'ar', own: 'en' });

  assert.deepEqual(hello, {
    key: 'hallo',
    group: 'begin',
    title: 'Greeting',
    text: 'مرحبا',
    language: 'ar',
    beside: 'Hello there',
  });
});

test('where there is none in that language it says which one it is instead', () => {
  const [, , bye] = choicesOf(REPLIES, { visitor: 'ar', own: 'nl' });

  assert.deepEqual([bye?.text, bye?.language, bye?.beside], ['Bye!', 'en', 'Dag!']);
});

test('what the visitor can read comes first', () => {
  const polish: Reply = { key: 'pa', category: 'end', title, text: { nl: 'x', en: 'x', pl: 'Pa' } };

  const [first] = choicesOf([...REPLIES, polish], { visitor: 'pl', own: 'nl' });

  assert.equal(first?.key, 'pa');
});

test('nothing stands beside what one reads oneself', () => {
  const all = choicesOf(REPLIES, { visitor: 'nl', own: 'nl' });

  assert.deepEqual(new Set(all.map(({ beside }) => beside)), new Set([null]));
});

test('replies are in the order of a conversation', () => {
  assert.deepEqual(keys(''), ['hallo', 'hal', 'dag']);
});

test('a key that begins so comes first, then every word anywhere', () => {
  assert.deepEqual(keys('hal'), ['hallo', 'hal']);
  assert.deepEqual(keys('DÁG'), ['dag']);
  assert.deepEqual(keys('daar begroet'), ['hallo']);
  assert.deepEqual(keys('  '), ['hallo', 'hal', 'dag']);
  assert.deepEqual(keys('kanarie'), []);
});

test('a language with the name of something every object has is none', () => {
  const [hello] = choicesOf(REPLIES, { visitor: 'constructor', own: 'nl' });

  assert.equal(hello?.language, 'en');
});

test('a phrase is in the language of the visitor, with one’s own beside it', () => {
  const phrases = phrasesOf(phrasebook, { visitor: 'ar', own: 'nl' });

  const danger = phrases.find(({ key }) => key === 'safety.danger');
  assert.deepEqual(danger, {
    key: 'safety.danger',
    group: 'safety',
    title: '',
    text: 'هل أنت في خطر الآن؟',
    language: 'ar',
    beside: 'Ben je nu in gevaar?',
  });
  assert.deepEqual(
    fitting(phrases, 'nu gevaar').map(({ key }) => key),
    ['safety.danger'],
  );
});

test('a language that the book has not is English', () => {
  const [hello] = phrasesOf(phrasebook, { visitor: 'xx', own: 'en' });

  assert.deepEqual([hello?.language, hello?.beside], ['en', null]);
});
