/** The main thing of a chart in one sentence: for who cannot see it, and for who has one look. */

import type { FigureWords } from '../strings/staff/nl-figures.ts';
import { type Cross, countOf, type Row, type Table } from './figures.ts';
import type { Language } from './language.ts';
import { type Course, groupOf, type Line } from './shown.ts';

type Said = FigureWords['sentence'];

interface Counted {
  readonly label: string;
  readonly count: number;
  readonly share: string;
}

/** What a table says most of all. Never more than is printed in it. */
export function sentenceOf(table: Table, language: Language, said: Said): string {
  if (table.rows.length === 0) return said.hidden;
  // Bases side by side: none of them is an answer more often given than another.
  if (table.id === 't3') {
    return `${table.rows.map((row) => `${row.label[language]}: ${row.count}`).join(', ')}.`;
  }
  const rows = table.rows.filter(({ unknown }) => !unknown);
  const [first, second] = ranked(rows, language);
  if (!first) return rows.every(isCount) ? said.none : said.allMasked;
  const most = groupOf(table.id) === 'quality' ? said.leastKnown : said.most;
  const parts = [most(first.label, shareOf(first, table, said), rows.some(isLeftOut))];
  if (second?.count === first.count) parts.push(said.also(second.label));
  else if (second) parts.push(said.next(second.label, second.count));
  return `${parts.join('')}.`;
}

/** The largest cell of a cross. */
export function crossSentence(table: Table, cross: Cross, language: Language, said: Said): string {
  if (table.rows.length === 0) return said.hidden;
  const labels = new Map<string, string>();
  for (const down of cross.down) {
    for (const across of cross.across) {
      if (down.unknown || across.unknown) continue;
      const pair = `${down.label[language]} – ${across.label[language]}`;
      labels.set(`${down.code}.${across.code}`, pair);
    }
  }
  const rows = table.rows.filter(({ code }) => labels.has(code));
  const [first] = [...rows].filter(isCount).sort(byCount);
  if (!first) return said.allMasked;
  const masked = table.rows.filter((row) => !isCount(row)).length;
  const label = labels.get(first.code) ?? first.label[language];
  const parts = [
    said.largest(label, shareOf({ count: countOf(first) ?? 0, share: first.of_all }, table, said)),
  ];
  if (masked > 0) parts.push(said.masked(masked));
  return `${parts.join('')}.`;
}

/** How the largest answer went between the last two columns that may be compared. */
export function courseSentence({ columns, lines }: Course, language: Language, said: Said): string {
  const last = columns.length - 1;
  const now = columns[last];
  const before = columns[last - 1];
  if (!now) return said.hidden;
  const at = (line: Line, column: number) => {
    const cell = line.cells[column];
    return cell ? countOf(cell) : null;
  };
  const known = lines.filter(({ unknown }) => !unknown);
  const [most] = known
    .filter((line) => at(line, last) !== null)
    .sort((one, other) => (at(other, last) ?? 0) - (at(one, last) ?? 0));
  if (!most) return said.allMasked;
  const label = most.label[language];
  const count = at(most, last) ?? 0;
  if (!before || now.segment !== before.segment) {
    return `${said.now(label, count, now.name[language])}${columns.length > 1 ? said.apart : ''}.`;
  }
  const was = at(most, last - 1);
  if (was === null) return `${said.now(label, count, now.name[language])}.`;
  return `${said.went(label, was, before.name[language], count, now.name[language])}.`;
}

const isCount = (row: Row) => countOf(row) !== null;
const isLeftOut = (row: Row) => !isCount(row) && !row.count.startsWith('<');
const byCount = (one: Row, other: Row) => (countOf(other) ?? 0) - (countOf(one) ?? 0);

/** "166 of 229, 72 %", as far as there is a total and a share. */
function shareOf({ count, share }: Omit<Counted, 'label'>, { total }: Table, said: Said): string {
  const of = total === '' ? String(count) : said.of(count, total);
  return share === '' ? of : `${of}, ${share}`;
}

function ranked(rows: readonly Row[], language: Language): Counted[] {
  return rows
    .filter((row) => (countOf(row) ?? 0) > 0)
    .sort(byCount)
    .map((row) => ({
      label: row.label[language],
      count: countOf(row) ?? 0,
      share: row.of_all,
    }));
}
