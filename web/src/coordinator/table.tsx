/** One table with a bar beside each row. The bars repeat the counts, so readers of a screen are spared them. */

import { language, words } from '../staff/language.ts';
import { barsOf, type Table, type Year } from './figures.ts';

export function TableView({ table, year }: { table: Table; year: Year }) {
  const said = words.value.tally;
  const spoken = language.value;
  const hasAll = table.rows.some(({ of_all }) => of_all !== '');
  const hasKnown = table.rows.some(({ of_known }) => of_known !== '');
  const bars = barsOf(table);
  return (
    <article class="card tally-card" id={table.id} data-testid="tally-table" data-table={table.id}>
      {year.synthetic && <p class="synthetic-mark">{said.synthetic}</p>}
      <h3>
        {table.title[spoken]} <span class="soft">{year.year}</span>
      </h3>
      <p class="small soft">
        {said.unit}: {table.unit[spoken]}
        <br />
        {said.base}: {table.base[spoken]}
        {table.total !== '' && ` (n=${table.total})`}
      </p>
      {table.rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{said.row}</th>
              <th scope="col" class="number">
                {said.count}
              </th>
              {hasAll && (
                <th scope="col" class="number">
                  {said.ofAll} <br />
                  (n={table.total})
                </th>
              )}
              {hasKnown && (
                <th scope="col" class="number">
                  {said.ofKnown} <br />
                  (n={table.known})
                </th>
              )}
              <td class="bar-cell" />
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              <tr key={row.code} data-testid="tally-row" data-code={row.code}>
                <th scope="row">{row.label[spoken]}</th>
                <td class="number" data-testid="count">
                  {row.count}
                </td>
                {hasAll && <td class="number">{row.of_all}</td>}
                {hasKnown && <td class="number">{row.of_known}</td>}
                <td class="bar-cell">
                  {typeof bars[index] === 'number' && <Bar length={bars[index]} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {table.notes.map((note) => (
        <p key={note.nl} class="small soft">
          {note[spoken]}
        </p>
      ))}
    </article>
  );
}

/** SVG attributes, because the page's policy forbids inline styles. */
function Bar({ length }: { length: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-ground" x="0" y="0" width="100" height="10" />
      <rect class="bar-length" x="0" y="0" width={length} height="10" />
    </svg>
  );
}
