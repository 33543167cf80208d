/** Who else is at the desk; with one press one talks to them aside. */

import type { Colleague } from '../../wire/frames.ts';
import { doing } from '../colleagues.tsx';
import type { Desk } from '../desk.ts';
import { words } from '../language.ts';

interface Props {
  readonly desk: Desk;
  readonly onAside: (whom: Colleague) => void;
}

export function ColleagueList({ desk, onAside }: Props) {
  const { company: said, consult } = words.value;
  const { colleagues } = desk;
  const canAsk = desk.line === 'up' && desk.device === 'approved';
  return (
    <section
      class={colleagues.length === 0 ? 'rail-part rail-quiet' : 'rail-part'}
      aria-labelledby="company"
    >
      <h2 id="company">
        {said.title}{' '}
        <span class="count" data-testid="company-count">
          {colleagues.length}
        </span>
      </h2>
      {colleagues.length === 0 && <p class="soft small">{said.nobody}</p>}
      <ul class="plain-list">
        {colleagues.map((each) => (
          <li
            key={each.id}
            class="company-row"
            data-testid="colleague"
            data-name={each.name}
            data-state={each.state}
          >
            <span class={`company-mark company-${each.state}`} aria-hidden="true" />
            <span class="waiting-what">
              <span>{each.name}</span>
              <span class="soft small">{doing(each)}</span>
            </span>
            <button
              type="button"
              class="button quiet"
              data-testid="consult"
              aria-label={consult.askLong(each.name)}
              disabled={!canAsk}
              onClick={() => onAside(each)}
            >
              {consult.ask}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
