import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessages } from '../messages/rules.mjs';
import { checked, readPhrasebook } from './read.mjs';

const MESSAGES = readMessages();

const PAGES = [
  { tag: 'nl', texts: new Map([['exit', [{ value: 'Weg' }]]]) },
  { tag: 'zh-Hans', texts: new Map([['exit', [{ value: '关闭' }]]]) },
];
const NL =
  'reviewed = false\n[safe]\nleave = "Druk op {exit}."\ncall = "Bel 112."\n[end]\nbye = "Dag"\n';
const ZH = NL.replace('Dag', '再见').replace('false', '"Li, 2026-12-01"');
const book = (nl, zh) =>
  checked(
    new Map([
      ['nl', nl],
      ['zh-Hans', zh],
    ]),
    PAGES,
  );

test('every language of the page has every phrase, and none is the Dutch one', () => {
  const { groups, keys, languages } = readPhrasebook(MESSAGES);

  assert.equal(Object.keys(languages).length, MESSAGES.length);
  assert.equal(
    groups.reduce((sum, { size }) => sum + size, 0),
    keys.length,
  );
  assert.ok(keys.length >= 25);
  for (const [language, { phrases }] of Object.entries(languages)) {
    assert.equal(phrases.filter((phrase) => phrase === '').length, 0, language);
    assert.equal(new Set(phrases).size, keys.length, language);
    if (language === 'nl') continue;
    const same = phrases.filter((phrase) => languages.nl.phrases.includes(phrase));
    assert.deepEqual(same, [], language);
  }
});

test('phrases name the button as the visitor sees it', () => {
  const { languages, keys } = readPhrasebook(MESSAGES);

  const at = keys.indexOf('safety.leaveFast');
  assert.match(languages.en.phrases[at], /“Close everything now”/);
  assert.match(languages.ar.phrases[at], /إغلاق كل شيء فورًا/);
});

test('a book is read in the order of the Dutch file', () => {
  assert.deepEqual(book(NL, ZH), {
    groups: [
      { id: 'safe', size: 2 },
      { id: 'end', size: 1 },
    ],
    keys: ['safe.leave', 'safe.call', 'end.bye'],
    languages: {
      nl: { reviewed: false, phrases: ['Druk op Weg.', 'Bel 112.', 'Dag'] },
      zh: { reviewed: 'Li, 2026-12-01', phrases: ['Druk op 关闭.', 'Bel 112.', '再见'] },
    },
  });
});

test('what is wrong is refused with file and phrase', () => {
  const refused = (zh, rule) => assert.throws(() => book(NL, zh), rule);

  refused(ZH.replace(/bye.*/, ''), /zh-Hans\.toml: end\.bye: is missing/);
  refused(`${ZH}more = "x"\n`, /end\.more: is not a phrase of nl\.toml/);
  refused(ZH.replace('再见', ''), /end\.bye: is empty/);
  refused(ZH.replace('"再见"', '5'), /end\.bye: is empty, no text/);
  refused(ZH.replace('再见', 'a'.repeat(161)), /longer than 160/);
  refused(ZH.replace('再见', '{naam}'), /a brace too many/);
  refused(ZH.replace('再见', '\u202e'), /a sign that is not allowed/);
  refused(ZH.replace('再见', 'a ?'), /a plain space beside a sign/);
  refused(ZH.replace('{exit}', 'x'), /safe\.leave: has {exit}, or lacks it/);
  refused(ZH.replace('112', '113'), /safe\.call: names 112, or not/);
  refused(ZH.replace('reviewed', 'read'), /reviewed: is false, or who/);
  refused(ZH.replace('[end]', '[end'), /zh-Hans\.toml, line \d+:/);
});

test('a language that a visitor can choose has a file, and the other way round', () => {
  assert.throws(() => checked(new Map([['nl', NL]]), PAGES), /zh-Hans\.toml: is missing, and/);
  const both = new Map([
    ['nl', NL],
    ['zh-Hans', ZH],
  ]);
  assert.throws(() => checked(both, PAGES.slice(0, 1)), /zh-Hans\.toml: no page is in this/);
});
