/** How many took how long: a small table with a bar beside each row. */

import { type Stretch, stretchesOf } from './footfall.ts';
import { words } from './language.ts';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly counts: readonly number[];
  readonly bounds: readonly number[];
}

export function StretchTable({ id, title, counts, bounds }: Props) {
  const said = words.value.footfall;
  return (
    <table class="stretches" data-testid={id}>
      <caption>{title}</caption>
      <thead class="aloud">
        <tr>
          <th scope="col">{said.howLong}</th>
          <th scope="col">{said.howMany}</th>
        </tr>
      </thead>
      <tbody>
        {stretchesOf(counts, bounds).map((stretch) => (
          <tr key={stretch.from ?? 0}>
            <th scope="row">{nameOf(stretch)}</th>
            <td class="number">{stretch.count}</td>
            <td class="bar-cell">
              <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-ground" width="100" height="10" />
                <rect class="bar-length" width={stretch.bar} height="10" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf({ from, to }: Stretch): string {
  const said = words.value.footfall;
  if (from === null) return said.under(to ?? 0);
  return to === null ? said.over(from) : said.between(from, to);
}
