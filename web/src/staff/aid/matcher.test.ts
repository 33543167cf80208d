import { lexicon } from 'lexicon:';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry, Lexicon } from './lexicon.ts';
import { aidOf } from './matcher.ts';
import { compile, PatternError } from './pattern.ts';
import { plain, wordsOf } from './words.ts';

const NOTHING = { words: [], before: 0, after: 0, until: [], unless: [] };
const EMPTY = { lists: {}, spelling: {}, negation: NOTHING, elsewhere: [] };

/** A lexicon with these Dutch phrases, one indicator for each. */
function lexiconOf(
  phrases: readonly string[],
  usage: Partial<Lexicon['usage']['nl']> = {},
): Lexicon {
  const indicators = phrases.map(
    (phrase, at): Entry => ({
      id: `i${at}`,
      question: 'ctrl',
      code: 'vio',
      dimension: 'coercion_destination',
      name: { nl: 'Geweld', en: 'Violence' },
      phrases: { nl: [phrase], en: [] },
    }),
  );
  return {
    codebook: 'a-1',
    edition: 1,
    usage: { nl: { ...EMPTY, ...usage }, en: EMPTY },
    indicators,
  };
}

/** What one phrase finds in a text. */
function found(
  phrase: string,
  text: string,
  usage: Partial<Lexicon['usage']['nl']> = {},
): string[] {
  const aid = aidOf(lexiconOf([phrase], usage));
  return aid.find(text).map(({ start, end }) => text.slice(start, end));
}

test('a word is compared without capitals, accents, apostrophes and held-down letters', () => {
  assert.equal(plain('M’n'), 'mn');
  assert.equal(plain('DON\u0027T'), 'dont');
  assert.equal(plain('één'), 'een');
  assert.equal(plain('nooooit'), 'nooit');
  assert.equal(plain('neeeee'), 'nee');
  assert.equal(plain('stoppp'), 'stop');
});

test('a word knows where it stands in what was written, and what comes before it', () => {
  const text = "😟 Hij… sláát m'n zus, echt. Nu";
  assert.deepEqual(
    wordsOf(text).map(({ start, end, after }) => [text.slice(start, end), after]),
    [
      ['Hij', 'sentence'],
      ['sláát', 'pause'],
      ["m'n", 'space'],
      ['zus', 'space'],
      ['echt', 'pause'],
      ['Nu', 'sentence'],
    ],
  );
});

test('words, beginnings, choices and what may be left out', () => {
  assert.deepEqual(found('hij slaat mij', 'En HIJ  slaat\tmij.'), ['HIJ  slaat\tmij']);
  assert.deepEqual(found('hij slaat mij', 'hij slaat mijn hond'), []);
  assert.deepEqual(found('chant* mij', 'ze chanteren mij'), ['chanteren mij']);
  assert.deepEqual(found('(hij|mijn vader) slaat [mij|me]', 'mijn vader slaat'), [
    'mijn vader slaat',
  ]);
  assert.deepEqual(found('(hij|mijn vader) slaat [mij|me]', 'hij slaat me'), ['hij slaat me']);
});

test('a gap holds so many words and no more, and no end of a sentence', () => {
  assert.deepEqual(found('moet ... seks', 'moet seks'), ['moet seks']);
  assert.deepEqual(found('moet ... seks', 'moet dan met hem seks'), ['moet dan met hem seks']);
  assert.deepEqual(found('moet ... seks', 'moet dan ook met hem seks'), []);
  assert.deepEqual(found('moet ...5 seks', 'moet dan ook met hem seks'), [
    'moet dan ook met hem seks',
  ]);
  assert.deepEqual(found('moet ... seks', 'ik moet. seks is stom'), []);
  assert.deepEqual(found('moet ... seks', 'ik moet... seks'), ['moet... seks']);
});

test('what might have followed does not make a phrase longer', () => {
  assert.deepEqual(found('heeft mijn paspoort ... [af]', 'heeft mijn paspoort en ik werk'), [
    'heeft mijn paspoort',
  ]);
  assert.deepEqual(found('pakt mijn paspoort ... [af]', 'pakt mijn paspoort weer af'), [
    'pakt mijn paspoort weer af',
  ]);
});

test('a word that is excluded excludes', () => {
  assert.deepEqual(found('ben 15 !(uur|keer)', 'ik ben 15'), ['ben 15']);
  assert.deepEqual(found('ben 15 !(uur|keer)', 'ik ben 15 uur wakker'), []);
  assert.deepEqual(found('ben 15 !(uur|keer)', 'ik ben 15. uur na uur'), ['ben 15']);
});

test('of several phrases in one place the longest is found, once for each indicator', () => {
  assert.deepEqual(found('(hij slaat|hij slaat mij|slaat mij)', 'hij slaat mij'), [
    'hij slaat mij',
  ]);
  const aid = aidOf(lexiconOf(['hij slaat mij', 'slaat']));
  assert.deepEqual(
    aid.find('hij slaat mij').map(({ indicator }) => indicator.id),
    ['i0', 'i1'],
  );
});

test('a negation takes a phrase back: near, in the same part of the sentence', () => {
  const negation = {
    words: ['niet'],
    before: 3,
    after: 1,
    until: ['maar'],
    unless: ['niet alleen'],
  };
  const usage = { negation };
  assert.deepEqual(found('slaat mij', 'hij slaat mij niet', usage), []);
  assert.deepEqual(found('slaat mij', 'niet dat hij slaat mij', usage), []);
  assert.deepEqual(found('slaat mij', 'hij is niet lief, slaat mij', usage), ['slaat mij']);
  assert.deepEqual(found('slaat mij', 'niet vaak maar slaat mij', usage), ['slaat mij']);
  assert.deepEqual(found('slaat mij', 'hij doet dat niet heel erg vaak ook slaat mij', usage), [
    'slaat mij',
  ]);
  assert.deepEqual(found('slaat mij', 'niet alleen slaat mij', usage), ['slaat mij']);
  assert.deepEqual(found('slaat ... mij', 'slaat niet mij', usage), []);
  assert.deepEqual(found('mag niet weg', 'ik mag niet weg', usage), ['mag niet weg']);
});

test('a film in the same sentence takes a phrase back, and only there', () => {
  const usage = { elsewhere: ['in een film'] };
  assert.deepEqual(found('slaat haar', 'in een film slaat haar man haar. hij slaat haar', usage), [
    'slaat haar',
  ]);
  assert.deepEqual(found('slaat haar', 'hij slaat haar in een film', usage), []);
});

test('what people write is read as the word it stands for', () => {
  const usage = { spelling: { hy: 'hij', my: 'mij' } };
  assert.deepEqual(found('hij slaat mij', 'hy slaat my', usage), ['hy slaat my']);
});

test('a phrase that cannot be right is refused, with the reason', () => {
  const refusal = (phrase: string) => {
    try {
      compile(phrase, { wie: ['hij', 'mijn vader'] });
    } catch (error) {
      if (error instanceof PatternError) return error.message;
      throw error;
    }
    return null;
  };
  assert.equal(refusal('<wie> slaat'), null);
  assert.match(refusal('<wat> slaat') ?? '', /no such list/);
  assert.match(refusal('') ?? '', /empty/);
  assert.match(refusal('... slaat') ?? '', /begins with a word/);
  assert.match(refusal('slaat ...') ?? '', /ends with a word/);
  assert.match(refusal('(hij|)') ?? '', /empty choice/);
  assert.match(refusal('(hij') ?? '', /too early/);
  assert.match(refusal('hij)') ?? '', /too many/);
  assert.match(refusal('(hij]') ?? '', /where \) belongs/);
  assert.match(refusal('[hij]') ?? '', /nothing at all/);
  assert.match(refusal('ab*') ?? '', /at least 3/);
  assert.match(refusal('hij ...7 slaat') ?? '', /1 to 6/);
  assert.match(refusal('hij !(mijn vader)') ?? '', /single words/);
  assert.match(refusal('hij .+ slaat') ?? '', /not understood/);
  assert.match(refusal('ex-vriend') ?? '', /not one word/);
  assert.match(refusal(Array(8).fill('a ...6').join(' ').concat(' b')) ?? '', /longer than/);
});

/** Milliseconds of this process, whatever else the machine has to do. */
function spent(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const all = Object.values(process.cpuUsage(before));
  return all.reduce((sum, each) => sum + each, 0) / 1_000;
}

test('time is linear: what would make a backtracking matcher stand still costs nothing', () => {
  const greedy = aidOf(lexiconOf(['a ...6 a ...6 a ...6 a b', '(a|a a) (a|a a) [a] [a] [a] c']));
  const text = (many: number) => `${'a '.repeat(many)}c b`;
  greedy.find(text(2_000));
  const [short = 0, long = 0] = [4_000, 16_000].map((many) =>
    spent(() => assert.ok(greedy.find(text(many)).length > 0)),
  );

  // Four times as much text; twice that is left for what else a process does.
  assert.ok(long < 8 * Math.max(20, short), `${short} and ${long} ms`);
});

test('the lexicon reads 2,000 messages, and one of 4 kB, in no time that anybody notices', () => {
  const aid = aidOf(lexicon);
  const line =
    'ik weet niet of het klopt maar mijn vriend wil dat ik met zijn vrienden naar bed ga ';
  const long = line.repeat(Math.ceil(4_096 / line.length));
  aid.find(long);

  const ofOne = spent(() => void aid.find(long));
  const ofAll = spent(() => {
    for (let left = 2_000; left > 0; left -= 1) aid.find(line);
  });

  console.log(`# 4 kB in ${ofOne.toFixed(1)} ms, 2,000 messages in ${ofAll.toFixed(0)} ms`);
  assert.ok(ofOne < 150, `${ofOne} ms`);
  assert.ok(ofAll < 2_000, `${ofAll} ms`);
});

test('the lexicon finds in both languages, and is not misled by a denial, a film or a task for school', () => {
  const codes = (text: string) =>
    aidOf(lexicon)
      .find(text)
      .map(({ indicator }) => `${indicator.question}.${indicator.code}`);
  assert.deepEqual(codes('Mijn vader slaat me'), ['ctrl.vio']);
  assert.deepEqual(codes('hy slaat my echt'), ['ctrl.vio']);
  assert.deepEqual(codes('he hits me'), ['ctrl.vio']);
  for (const text of [
    'ik ben niet geslagen',
    'hij slaat me niet',
    'he never hits me',
    'in een film slaat hij me',
    'wij doen een werkstuk over een loverboy',
    'hij zit naast me in de klas',
    '',
    '?!',
  ]) {
    assert.deepEqual(codes(text), [], text);
  }
});
