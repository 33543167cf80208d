import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakOf, figuresOf, groupOf, periodName } from './shown.ts';
import { row, table, year } from './testing.ts';

const NEWEST = 'thb-nl-1.0.0';
const shown = (...years: ReturnType<typeof year>[]) =>
  figuresOf({ codebook: NEWEST, as_of: '2027-02-01', years });

test('every table of the codebook is in one group', () => {
  const expected = {
    contacts: ['t1', 't2', 't4', 't22', 'something new'],
    persons: ['t3', 't5', 't6', 't8', 't8_self', 't9_self', 't19'],
    forms: ['t7', 't7_combined_self', 't10', 't11', 't12_parent', 't13', 't20_recr'],
    help: ['t14', 't14_first', 't15', 't16', 't17', 't18'],
    quality: ['t21'],
    crosses: ['x1', 'x9'],
    afterwards: ['a1', 'a4'],
  };
  for (const [group, ids] of Object.entries(expected)) {
    for (const id of ids) assert.equal(groupOf(id), group, id);
  }
});

test('the newest year comes first, whatever order they come in', () => {
  const { years } = shown(year('2024', []), year('2026', []), year('2025', []));
  assert.deepEqual(
    years.map(({ name }) => name),
    ['2026', '2025', '2024'],
  );
});

test('a server that says nothing of periods gives whole years only', () => {
  const [only] = shown(year('2026', [table('t1', [row('conv', '9')])])).years;
  assert.deepEqual([only?.quarters, only?.months], [[], []]);
  assert.deepEqual(
    only?.figures.map(({ table: { id }, period }) => [id, period]),
    [['t1', '2026']],
  );
});

test('months and quarters of a year become one course for each table, in order', () => {
  const of = (id: string, period: string, count: string) =>
    table(id, [row('conv', count)], { period });
  const periods = [
    of('t1', '2026-02', '20'),
    of('t1', '2026-01', '10'),
    of('t1', '2026-Q1', '30'),
    of('t5', '2026-Q1', '7'),
  ];
  const [only] = shown(year('2026', [], { periods })).years;
  assert.deepEqual(
    only?.months.map(({ table: { id }, lines }) => [id, lines[0]?.cells.map((c) => c?.count)]),
    [['t1', ['10', '20']]],
  );
  assert.deepEqual(
    only?.quarters.map(({ table: { id } }) => id),
    ['t1', 't5'],
  );
});

test('a period that was too small is shown only as part of the one it was merged into', () => {
  const periods = [
    table('t5', [], { period: '2026-Q1', hidden: 'small', total: '' }),
    table('t5', [row('self', '12')], { period: '2026-Q1+2026-Q2' }),
    table('t5', [row('self', '11')], { period: '2026-Q3' }),
  ];
  const [course] = shown(year('2026', [], { periods })).years[0]?.quarters ?? [];
  assert.deepEqual(
    course?.columns.map(({ name, isMerged }) => [name.nl, isMerged]),
    [
      ['K1 + K2', true],
      ['K3', false],
    ],
  );
});

test('periods are named as people say them', () => {
  assert.deepEqual(periodName('2026-03'), { nl: 'mrt', en: 'Mar' });
  assert.deepEqual(periodName('2026-Q4'), { nl: 'K4', en: 'Q4' });
  assert.deepEqual(periodName('2025-Q4+2026-Q1'), { nl: 'K4 2025 + K1', en: 'Q4 2025 + Q1' });
});

test('years are compared until the meaning changes', () => {
  const of = (name: string, codebook: string, synthetic = false) =>
    year(name, [], { codebook, synthetic });
  const before = of('2025', 'thb-nl-1.0.0');
  assert.equal(breakOf(before, of('2026', 'thb-nl-1.2.0'), NEWEST), null);
  assert.deepEqual(breakOf(before, of('2026', 'thb-nl-2.0.0'), NEWEST), {
    why: 'codebook',
    version: '2.0.0',
  });
  assert.deepEqual(breakOf(before, of('2025', 'thb-nl-1.1.0'), NEWEST), {
    why: 'codebook',
    version: '1.1.0',
  });
  assert.deepEqual(breakOf(before, of('2026', NEWEST, true), NEWEST), { why: 'made-up' });
  assert.deepEqual(breakOf(of('2024', NEWEST, true), before, NEWEST), { why: 'true' });
  assert.deepEqual(breakOf(before, of('2027', NEWEST), NEWEST), { why: 'gap' });
});

test('a year counted with two versions is two columns, the older version first', () => {
  const t2 = [table('t2', [row('yes', '20')])];
  const { overYears } = shown(
    year('2026', t2),
    year('2026', t2, { codebook: 'thb-nl-0.9.0' }),
    year('2026', t2, { codebook: 'thb-nl-0.10.0' }),
  );
  assert.deepEqual(
    overYears[0]?.columns.map(({ name, segment }) => [name.nl, segment]),
    [
      ['2026 (0.9.0)', 0],
      ['2026 (0.10.0)', 1],
      ['2026 (1.0.0)', 2],
    ],
  );
});

test('one year alone is no year on year', () => {
  assert.deepEqual(shown(year('2026', [table('t2', [row('yes', '20')])])).overYears, []);
});

test('a row that an older version had stays, with nothing where it was not asked', () => {
  const { overYears } = shown(
    year('2026', [table('t7', [row('sex', '9'), row('?nd', '5')])]),
    year('2025', [table('t7', [row('sex', '8'), row('old', '7'), row('?nd', '6')])]),
  );
  assert.deepEqual(
    overYears[0]?.lines.map(({ code, cells }) => [code, cells.map((cell) => cell?.count ?? null)]),
    [
      ['sex', ['8', '9']],
      ['old', ['7', null]],
      ['nd', ['6', '5']],
    ],
  );
});

test('what visitors said afterwards is a subject of its year, with a codebook of its own', () => {
  const closing = 'closing-1.0.0';
  const said = (name: string) =>
    year(name, [table('a1', [row('yes', '20')])], {
      codebook: closing,
      periods: [table('a1', [row('yes', '9')], { period: `${name}-01` })],
    });
  const { years } = figuresOf({
    codebook: NEWEST,
    as_of: '2027-02-01',
    years: [year('2026', [table('t1', [row('conv', '90')])])],
    afterwards: { codebook: closing, years: [said('2026'), said('2025')] },
  });

  assert.deepEqual(
    years.map(({ name, codebook, figures }) => [
      name,
      codebook,
      figures.map(({ group, table: { codebook: own } }) => [group, own]),
    ]),
    [
      [
        '2026',
        NEWEST,
        [
          ['contacts', undefined],
          ['afterwards', closing],
        ],
      ],
      ['2025', closing, [['afterwards', undefined]]],
    ],
  );
  assert.deepEqual(
    years.map(({ months }) => months.map(({ group, lines }) => [group, lines[0]?.cells[0]?.count])),
    [[['afterwards', '9']], [['afterwards', '9']]],
  );
});
