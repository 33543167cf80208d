/** Where the lines of a conversation scroll: who is at its end stays there, and who reads back is left in peace. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { watchReading } from '../ui/reading.ts';
import { useQuiet } from './aid/signs.tsx';
import type { Shown } from './aid/switch.ts';
import { type Conversation, unreadIn } from './held.ts';
import { words } from './language.ts';
import { Lines } from './lines.tsx';

/** Who has scrolled up further than this is reading, and is left in peace. */
const NEAR_THE_END_PX = 160;

interface Props {
  readonly held: Conversation;
  /** One works at this one; others may stand beside it. */
  readonly isActive: boolean;
  /** Everything up to there was on the screen. */
  readonly onRead: (seq: number) => void;
  /** What the indicator aid has found; null where it is off. */
  readonly shown: Shown | null;
}

export function Messages({ held, isActive, shown, onRead }: Props) {
  const said = words.value.conversation;
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [isBehind, setBehind] = useState(false);
  const isQuiet = useQuiet(shown !== null);
  const last = held.items[held.items.length - 1];
  const lastKey = last?.key;
  const isOwn = last?.kind === 'said' && last.mine;

  // The tag form, a longer draft or a turned tablet make the list smaller; its last line stays in sight.
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Each new last line is the reason to scroll; so is the end, which makes the list smaller.
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    if (isAtEnd.current || isOwn) element.scrollTop = element.scrollHeight;
    else setBehind(!isNear(element));
  }, [lastKey, isOwn, held.phase]);

  // Another column is in sight too, but it is not what one works at.
  const now = useRef({ held, onRead });
  now.current = { held, onRead };
  useEffect(() => {
    if (!isActive) return;
    return watchReading(list.current, {
      get unread() {
        return unreadIn(now.current.held);
      },
      readUpTo: (seq) => now.current.onRead(seq),
    });
  }, [isActive]);

  const look = () => {
    const element = list.current;
    if (!element) return;
    isAtEnd.current = isNear(element);
    if (isAtEnd.current) setBehind(false);
  };
  const go = () => {
    const element = list.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    // The button goes away; the keyboard goes on in the list.
    element.focus({ preventScroll: true });
  };
  return (
    <div class="scroll">
      <div
        ref={list}
        class="messages"
        role="log"
        aria-live={isQuiet ? 'off' : 'polite'}
        aria-label={said.messages}
        // A log that scrolls must be reachable without a mouse.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        onScroll={look}
        data-testid="messages"
        data-act="read"
      >
        <Lines held={held} reading={shown?.reading ?? null} many={shown?.many ?? 0} />
      </div>
      {/* Not in the log, which would read it aloud after the message. */}
      {isBehind && (
        <div class="newest">
          <button type="button" class="button" data-testid="newest" onClick={go}>
            {said.newest} <span aria-hidden="true">↓</span>
          </button>
        </div>
      )}
    </div>
  );
}

function isNear(list: Element): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_THE_END_PX;
}
