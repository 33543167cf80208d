/** Tables: what a chart draws, in full. They are the truth, and the chart is how one looks at it. */

import type { ComponentChildren } from 'preact';
import { pairOf, sidesOf } from './drawn.ts';
import { type Cross, type Row, type Table, unknownLast } from './figures.ts';
import { language, words } from './language.ts';
import { type Course, groupOf } from './shown.ts';

/** Rows of one table with count, "% of all (n=…)" and "% of known (n=…)". */
export function RowsTable({ table, name }: { table: Table; name: string }) {
  const said = words.value.tally;
  const hasAll = table.rows.some(({ of_all }) => of_all !== '');
  const hasKnown = table.rows.some(({ of_known }) => of_known !== '');
  return (
    <Scrolled name={name}>
      <table>
        <thead>
          <tr>
            <th scope="col">{groupOf(table.id) === 'quality' ? said.question : said.row}</th>
            <th scope="col" class="number">
              {said.count}
            </th>
            {hasAll && <Share name={said.ofAll} total={table.total} />}
            {hasKnown && <Share name={said.ofKnown} total={table.known} />}
          </tr>
        </thead>
        <tbody>
          {unknownLast(table.rows).map((row) => (
            <tr
              key={row.code}
              class={row.unknown ? 'apart' : ''}
              data-testid="tally-row"
              data-code={row.code}
            >
              <th scope="row">{row.label[language.value]}</th>
              <td class="number" data-testid="count">
                {row.count}
              </td>
              {hasAll && <td class="number">{row.of_all}</td>}
              {hasKnown && <td class="number">{row.of_known}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

function Share({ name, total }: { name: string; total: string }) {
  return (
    <th scope="col" class="number">
      {name} <br />({words.value.tally.n(total)})
    </th>
  );
}

/** Two variables against each other: each cell with its count and, below it, its shares. */
export function CrossTable({ table, cross, name }: { table: Table; cross: Cross; name: string }) {
  const said = words.value.tally;
  const spoken = language.value;
  const { down, across } = sidesOf(cross);
  const shares = [
    ...(table.rows.some(({ of_all }) => of_all !== '')
      ? [`${said.ofAll} (${said.n(table.total)})`]
      : []),
    ...(table.rows.some(({ of_known }) => of_known !== '')
      ? [`${said.ofKnown} (${said.n(table.known)})`]
      : []),
  ];
  return (
    <Scrolled name={name}>
      <table class="wide">
        <caption class="small soft">{[said.cellSays, ...shares].join(' · ')}</caption>
        <thead>
          <tr>
            <td />
            {across.map(({ code, label, unknown }) => (
              <th key={code} scope="col" class={unknown ? 'number apart' : 'number'}>
                {label[spoken]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {down.map((side) => (
            <tr key={side.code} class={side.unknown ? 'apart' : ''}>
              <th scope="row">{side.label[spoken]}</th>
              {across.map((other) => (
                <Cell
                  key={other.code}
                  row={pairOf(table, side.code, other.code) ?? null}
                  isApart={other.unknown}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

/** One table over several periods or years. */
export function CourseTable({ course, name }: { course: Course; name: string }) {
  const said = words.value.tally;
  const spoken = language.value;
  const { columns, lines } = course;
  const has = (share: 'of_all' | 'of_known') =>
    lines.some(({ cells }) => cells.some((cell) => cell?.[share]));
  const says = [
    said.cellSays,
    ...(has('of_all') ? [said.ofAll] : []),
    ...(has('of_known') ? [said.ofKnown] : []),
  ];
  return (
    <Scrolled name={name}>
      <table class="wide">
        <caption class="small soft">{says.join(' · ')}</caption>
        <thead>
          <tr>
            <th scope="col">{course.group === 'quality' ? said.question : said.row}</th>
            {columns.map(({ name: column, isMerged, hidden, broken }) => (
              <th key={column.nl} scope="col" class={broken ? 'number broken' : 'number'}>
                {column[spoken]}
                {broken && <small>{sayBreak(broken)}</small>}
                {isMerged && <small>{said.merged}</small>}
                {hidden !== '' && <small>{said.hiddenColumn}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ code, label, unknown, cells }) => (
            <tr key={code} class={unknown ? 'apart' : ''} data-testid="course-row" data-code={code}>
              <th scope="row">{label[spoken]}</th>
              {columns.map(({ name: column, broken }, at) => (
                <Cell key={column.nl} row={cells[at] ?? null} isBroken={broken !== null} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Totals name={said.total} columns={columns} of="total" />
          {has('of_known') && <Totals name={said.knownTotal} columns={columns} of="known" />}
        </tfoot>
      </table>
    </Scrolled>
  );
}

function Totals({
  name,
  columns,
  of,
}: {
  name: string;
  columns: Course['columns'];
  of: 'total' | 'known';
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {columns.map((column) => (
        <td key={column.name.nl} class={column.broken ? 'number broken' : 'number'}>
          {column[of]}
        </td>
      ))}
    </tr>
  );
}

/** Say why a line is drawn between two columns. */
export function sayBreak(broken: NonNullable<Course['columns'][number]['broken']>): string {
  const { breaks } = words.value.tally;
  return broken.why === 'codebook' ? breaks.codebook(broken.version) : breaks[broken.why];
}

interface CellProps {
  readonly row: Row | null;
  readonly isApart?: boolean;
  readonly isBroken?: boolean;
}

function Cell({ row, isApart = false, isBroken = false }: CellProps) {
  const shares = [row?.of_all, row?.of_known].filter((share) => share);
  const kind = ['number', isApart && 'apart', isBroken && 'broken'].filter(Boolean).join(' ');
  return (
    <td class={kind}>
      <span data-testid={row ? 'count' : undefined}>{row?.count ?? ''}</span>
      {shares.length > 0 && <small>{shares.join(' · ')}</small>}
    </td>
  );
}

/** A wide table is scrolled by itself, also with the keys, and never the page. */
function Scrolled({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <section
      class="scrolled"
      aria-label={name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </section>
  );
}
