/** The figures of closed periods, by subject: each a chart with its table, unit and base. */

import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Draw } from '../charts/shapes.ts';
import { CourseView, FigureView } from './figure.tsx';
import type { Table, Tally } from './figures.ts';
import { language, words } from './language.ts';
import { loadCharts } from './load-charts.ts';
import { Failed, useOnce } from './once.tsx';
import {
  type Figures,
  figuresOf,
  GROUPS,
  type Grain,
  type Group,
  type ShownYear,
} from './shown.ts';

/** What one looks at: kept in memory only, like everything here. */
type Subject = Group | 'years' | 'all';

export function TallyView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.tally;
  const { value: tally, look } = useOnce<Tally>('/api/tally', onExpired);
  const [draw, setDraw] = useState<Draw | null | undefined>(undefined);
  // In a function of its own: React's way of setting state calls what it is given.
  useEffect(() => void loadCharts().then((drawn) => setDraw(() => drawn)), []);

  const figures = useMemo(() => (tally ? figuresOf(tally) : null), [tally]);
  return (
    <section class="figures" aria-labelledby="tally">
      <h2 id="tally">{said.title}</h2>
      <p class="measure soft no-print" data-testid="only-closed">
        {said.onlyClosed}
      </p>
      {tally === null && <Failed said={said.failed} look={look} />}
      {figures && figures.years.length === 0 && <p>{said.none}</p>}
      {figures && <Chosen figures={figures} draw={draw} />}
    </section>
  );
}

function Chosen({ figures, draw }: { figures: Figures; draw: Draw | null | undefined }) {
  const said = words.value.tally;
  const { years, overYears, asOf } = figures;
  const [name, setName] = useState<string | null>(null);
  const [subject, setSubject] = useState<Subject>('contacts');
  const [grain, setGrain] = useState<Grain>('year');
  const year = years.find((each) => each.name === name) ?? years[0];
  if (!year) return null;
  const subjects: Subject[] = [
    ...GROUPS.filter((group) => year.figures.some((figure) => figure.group === group)),
    ...(overYears.length > 0 ? (['years'] as const) : []),
    'all',
  ];
  const here = subjects.includes(subject) ? subject : (subjects[0] ?? 'all');
  const grains = (['year', 'quarter', 'month'] as const).filter(
    (each) => each === 'year' || coursesOf(year, each).length > 0,
  );
  const span = here === 'years' || !grains.includes(grain) ? 'year' : grain;
  return (
    <div class="figures-page">
      <div class="choices no-print">
        <Choice
          name={said.year}
          options={here === 'years' ? [] : years.map((each) => each.name)}
          chosen={year.name}
          label={(each) => each}
          testId="year"
          onChoose={setName}
        />
        <Choice
          name={said.subject}
          options={subjects}
          chosen={here}
          label={(each) => said.groups[each]}
          testId="subject"
          onChoose={setSubject}
        />
        <Choice
          name={said.span}
          options={here === 'years' || grains.length < 2 ? [] : grains}
          chosen={span}
          label={(each) => said.spans[each]}
          testId="span"
          onChoose={setGrain}
        />
        <button type="button" class="button quiet" onClick={() => print()} data-testid="print">
          {said.print}
        </button>
      </div>
      <div class="figures-list" data-testid="figures">
        <Preface year={year} isOverYears={here === 'years'} all={years} draw={draw} />
        <Cards figures={figures} year={year} subject={here} span={span} draw={draw} />
        <p class="small soft no-print">
          {said.codebook(
            here === 'years' ? (years[0]?.codebook ?? '') : codebookOf(year, here),
            asOf,
          )}
        </p>
      </div>
    </div>
  );
}

/** With what a subject was counted: visitors were asked other questions than professionals. */
function codebookOf(year: ShownYear, subject: Subject): string {
  const own = year.figures.find(({ group }) => group === subject)?.table.codebook;
  return own ?? year.codebook;
}

const coursesOf = (year: ShownYear, grain: Grain) =>
  grain === 'quarter' ? year.quarters : grain === 'month' ? year.months : [];

interface CardsProps {
  readonly figures: Figures;
  readonly year: ShownYear;
  readonly subject: Subject;
  readonly span: Grain;
  readonly draw: Draw | null | undefined;
}

function Cards({ figures, year, subject, span, draw }: CardsProps) {
  const isHere = ({ group }: { group: Group }) => subject === 'all' || group === subject;
  const shared = { draw, isSynthetic: year.isSynthetic };
  const counted = ({ codebook }: Table) =>
    words.value.tally.codebook(codebook ?? year.codebook, figures.asOf);
  const cards: { id: string; title: string; card: ComponentChildren }[] = [];
  const add = (id: string, title: string, card: ComponentChildren) =>
    cards.push({ id, title, card });
  if (subject !== 'years' && span === 'year') {
    for (const figure of year.figures.filter(isHere)) {
      const { id, title } = figure.table;
      const said = { ...shared, counted: counted(figure.table) };
      add(id, title[language.value], <FigureView key={id} figure={figure} {...said} />);
    }
  } else if (subject !== 'years') {
    for (const course of coursesOf(year, span).filter(isHere)) {
      const { id, title } = course.table;
      add(
        `over-${id}`,
        title[language.value],
        <CourseView
          key={`${span} ${id}`}
          course={course}
          period={year.year}
          counted={counted(course.table)}
          {...shared}
        />,
      );
    }
  }
  if (subject === 'years' || (subject === 'all' && span === 'year')) {
    const period = [figures.years.at(-1)?.year, figures.years[0]?.year].join('–');
    const isSynthetic = figures.years.some((each) => each.isSynthetic);
    const newest = figures.years[0]?.codebook ?? year.codebook;
    const since = words.value.tally.codebook(newest, figures.asOf);
    for (const course of figures.overYears) {
      const { id, title } = course.table;
      add(
        `over-${id}`,
        `${title[language.value]}, ${period}`,
        <CourseView
          key={id}
          course={course}
          period={period}
          draw={draw}
          isSynthetic={isSynthetic}
          counted={since}
        />,
      );
    }
  }
  if (cards.length === 0) return <p>{words.value.tally.noneHere}</p>;
  return (
    <>
      {cards.length > 1 && (
        <nav aria-label={words.value.tally.contents} class="contents small no-print">
          {cards.map(({ id, title }) => (
            <a key={id} href={`#${id}`}>
              {title}
            </a>
          ))}
        </nav>
      )}
      {cards.map(({ card }) => card)}
    </>
  );
}

interface PrefaceProps {
  readonly year: ShownYear;
  readonly all: readonly ShownYear[];
  readonly isOverYears: boolean;
  readonly draw: Draw | null | undefined;
}

/** What has to be known before reading: made up or not, and what the masks mean. */
function Preface({ year, all, isOverYears, draw }: PrefaceProps) {
  const said = words.value.tally;
  const years = isOverYears ? all : [year];
  return (
    <>
      {years.some(({ isSynthetic }) => isSynthetic) && (
        <div class="synthetic" data-testid="synthetic" role="note">
          <strong>{said.synthetic}</strong>
          <span>{said.syntheticWhy}</span>
        </div>
      )}
      {years.some(({ hasMasks }) => hasMasks) && <p class="measure small">{said.small}</p>}
      {draw === null && (
        <p class="strip strip-care" role="status" data-testid="no-charts">
          {said.noCharts}
        </p>
      )}
    </>
  );
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly options: readonly T[];
  readonly chosen: T;
  readonly label: (option: T) => string;
  readonly testId: string;
  readonly onChoose: (option: T) => void;
}

/** One of a few; nothing to choose is not shown. */
function Choice<T extends string>({
  name,
  options,
  chosen,
  label,
  testId,
  onChoose,
}: ChoiceProps<T>) {
  if (options.length === 0) return null;
  return (
    <fieldset class={`figures-choice ${testId}`}>
      <legend>{name}</legend>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          class="button quiet"
          data-testid={testId}
          data-value={option}
          aria-pressed={option === chosen}
          onClick={() => onChoose(option)}
        >
          {label(option)}
        </button>
      ))}
    </fieldset>
  );
}
