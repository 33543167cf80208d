/** From tables to charts: what is drawn as a length, what as the sign of a mask, what apart. */

import type { Bars, Grid, Mark, Series } from '../charts/shapes.ts';
import { type Cross, countOf, type Row, type Table, unknownLast } from './figures.ts';
import type { Language } from './language.ts';
import { type Break, type Course, groupOf } from './shown.ts';

/** One count with what is written beside it. `isBrief`: without its percentage, where space is scarce. */
export function markOf(row: Row, isBrief = false): Mark {
  const count = countOf(row);
  if (count === null) {
    return { count, mask: row.count.startsWith('<') ? 'few' : 'left-out', text: row.count };
  }
  const text = isBrief || row.of_all === '' ? row.count : `${row.count} · ${row.of_all}`;
  return { count, mask: null, text };
}

export function barsOf(table: Table, language: Language): Bars {
  return {
    kind: 'bars',
    bars: unknownLast(table.rows).map((row) => ({
      ...markOf(row),
      label: row.label[language],
      isApart: row.unknown ?? false,
    })),
    // A share of all is what a row of the quality table is about, so the bar is one.
    whole: groupOf(table.id) === 'quality' ? countOf({ count: table.total }) : null,
  };
}

/** The two sides of a cross, each with the unknown at its end. */
export function sidesOf({ down, across }: Cross): Cross {
  return { down: unknownLast(down), across: unknownLast(across) };
}

/** The row of one pair. */
export function pairOf(table: Table, down: string, across: string): Row | undefined {
  return table.rows.find(({ code }) => code === `${down}.${across}`);
}

export function gridOf(table: Table, cross: Cross, language: Language): Grid {
  const { down, across } = sidesOf(cross);
  const sides = (of: Cross['down']) =>
    of.map(({ label, unknown }) => ({ label: label[language], isApart: unknown }));
  return {
    kind: 'grid',
    down: sides(down),
    across: sides(across),
    cells: down.map((row) =>
      across.map((column) => {
        const pair = pairOf(table, row.code, column.code);
        return pair ? markOf(pair, true) : { count: null, mask: null, text: '' };
      }),
    ),
  };
}

export function seriesOf(
  { columns, lines }: Course,
  language: Language,
  sayBreak: (broken: Break) => string,
): Series {
  return {
    kind: 'series',
    columns: columns.map(({ name }) => name[language]),
    breaks: columns.flatMap(({ broken }, before) =>
      broken ? [{ before, label: sayBreak(broken) }] : [],
    ),
    panels: lines.map(({ label, unknown, cells }) => ({
      label: label[language],
      isApart: unknown,
      points: cells.map((cell, at) =>
        cell ? { ...markOf(cell, true), segment: columns[at]?.segment ?? 0 } : null,
      ),
    })),
  };
}
