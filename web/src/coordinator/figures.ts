/** The shapes of `GET /api/tally`. Counts are text: some of them are "<5". */

import type { Text } from './language.ts';

export interface Row {
  readonly code: string;
  readonly label: Text;
  /** "199", "<5" or "–"; only the first is a number. */
  readonly count: string;
  /** "87 %", or '' where there is none. */
  readonly of_all: string;
  readonly of_known: string;
  /** Not an answer but the lack of one. */
  readonly unknown?: boolean;
}

export interface Side {
  readonly code: string;
  readonly label: Text;
  readonly unknown: boolean;
}

/** What two variables are crossed; the row of a pair has the code `down.across`. */
export interface Cross {
  readonly down: readonly Side[];
  readonly across: readonly Side[];
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
  readonly cross?: Cross | null;
  /** "2026", "2026-Q1", "2026-01", or several of one kind joined by "+" where they were merged. */
  readonly period?: string;
  /** What it was counted with, where that is not what its year was counted with. */
  readonly codebook?: string;
  /** Why it has no rows: too few, or withheld for the sake of another. */
  readonly hidden?: '' | 'small' | 'withheld';
}

export interface Year {
  readonly year: string;
  /** The version it was counted with; a year with two of them is there twice. */
  readonly codebook?: string;
  /** Made up, to show what the tables look like. */
  readonly synthetic: boolean;
  readonly tables: readonly Table[];
  /** Its months and quarters. */
  readonly periods?: readonly Table[];
}

export interface Tally {
  readonly codebook: string;
  readonly as_of: string;
  readonly years: readonly Year[];
  /** What visitors said when a conversation was over; absent from an older server. */
  readonly afterwards?: { readonly codebook: string; readonly years: readonly Year[] };
}

/** What a year is called: with its version only where another one counted in it too. */
export function nameOf({ year, codebook }: Year, years: readonly Year[]): string {
  const isTwice = years.filter((other) => other.year === year).length > 1;
  return isTwice ? `${year} (${codebook})` : year;
}

/** A masked count has no length: drawing one would say what the mask hides. */
export function countOf({ count }: Pick<Row, 'count'>): number | null {
  return /^\d+$/.test(count) ? Number(count) : null;
}

/** Answers in the order of the codebook, and after them the lack of one. */
export function unknownLast<T extends { readonly unknown?: boolean }>(rows: readonly T[]): T[] {
  return [...rows.filter(({ unknown }) => !unknown), ...rows.filter(({ unknown }) => unknown)];
}
