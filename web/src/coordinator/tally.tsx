/** The figures of one closed year, table by table, with unit and base printed at each. */

import { useCallback, useEffect, useState } from 'preact/hooks';
import { get } from '../staff/api.ts';
import { language, words } from '../staff/language.ts';
import { nameOf, type Tally, type Year } from './figures.ts';
import { TableView } from './table.tsx';

export function TallyView({ onExpired }: { onExpired: () => void }) {
  const { tally: said, tryAgain } = words.value;
  const [tally, setTally] = useState<Tally | null | undefined>(undefined);
  const [picked, setPicked] = useState<string | null>(null);

  const look = useCallback(async () => {
    const answer = await get<Tally>('/api/tally');
    if (answer.isOk) setTally(answer.value);
    else if (answer.code === 'not_signed_in') onExpired();
    else setTally(null);
  }, [onExpired]);
  useEffect(() => void look(), [look]);

  // The newest year first, whatever order they come in.
  const years = [...(tally?.years ?? [])].sort(
    (one, other) => Number(other.year) - Number(one.year),
  );
  const year = years.find((each) => nameOf(each, years) === picked) ?? years[0];
  return (
    <section aria-labelledby="tally">
      <header class="tally-head">
        <h2 id="tally">{said.title}</h2>
        {years.length > 1 && (
          <fieldset class="years" aria-label={said.year}>
            {years.map((each) => (
              <button
                key={nameOf(each, years)}
                type="button"
                class="button quiet"
                data-testid="year"
                data-year={each.year}
                aria-pressed={each === year}
                onClick={() => setPicked(nameOf(each, years))}
              >
                {nameOf(each, years)}
              </button>
            ))}
          </fieldset>
        )}
      </header>
      <p class="measure soft" data-testid="only-closed">
        {said.onlyClosed}
      </p>
      {tally === null && (
        <p role="alert">
          {said.failed}{' '}
          <button type="button" class="button quiet" onClick={look}>
            {tryAgain}
          </button>
        </p>
      )}
      {tally && years.length === 0 && <p>{said.none}</p>}
      {tally && year && <YearView year={year} />}
      {tally && year && (
        <p class="small soft">{said.codebook(year.codebook ?? tally.codebook, tally.as_of)}</p>
      )}
    </section>
  );
}

function YearView({ year }: { year: Year }) {
  const said = words.value.tally;
  const hasMasks = year.tables.some(({ rows }) => rows.some(({ count }) => !/^\d+$/.test(count)));
  return (
    <>
      {year.synthetic && (
        <div class="synthetic" data-testid="synthetic" role="note">
          <strong>{said.synthetic}</strong>
          <span>{said.syntheticWhy}</span>
        </div>
      )}
      {hasMasks && <p class="measure small">{said.small}</p>}
      <nav aria-label={said.contents} class="contents small">
        {year.tables.map(({ id, title }) => (
          <a key={id} href={`#${id}`}>
            {title[language.value]}
          </a>
        ))}
      </nav>
      <div class="tables">
        {year.tables.map((table) => (
          <TableView key={table.id} table={table} year={year} />
        ))}
      </div>
    </>
  );
}
