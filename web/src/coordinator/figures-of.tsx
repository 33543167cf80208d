/** What was counted in some time, as numbers, and how long it took as tables that can be opened. */

import type { Footfall } from './footfall.ts';
import { words } from './language.ts';
import { StretchTable } from './stretches.tsx';

interface Props {
  /** Begins the names by which tests find the numbers. */
  readonly id: 'today' | 'weeks';
  readonly footfall: Footfall | null;
  readonly isStale?: boolean;
}

export function FiguresOf({ id, footfall, isStale = false }: Props) {
  const said = words.value.footfall;
  const numbers = [
    { name: 'came', label: said.came, value: footfall?.came },
    { name: 'taken', label: said.taken, value: footfall?.taken },
    { name: 'left', label: said.left, value: footfall?.left },
    { name: 'unanswered', label: said.unanswered, value: footfall?.unanswered },
    { name: 'ended', label: said.ended, value: footfall?.ended },
    { name: 'line', label: said.longestLine, value: footfall?.longest_line },
  ];
  return (
    <dl class={isStale ? 'board board-many stale' : 'board board-many'}>
      {numbers.map(({ name, label, value }) => (
        <div key={name} class="card board-card">
          <dt>{label}</dt>
          <dd data-testid={`${id}-${name}`}>{value ?? '…'}</dd>
        </div>
      ))}
    </dl>
  );
}

export function HowLong({ id, footfall }: { id: Props['id']; footfall: Footfall }) {
  const said = words.value.footfall;
  const { wait_bounds: waits, length_bounds: lengths } = footfall;
  return (
    <details class="more" data-testid={`${id}-more`}>
      <summary>{said.more}</summary>
      <div class="stretch-tables">
        <StretchTable
          id={`${id}-taken-after`}
          title={said.takenAfter}
          counts={footfall.taken_after}
          bounds={waits}
        />
        <StretchTable
          id={`${id}-left-after`}
          title={said.leftAfter}
          counts={footfall.left_after}
          bounds={waits}
        />
        <StretchTable
          id={`${id}-ended-after`}
          title={said.endedAfter}
          counts={footfall.ended_after}
          bounds={lengths}
        />
      </div>
      <p class="small soft">
        {said.doors(footfall.open_minutes, footfall.paused_minutes, footfall.full_minutes)}
      </p>
      <p class="small soft">{said.meaning}</p>
    </details>
  );
}
