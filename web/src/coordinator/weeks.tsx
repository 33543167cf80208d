/** How busy the last closed weeks were together, by the hour of the day: never one night by itself. */

import { FiguresOf, HowLong } from './figures-of.tsx';
import { busiestOf, type Closed, columnsOf, mostOf, type Weeks } from './footfall.ts';
import { useFresh } from './fresh.ts';
import { words } from './language.ts';

/** What it shows changes once a week. */
const LOOK_EVERY_MS = 300_000;

export function WeeksView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.footfall;
  const { value: closed, isStale } = useFresh<Closed>('/api/footfall', onExpired, LOOK_EVERY_MS);
  const weeks = closed?.weeks ?? null;
  return (
    <section aria-labelledby="weeks" data-testid="weeks">
      <h2 id="weeks">{weeks ? said.weeks(weeks.weeks) : said.title}</h2>
      {closed && !weeks && <p class="measure">{said.none}</p>}
      {weeks && <WeeksTogether weeks={weeks} />}
      {closed && closed.months.length > 0 && <Months closed={closed} />}
      <p class={isStale ? 'strip strip-care' : 'aloud'} role="status">
        {isStale ? said.stale : ''}
      </p>
    </section>
  );
}

function WeeksTogether({ weeks }: { weeks: Weeks }) {
  const said = words.value.footfall;
  return (
    <>
      <p class="soft">{said.fromTo(weeks.first, weeks.last)}</p>
      {weeks.counted_percent < 99 && (
        <p class="strip strip-care" data-testid="weeks-counted">
          {said.counted(weeks.counted_percent)}
        </p>
      )}
      <FiguresOf id="weeks" footfall={weeks} />
      <Hours weeks={weeks} />
      <HowLong id="weeks" footfall={weeks} />
    </>
  );
}

function Hours({ weeks: { hours } }: { weeks: Weeks }) {
  const said = words.value.footfall;
  const busiest = busiestOf(hours);
  return (
    <figure class="card hours">
      <figcaption>
        <h3>{said.byHour}</h3>
        <p>
          {busiest === null
            ? said.nobody
            : said.busiest(busiest, hours[busiest]?.came ?? 0, hours[busiest]?.left ?? 0)}
        </p>
        <p class="hours-key small" aria-hidden="true">
          <span class="key key-came" /> {said.came}
          <span class="key key-left" /> {said.left}
        </p>
      </figcaption>
      <Chart hours={hours} />
      <details class="more" data-testid="hours-table">
        <summary>{said.asTable}</summary>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{said.hour}</th>
              <th scope="col" class="number">
                {said.came}
              </th>
              <th scope="col" class="number">
                {said.left}
              </th>
            </tr>
          </thead>
          <tbody>
            {hours.map(({ came, left }, hour) => (
              <tr key={hour} data-testid="hour" data-hour={hour}>
                <th scope="row">{said.hourOf(hour)}</th>
                <td class="number">{came}</td>
                <td class="number">{left}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** Attributes and no inline styles, which the page's policy forbids. The table below says the same. */
function Chart({ hours }: { hours: Weeks['hours'] }) {
  const most = mostOf(hours);
  return (
    <div class="hours-chart" aria-hidden="true">
      <span class="hours-most small soft">{most}</span>
      <svg viewBox="0 0 240 100" preserveAspectRatio="none" aria-hidden="true">
        <line class="hours-line" x1="0" x2="240" y1="0.5" y2="0.5" />
        <line class="hours-line" x1="0" x2="240" y1="50" y2="50" />
        {columnsOf(hours).map(({ hour, came, left }) => (
          <g key={hour}>
            <rect class="hours-came" x={10 * hour + 1} width="5" y={100 - came} height={came} />
            <rect class="hours-left" x={10 * hour + 6} width="3" y={100 - left} height={left} />
          </g>
        ))}
        <line class="hours-ground" x1="0" x2="240" y1="99.5" y2="99.5" />
      </svg>
      <p class="hours-axis small soft">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </p>
    </div>
  );
}

/** What belongs beside the contacts by kind, and is not tagged: nobody met them. */
function Months({ closed: { months, weeks } }: { closed: Closed }) {
  const said = words.value.footfall;
  const bounds = weeks?.wait_bounds ?? [1, 5, 15];
  const stretches = [
    said.under(bounds[0] ?? 0),
    ...bounds.slice(1).map((to, at) => said.between(bounds[at] ?? 0, to)),
    said.over(bounds.at(-1) ?? 0),
  ];
  return (
    <details class="more" data-testid="months">
      <summary>{said.byMonth}</summary>
      <p class="measure small soft">{said.noTag}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it scrolls, also by keyboard */}
      <section class="wide-table" aria-label={said.byMonth} tabIndex={0}>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{said.month}</th>
              {[said.left, ...stretches, said.unanswered].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...months].reverse().map(({ month, left, left_after, unanswered }) => (
              <tr key={month} data-testid="month" data-month={month}>
                <th scope="row">{said.monthOf(month)}</th>
                <td class="number">{left}</td>
                {left_after.map((count, at) => (
                  <td key={at} class="number">
                    {count}
                  </td>
                ))}
                <td class="number">{unanswered}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
