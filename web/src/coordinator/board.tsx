/** Four numbers that hold no tags, fetched anew every few seconds while somebody looks. */

import { useEffect, useState } from 'preact/hooks';
import { get } from '../staff/api.ts';
import { words } from '../staff/language.ts';
import type { Board } from './figures.ts';

/** Fresh enough to decide who is called in; light enough to stay open all night. */
const LOOK_EVERY_MS = 5_000;

export function BoardView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.board;
  const [board, setBoard] = useState<Board | null>(null);
  const [isStale, setStale] = useState(false);

  useEffect(() => {
    let isGone = false;
    const look = async () => {
      if (document.visibilityState === 'hidden') return;
      const answer = await get<Board>('/api/board');
      if (isGone) return;
      setStale(!answer.isOk);
      if (answer.isOk) setBoard(answer.value);
      else if (answer.code === 'not_signed_in') onExpired();
    };
    const lookNow = () => void look();
    lookNow();
    const timer = setInterval(lookNow, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', lookNow);
    return () => {
      isGone = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookNow);
    };
  }, [onExpired]);

  const numbers = [
    { id: 'waiting', name: said.waiting, value: board && String(board.waiting) },
    { id: 'longest', name: said.longest, value: board && said.minutes(board.longest_wait_minutes) },
    { id: 'conversations', name: said.conversations, value: board && String(board.conversations) },
    { id: 'finished', name: said.finished, value: board && String(board.finished_today) },
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
