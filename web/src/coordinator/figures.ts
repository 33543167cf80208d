/** The shapes of `GET /api/tally`. Counts are text: some of them are "<5". */

import type { Text } from '../staff/language.ts';

export interface Row {
  readonly code: string;
  readonly label: Text;
  /** "199", "<5" or "–"; only the first is a number. */
  readonly count: string;
  /** "87 %", or '' where there is none. */
  readonly of_all: string;
  readonly of_known: string;
}

export interface Table {
  readonly id: string;
  readonly title: Text;
  readonly unit: Text;
  readonly base: Text;
  readonly total: string;
  readonly known: string;
  readonly multi: boolean;
  readonly rows: readonly Row[];
  readonly notes: readonly Text[];
}

export interface Year {
  readonly year: string;
  /** The version it was counted with; a year with two of them is there twice. */
  readonly codebook?: string;
  /** Made up, to show what the tables look like. */
  readonly synthetic: boolean;
  readonly tables: readonly Table[];
}

export interface Tally {
  readonly codebook: string;
  readonly as_of: string;
  readonly years: readonly Year[];
}

/** What a year is called: with its version only where another one counted in it too. */
export function nameOf({ year, codebook }: Year, years: readonly Year[]): string {
  const isTwice = years.filter((other) => other.year === year).length > 1;
  return isTwice ? `${year} (${codebook})` : year;
}

/** A masked count has no length: drawing one would say what the mask hides. */
export function countOf(row: Row): number | null {
  return /^\d+$/.test(row.count) ? Number(row.count) : null;
}

/** How long each row's bar is, of 100; null where the count is masked. */
export function barsOf(table: Table): readonly (number | null)[] {
  const counts = table.rows.map(countOf);
  const longest = Math.max(1, ...counts.map((count) => count ?? 0));
  return counts.map((count) => (count === null ? null : (100 * count) / longest));
}
