/** One table with its chart: what it counts, the main thing, the picture, and the numbers. */

import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Chart, Draw } from '../charts/shapes.ts';
import { ChartView } from './chart.tsx';
import { barsOf, gridOf, seriesOf } from './drawn.ts';
import type { Table } from './figures.ts';
import { language, words } from './language.ts';
import { courseSentence, crossSentence, sentenceOf } from './sentences.ts';
import type { Course, Figure } from './shown.ts';
import { CourseTable, CrossTable, RowsTable, sayBreak } from './table.tsx';

interface Shared {
  readonly draw: Draw | null | undefined;
  readonly isSynthetic: boolean;
  /** "Codebook thb-nl-1.0.0, as of 2027-01-08": a page on paper may lie alone. */
  readonly counted: string;
}

export function FigureView({ figure, ...shared }: Shared & { figure: Figure }) {
  const { table, period } = figure;
  const spoken = language.value;
  const said = words.value.tally.sentence;
  const cross = table.cross ?? null;
  const chart = useMemo(
    () => (cross ? gridOf(table, cross, spoken) : barsOf(table, spoken)),
    [table, cross, spoken],
  );
  const name = `${table.title[spoken]} ${period}`;
  return (
    <Card
      {...shared}
      table={table}
      id={table.id}
      period={period.replaceAll('+', ' + ')}
      isMerged={period.includes('+')}
      chart={table.rows.length > 0 ? chart : null}
      sentence={cross ? crossSentence(table, cross, spoken, said) : sentenceOf(table, spoken, said)}
    >
      {cross ? (
        <CrossTable table={table} cross={cross} name={name} />
      ) : (
        <RowsTable table={table} name={name} />
      )}
    </Card>
  );
}

export function CourseView({
  course,
  period,
  ...shared
}: Shared & { course: Course; period: string }) {
  const spoken = language.value;
  const { sentence: said, breakWhy } = words.value.tally;
  const chart = useMemo(() => seriesOf(course, spoken, sayBreak), [course, spoken]);
  const { table, columns, lines } = course;
  return (
    <Card
      {...shared}
      table={{ ...table, total: '', known: '' }}
      id={`over-${table.id}`}
      period={period}
      isMerged={columns.some(({ isMerged }) => isMerged)}
      chart={lines.length > 0 ? chart : null}
      sentence={courseSentence(course, spoken, said)}
    >
      <CourseTable course={course} name={`${table.title[spoken]} ${period}`} />
      {columns.some(({ broken }) => broken) && <p class="small soft">{breakWhy}</p>}
    </Card>
  );
}

interface CardProps extends Shared {
  readonly table: Table;
  readonly id: string;
  readonly period: string;
  readonly isMerged: boolean;
  /** null: there is nothing to draw and nothing to count, and the notes say why. */
  readonly chart: Chart | null;
  readonly sentence: string;
  readonly children: ComponentChildren;
}

function Card({
  table,
  id,
  period,
  isMerged,
  chart,
  sentence,
  draw,
  isSynthetic,
  counted,
  children,
}: CardProps) {
  const said = words.value.tally;
  const spoken = language.value;
  const kind = chart?.kind === 'bars' ? 'beside' : 'above';
  return (
    <article
      class={chart ? 'card figure' : 'card figure withheld'}
      id={id}
      aria-labelledby={`${id}-title`}
      data-testid="tally-table"
      data-table={table.id}
    >
      <header>
        <h3 id={`${id}-title`} tabIndex={-1}>
          {table.title[spoken]} <span class="soft">{period}</span>
          {isSynthetic && <span class="synthetic-mark">{said.synthetic}</span>}
        </h3>
        <p class="small soft">
          {said.unit}: {table.unit[spoken]} · {said.base}: {table.base[spoken]}
          {table.total !== '' && ` (${said.n(table.total)})`}
        </p>
        <p class="small soft print-only">{counted}</p>
        <p class="main-thing">{sentence}</p>
      </header>
      {chart && (
        <div class={`figure-body ${kind}`}>
          <ChartView chart={chart} sentence={sentence} draw={draw} />
          {children}
        </div>
      )}
      {isMerged && <p class="small soft">{said.mergedWhy}</p>}
      {table.notes.map((note) => (
        <p key={note.nl} class="small soft">
          {note[spoken]}
        </p>
      ))}
    </article>
  );
}
