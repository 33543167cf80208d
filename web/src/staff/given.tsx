/** What one tagged in this shift and can still correct: folded away until somebody wants it. */

import { timeOf } from './clock.ts';
import type { Desk } from './desk.ts';
import { labelOf } from './label.ts';
import { words } from './language.ts';

interface Props {
  readonly desk: Desk;
  readonly onReopen: (ticket: string) => void;
}

export function GivenList({ desk, onReopen }: Props) {
  const { given: said, conversations } = words.value;
  const { given, reopened, reopening } = desk.tagging;
  if (given.length === 0) return null;
  return (
    <section class="rail-part" aria-labelledby="given">
      <details data-testid="given">
        <summary>
          <h2 id="given">
            {said.title} <span class="count">{given.length}</span>
          </h2>
        </summary>
        <p class="soft small">{said.lead}</p>
        <ul class="plain-list">
          {given.map(({ ticket, at }) => {
            const name = conversations.name(labelOf(ticket));
            const time = timeOf(Math.floor(at / 60));
            return (
              <li key={ticket} class="given-row" data-testid="given-row" data-ticket={ticket}>
                <span class="waiting-what">
                  <span>{name}</span>
                  <span class="soft small">{time}</span>
                </span>
                <button
                  type="button"
                  class="button quiet"
                  data-testid="reopen"
                  aria-label={said.correctLong(name, time)}
                  disabled={desk.line !== 'up' || reopening !== null || reopened === ticket}
                  onClick={() => onReopen(ticket)}
                >
                  {said.correct}
                </button>
              </li>
            );
          })}
        </ul>
      </details>
    </section>
  );
}

/** Right after it was given, where one sees at once that something was wrong. */
export function CorrectButton({ desk, ticket, onReopen }: Props & { readonly ticket: string }) {
  const isGiven = desk.tagging.given.some((each) => each.ticket === ticket);
  if (!isGiven || desk.tagging.reopened === ticket) return null;
  return (
    <button
      type="button"
      class="button plain small"
      data-testid="correct"
      disabled={desk.line !== 'up'}
      onClick={() => onReopen(ticket)}
    >
      {words.value.given.correct}
    </button>
  );
}
