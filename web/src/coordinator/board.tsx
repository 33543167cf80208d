/** This moment and this day, in numbers that hold no tags, fetched anew every few seconds while somebody looks. */

import { FiguresOf, HowLong } from './figures-of.tsx';
import type { AtTheDesk, Board, Crew } from './footfall.ts';
import { useFresh } from './fresh.ts';
import { words } from './language.ts';

export function BoardView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.board;
  const { value: board, isStale } = useFresh<Board>('/api/board', onExpired);
  return (
    <>
      <section aria-labelledby="board">
        <h2 id="board">{said.title}</h2>
        <Now board={board} isStale={isStale} />
        <p class={isStale ? 'strip strip-care' : 'aloud'} role="status">
          {isStale ? said.stale : ''}
        </p>
      </section>
      {board?.here && <WhoIsHere here={board.here} isStale={isStale} />}
      {(board === null || board.today) && (
        <section aria-labelledby="today">
          <h2 id="today">{said.today}</h2>
          <FiguresOf id="today" footfall={board?.today ?? null} isStale={isStale} />
          {board?.today && <HowLong id="today" footfall={board.today} />}
        </section>
      )}
    </>
  );
}

function Now({ board, isStale }: { board: Board | null; isStale: boolean }) {
  const said = words.value.board;
  const numbers = [
    { id: 'waiting', name: said.waiting, value: board && String(board.waiting) },
    { id: 'longest', name: said.longest, value: board && said.minutes(board.longest_wait_minutes) },
    { id: 'conversations', name: said.conversations, value: board && String(board.conversations) },
    { id: 'true', name: said.trueRanges, value: board && said.percent(board.true_ranges_percent) },
  ];
  return (
    <dl class={isStale ? 'board stale' : 'board'}>
      {numbers.map(({ id, name, value }) => (
        <div key={id} class="card board-card">
          <dt>{name}</dt>
          <dd data-testid={`board-${id}`}>{value ?? '…'}</dd>
        </div>
      ))}
      {board?.crew && <AtWork crew={board.crew} />}
    </dl>
  );
}

/** How many do what; never who. */
function AtWork({ crew }: { crew: Crew }) {
  const said = words.value.board;
  const kinds = ['free', 'busy', 'away', 'break'] as const;
  return (
    <div class="card board-card board-crew">
      <dt>{said.crew}</dt>
      <dd>
        <ul class="plain-list">
          {kinds.map((kind) => (
            <li key={kind}>
              <span class="crew-number" data-testid={`crew-${kind}`}>
                {crew[kind]}
              </span>{' '}
              <span class="crew-kind">{said.crewKinds[kind]}</span>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

/** By name, as colleagues see each other: a coordinator has to know whom to ring for a longer evening. */
function WhoIsHere({ here, isStale }: { here: readonly AtTheDesk[]; isStale: boolean }) {
  const said = words.value.board.here;
  return (
    <section aria-labelledby="here">
      <h2 id="here">{said.title}</h2>
      {here.length === 0 ? (
        <p class="soft" data-testid="nobody-here">
          {said.nobody}
        </p>
      ) : (
        <ul class={isStale ? 'plain-list here stale' : 'plain-list here'}>
          {here.map(({ name, role, state, conversations }) => (
            <li key={name} class="card here-row" data-testid="here" data-state={state}>
              <strong>{name}</strong>
              <span class="here-state">{said.state[state]}</span>
              <span class="soft small">
                {[
                  role === 'supervisor' ? said.supervisor : '',
                  conversations > 0 ? said.conversations(conversations) : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
