import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figures as en } from '../strings/staff/en-figures.ts';
import { figures as nl } from '../strings/staff/nl-figures.ts';
import { courseSentence, crossSentence, sentenceOf } from './sentences.ts';
import { figuresOf } from './shown.ts';
import { row, table, year } from './testing.ts';

const say = (...rows: ReturnType<typeof row>[]) => sentenceOf(table('t7', rows), 'nl', nl.sentence);

test('the most given answer is said with its total and share, and the next one', () => {
  const rows = [row('crim', '34', '15 %'), row('sex', '166', '72 %'), row('?nd', '200', '87 %')];
  assert.equal(say(...rows), 'Het vaakst: ‘sex’ (166 van 229, 72 %), daarna ‘crim’ (34).');
  assert.equal(
    sentenceOf(table('t7', rows), 'en', en.sentence),
    'Most often: ‘SEX’ (166 of 229, 72 %), then ‘CRIM’ (34).',
  );
});

test('two that are equal are said to be equal', () => {
  assert.equal(say(row('a', '9'), row('b', '9')), 'Het vaakst: ‘a’ (9 van 229), en evenveel ‘b’.');
});

test('nothing is called the most if something larger may have been left out', () => {
  assert.equal(
    say(row('sex', '166', '72 %'), row('crim', '–')),
    'Van de getoonde aantallen het grootst: ‘sex’ (166 van 229, 72 %).',
  );
});

test('1 to 4 cannot be larger than what is shown', () => {
  assert.equal(say(row('sex', '6'), row('crim', '<5')), 'Het vaakst: ‘sex’ (6 van 229).');
});

test('masks, zeros and tables without rows are said as what they are', () => {
  assert.equal(say(row('sex', '<5'), row('crim', '–')), nl.sentence.allMasked);
  assert.equal(say(row('sex', '0'), row('crim', '0')), nl.sentence.none);
  assert.equal(say(row('sex', '0'), row('crim', '<5')), nl.sentence.allMasked);
  assert.equal(say(), nl.sentence.hidden);
});

test('bases side by side are named, for none of them was chosen more often', () => {
  const rows = [row('persons', '229'), row('self', '199')];
  assert.equal(sentenceOf(table('t3', rows), 'nl', nl.sentence), 'persons: 229, self: 199.');
});

test('of the quality table the question that was asked least is said', () => {
  const rows = [row('age', '20', '8 %'), row('region', '186', '71 %')];
  assert.equal(
    sentenceOf(table('t21', rows, { total: '262' }), 'nl', nl.sentence),
    'Het vaakst niet besproken: ‘region’ (186 van 262, 71 %), daarna ‘age’ (20).',
  );
});

test('of a cross the largest cell with two known answers is said, and how many are masked', () => {
  const side = (code: string, unknown = false) => ({
    code,
    label: { nl: code, en: code },
    unknown,
  });
  const cross = { down: [side('f'), side('nd', true)], across: [side('lt16'), side('a16')] };
  const rows = [row('f.lt16', '12', '6 %'), row('f.a16', '<5'), row('?nd.lt16', '90')];
  assert.equal(
    crossSentence(table('x3', rows), cross, 'nl', nl.sentence),
    'Grootste getoonde vak: ‘f – lt16’ (12 van 229, 6 %); één vak is afgedekt.',
  );
  assert.equal(
    crossSentence(table('x3', [row('f.a16', '–')]), cross, 'nl', nl.sentence),
    nl.sentence.allMasked,
  );
});

const over = (...years: ReturnType<typeof year>[]) => {
  const [course] = figuresOf({ codebook: 'thb-nl-1.0.0', as_of: '', years }).overYears;
  assert.ok(course);
  return courseSentence(course, 'nl', nl.sentence);
};

test('over time, what is largest now is compared with the period before', () => {
  assert.equal(
    over(
      year('2025', [table('t7', [row('sex', '150'), row('crim', '30')])]),
      year('2026', [table('t7', [row('sex', '160'), row('crim', '40')])]),
    ),
    '‘sex’ ging van 150 (2025) naar 160 (2026).',
  );
});

test('across a break nothing is compared', () => {
  assert.equal(
    over(
      year('2025', [table('t7', [row('sex', '150')])], { codebook: 'thb-nl-0.1.0' }),
      year('2026', [table('t7', [row('sex', '160')])]),
    ),
    '‘sex’: 160 in 2026, niet te vergelijken met de periode ervoor.',
  );
});

test('with a mask before it there is nothing to compare with', () => {
  assert.equal(
    over(
      year('2025', [table('t7', [row('sex', '–')])]),
      year('2026', [table('t7', [row('sex', '160')])]),
    ),
    '‘sex’: 160 in 2026.',
  );
});
