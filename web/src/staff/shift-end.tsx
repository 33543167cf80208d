/** The end of a shift: nobody new, what is still open with the ways out of it, and then: done. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Desk } from './desk.ts';
import { SWITCH } from './duty.tsx';
import type { Conversation } from './held.ts';
import { labelOf } from './label.ts';
import { words } from './language.ts';

interface Props {
  readonly desk: Desk;
  readonly onSelect: (ticket: string) => void;
  readonly onHandOver: (cid: string) => void;
  readonly onGoOn: () => void;
}

/** What is still there. */
export function ShiftEnd({ desk, onSelect, onHandOver, onGoOn }: Props) {
  const { shiftEnd: said, conversations } = words.value;
  const isUp = desk.line === 'up';
  const running = desk.conversations.filter(({ phase }) => phase !== 'ended');
  return (
    <section class="shift-end" aria-labelledby="shift-end" data-testid="shift-end">
      <div class="shift-end-top">
        <h2 id="shift-end">{said.title}</h2>
        <p>{said.lead}</p>
      </div>
      <ul class="plain-list">
        {running.map((held) => (
          <li key={held.ticket} class="shift-end-row" data-testid="shift-end-running">
            <strong>{conversations.name(labelOf(held.ticket))}</strong>
            <button
              type="button"
              class="button quiet"
              aria-label={said.toConversationLong(conversations.name(labelOf(held.ticket)))}
              onClick={() => onSelect(held.ticket)}
            >
              {said.toConversation}
            </button>
            <HandOver held={held} isUp={isUp} onHandOver={onHandOver} />
          </li>
        ))}
        {desk.untagged.map((ticket) => (
          <li key={ticket} class="shift-end-row" data-testid="shift-end-untagged">
            <strong>{conversations.name(labelOf(ticket))}</strong>
            <button
              type="button"
              class="button quiet"
              aria-label={said.toTagLong(conversations.name(labelOf(ticket)))}
              onClick={() => onSelect(ticket)}
            >
              {said.toTag}
            </button>
          </li>
        ))}
      </ul>
      <GoOn isUp={isUp} onGoOn={onGoOn} />
    </section>
  );
}

interface HandOverProps {
  readonly held: Conversation;
  readonly isUp: boolean;
  readonly onHandOver: (cid: string) => void;
}

function HandOver({ held, isUp, onHandOver }: HandOverProps) {
  const { shiftEnd: said, conversations } = words.value;
  // A guest leaves it to who holds it; and the visitor must have let us in before there is anything to hand over.
  if (held.isGuest || held.phase !== 'open') return null;
  if (held.ask !== null) return <span class="soft small">{said.asked}</span>;
  return (
    <button
      type="button"
      class="button quiet"
      data-testid="shift-end-hand-over"
      aria-label={said.handOverLong(conversations.name(labelOf(held.ticket)))}
      disabled={!isUp}
      onClick={() => onHandOver(held.cid)}
    >
      {said.handOver}
    </button>
  );
}

function GoOn({ isUp, onGoOn }: { isUp: boolean; onGoOn: () => void }) {
  return (
    <button
      type="button"
      class="button quiet"
      data-testid="go-on"
      disabled={!isUp}
      onClick={() => {
        onGoOn();
        // The switch comes back a moment later.
        setTimeout(() => document.getElementById(SWITCH)?.focus(), 300);
      }}
    >
      {words.value.shiftEnd.goOn}
    </button>
  );
}

interface DoneProps {
  readonly isUp: boolean;
  readonly onSignOut: () => void;
  readonly onGoOn: () => void;
  /** What can still be looked at again. */
  readonly children: ComponentChildren;
}

/** Nothing is left. */
export function ShiftDone({ isUp, onSignOut, onGoOn, children }: DoneProps) {
  const { shiftEnd: said, signOut } = words.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main class="work work-empty shift-done" data-testid="shift-done">
      <h1 tabIndex={-1} ref={heading}>
        {said.done}
      </h1>
      <p class="soft">{said.doneBody}</p>
      <button type="button" class="button main" data-testid="done-sign-out" onClick={onSignOut}>
        {signOut}
      </button>
      <GoOn isUp={isUp} onGoOn={onGoOn} />
      {children}
    </main>
  );
}
