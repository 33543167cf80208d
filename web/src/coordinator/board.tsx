/** Five numbers that hold no tags, fetched anew every few seconds while somebody looks. */

import { words } from '../staff/language.ts';
import type { Board } from './figures.ts';
import { useFresh } from './fresh.ts';

export function BoardView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.board;
  const { value: board, isStale } = useFresh<Board>('/api/board', onExpired);
  const numbers = [
    { id: 'waiting', name: said.waiting, value: board && String(board.waiting) },
    { id: 'longest', name: said.longest, value: board && said.minutes(board.longest_wait_minutes) },
    { id: 'conversations', name: said.conversations, value: board && String(board.conversations) },
    { id: 'finished', name: said.finished, value: board && String(board.finished_today) },
    { id: 'true', name: said.trueRanges, value: board && said.percent(board.true_ranges_percent) },
  ];
  return (
    <section aria-labelledby="board">
      <h2 id="board">{said.title}</h2>
      <dl class={isStale ? 'board stale' : 'board'}>
        {numbers.map(({ id, name, value }) => (
          <div key={id} class="card board-card">
            <dt>{name}</dt>
            <dd data-testid={`board-${id}`}>{value ?? '…'}</dd>
          </div>
        ))}
      </dl>
      <p class={isStale ? 'strip strip-care' : 'aloud'} role="status">
        {isStale ? said.stale : ''}
      </p>
    </section>
  );
}
