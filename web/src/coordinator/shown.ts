/**
 * From what the server sends to what the page shows: `figuresOf` is the one place that knows both.
 *
 * A `Figure` is one table of one year. A `Course` is one table over several columns: the months or
 * quarters of a year, or the years, with breaks where nothing may be compared.
 */

import {
  countOf,
  nameOf,
  type Row,
  type Side,
  type Table,
  type Tally,
  unknownLast,
  type Year,
} from './figures.ts';
import type { Text } from './language.ts';

export const GROUPS = [
  'contacts',
  'persons',
  'forms',
  'help',
  'quality',
  'crosses',
  'afterwards',
] as const;
export type Group = (typeof GROUPS)[number];
export type Grain = 'year' | 'quarter' | 'month';

export interface Figure {
  readonly table: Table;
  readonly group: Group;
  /** "2026", or "2025+2026" where a year was too small to show alone. */
  readonly period: string;
}

export interface Column {
  readonly name: Text;
  readonly total: string;
  readonly known: string;
  /** More than one period, because one alone was too small. */
  readonly isMerged: boolean;
  readonly hidden: '' | 'small' | 'withheld';
  /** Columns of one segment may be compared and joined. */
  readonly segment: number;
  /** Why this column begins a segment; null if it goes on with the one before. */
  readonly broken: Break | null;
}

/** `codebook`: other questions; `made-up`, `true`: what begins here, after the other; `gap`: a year is missing. */
export type Break =
  | { readonly why: 'codebook'; readonly version: string }
  | { readonly why: 'made-up' | 'true' | 'gap' };

export interface Course {
  /** The newest of its tables: titles, unit, base and notes are taken from it. */
  readonly table: Table;
  readonly group: Group;
  readonly columns: readonly Column[];
  readonly lines: readonly Line[];
}

/** `cells`: by column; null where that column has no such row. */
export interface Line extends Side {
  readonly cells: readonly (Row | null)[];
}

export interface ShownYear {
  readonly name: string;
  readonly year: string;
  readonly codebook: string;
  readonly isSynthetic: boolean;
  readonly hasMasks: boolean;
  readonly figures: readonly Figure[];
  readonly quarters: readonly Course[];
  readonly months: readonly Course[];
}

export interface Figures {
  /** The newest first. */
  readonly years: readonly ShownYear[];
  /** Year on year; empty where there is one year only. */
  readonly overYears: readonly Course[];
  readonly asOf: string;
}

/** Which tables are shown year on year (DOMAIN.md 3.4, Y). */
const OVER_YEARS = ['t2', 't3', 't7'];

export function figuresOf(tally: Tally): Figures {
  const years = withAfterwards(tally).sort((one, other) => other.year.localeCompare(one.year));
  return {
    asOf: tally.as_of,
    years: years.map((year) => shownYear(year, years, tally.codebook)),
    overYears: overYears(years, tally.codebook),
  };
}

/** Every year, with what visitors said afterwards among its tables: a subject like any other, with a codebook of its own. */
function withAfterwards({ years, afterwards }: Tally): Year[] {
  const all = [...years];
  for (const said of afterwards?.years ?? []) {
    const ownOf = (table: Table) => ({ ...table, codebook: said.codebook ?? '' });
    const at = all.findIndex(
      ({ year, tables }) => year === said.year && !tables.some(({ id }) => isAfterwards(id)),
    );
    const to = all[at];
    if (!to) all.push(said);
    else {
      all[at] = {
        ...to,
        tables: [...to.tables, ...said.tables.map(ownOf)],
        periods: [...(to.periods ?? []), ...(said.periods ?? []).map(ownOf)],
      };
    }
  }
  return all;
}

const isAfterwards = (id: string) => id.startsWith('a');

/** Where to look for a table. An unknown one is among the contacts, so that nothing is lost. */
export function groupOf(id: string): Group {
  if (id.startsWith('x')) return 'crosses';
  if (isAfterwards(id)) return 'afterwards';
  const number = Number(/^t(\d+)/.exec(id)?.[1]);
  if ([3, 5, 6, 8, 9, 19].includes(number)) return 'persons';
  if ([7, 10, 11, 12, 13, 20].includes(number)) return 'forms';
  if (number >= 14 && number <= 18) return 'help';
  return number === 21 ? 'quality' : 'contacts';
}

export const hasMask = (table: Table) => table.rows.some((row) => countOf(row) === null);

function shownYear(year: Year, years: readonly Year[], newest: string): ShownYear {
  const within = year.periods ?? [];
  return {
    name: nameOf(year, years),
    year: year.year,
    codebook: year.codebook ?? newest,
    isSynthetic: year.synthetic,
    hasMasks: [...year.tables, ...within].some(hasMask),
    figures: year.tables.map((table) => ({
      table,
      group: groupOf(table.id),
      period: table.period ?? year.year,
    })),
    quarters: withinYear(within.filter(({ period }) => grainOf(period) === 'quarter')),
    months: withinYear(within.filter(({ period }) => grainOf(period) === 'month')),
  };
}

function grainOf(period = ''): Grain {
  if (period.includes('Q')) return 'quarter';
  return /^\d+-\d+/.test(period) ? 'month' : 'year';
}

function withinYear(tables: readonly Table[]): Course[] {
  return [...new Set(tables.map(({ id }) => id))].map((id) => {
    const own = tables
      .filter((table) => table.id === id)
      .sort((one, other) => (one.period ?? '').localeCompare(other.period ?? ''));
    const shown = own.filter((table) => !isWithin(table, own));
    return course(
      shown,
      shown.map((table) => ({
        ...about(table),
        name: periodName(table.period ?? ''),
        broken: null,
      })),
    );
  });
}

/** Whether a period was too small and is part of a merged one, which says what it could not. */
function isWithin(table: Table, others: readonly Table[]): boolean {
  const own = (table.period ?? '').split('+');
  return others.some((other) => {
    const parts = (other.period ?? '').split('+');
    return parts.length > own.length && own.every((part) => parts.includes(part));
  });
}

function overYears(newestFirst: readonly Year[], newest: string): Course[] {
  const years = [...newestFirst].sort(
    (one, other) =>
      one.year.localeCompare(other.year) ||
      versionOf(one.codebook ?? newest).localeCompare(versionOf(other.codebook ?? newest), 'en', {
        numeric: true,
      }),
  );
  return OVER_YEARS.flatMap((id) => {
    const found = years.flatMap((year) => {
      const table = year.tables.find((each) => each.id === id);
      return table ? [{ year, table }] : [];
    });
    if (found.length < 2) return [];
    const columns = found.map(({ year, table }, index) => {
      const name = nameOf(year, years).replace(/\(.*-(\d+\.\d+\.\d+)\)/, '($1)');
      const before = found[index - 1]?.year;
      return {
        ...about(table),
        name: { nl: name, en: name },
        broken: before ? breakOf(before, year, newest) : null,
      };
    });
    return [
      course(
        found.map(({ table }) => table),
        columns,
      ),
    ];
  });
}

/** Why two years may not be compared; null if they may (V2: a major change is a break). */
export function breakOf(before: Year, after: Year, newest: string): Break | null {
  const [one, other] = [before, after].map(({ codebook }) => versionOf(codebook ?? newest));
  // Two versions in one year: each of them counted only a part of it.
  const isShared = before.year === after.year;
  if (one?.split('.')[0] !== other?.split('.')[0] || isShared) {
    return { why: 'codebook', version: other ?? '' };
  }
  if (before.synthetic !== after.synthetic) return { why: after.synthetic ? 'made-up' : 'true' };
  return Number(after.year) - Number(before.year) > 1 ? { why: 'gap' } : null;
}

const versionOf = (codebook: string) => /\d+\.\d+\.\d+$/.exec(codebook)?.[0] ?? codebook;

const about = ({ total, known, period = '', hidden = '' }: Table) => ({
  total,
  known,
  hidden,
  isMerged: period.includes('+'),
});

function course(tables: readonly Table[], columns: readonly Omit<Column, 'segment'>[]): Course {
  const table = tables.at(-1) as Table;
  let segment = 0;
  return {
    table: { ...table, notes: notesOf(tables) },
    group: groupOf(table.id),
    columns: columns.map((column) => {
      if (column.broken) segment += 1;
      return { ...column, segment };
    }),
    lines: linesOf(tables),
  };
}

/** Every note of any of them, once. */
function notesOf(tables: readonly Table[]): Text[] {
  const notes = tables.flatMap((table) => table.notes);
  return notes.filter((note, at) => notes.findIndex(({ nl }) => nl === note.nl) === at);
}

/** Every row of any of them, in the order of the newest, old ones that are gone after those. */
function linesOf(tables: readonly Table[]): Line[] {
  const rows = [...tables].reverse().flatMap((table) => table.rows);
  const codes = [...new Set(rows.map(({ code }) => code))];
  const lines = codes.map((code) => {
    const newest = rows.find((row) => row.code === code) as Row;
    return {
      code,
      label: newest.label,
      unknown: newest.unknown ?? false,
      cells: tables.map((table) => table.rows.find((row) => row.code === code) ?? null),
    };
  });
  return unknownLast(lines);
}

const MONTHS = {
  nl: ['jan', 'feb', 'mrt', 'apr', 'mei', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
};

/** "K1" or "Q1", "mrt" or "Mar"; "jan + feb" where they were merged, with a year where it is another. */
export function periodName(period: string): Text {
  const parts = period.split('+');
  const last = parts.at(-1)?.slice(0, 4);
  const named = (of: 'nl' | 'en') =>
    parts
      .map((part) => {
        const [year, rest = ''] = part.split('-');
        const short = rest.startsWith('Q')
          ? `${of === 'nl' ? 'K' : 'Q'}${rest.slice(1)}`
          : (MONTHS[of][Number(rest) - 1] ?? '');
        return year === last ? short : `${short} ${year}`.trim();
      })
      .join(' + ');
  return { nl: named('nl'), en: named('en') };
}
