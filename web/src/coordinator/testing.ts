/** Tables for tests, written as `code=count` with the unknown ones marked by a question mark. */

import type { Row, Table, Year } from './figures.ts';

const text = (said: string) => ({ nl: said, en: said.toUpperCase() });

/** `row('?nd', '7')`: an unknown answer; shares are left out unless given. */
export function row(code: string, count: string, of_all = '', of_known = ''): Row {
  const name = code.replace('?', '');
  return {
    code: name,
    label: text(name),
    count,
    of_all,
    of_known,
    unknown: code.startsWith('?'),
  };
}

export function table(id: string, rows: readonly Row[], more: Partial<Table> = {}): Table {
  return {
    id,
    title: text(`title of ${id}`),
    unit: text('persons'),
    base: text('all'),
    total: '229',
    known: '222',
    multi: false,
    rows,
    notes: [],
    ...more,
  };
}

export function year(name: string, tables: readonly Table[], more: Partial<Year> = {}): Year {
  return { year: name, codebook: 'thb-nl-1.0.0', synthetic: false, tables, ...more };
}
