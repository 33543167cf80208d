// The end of the conversation: the newest message stays in sight, unless somebody is reading back. Who reads back
// sees a sign that there is something new below.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Screen } from './parts.tsx';

/** How far from the newest message somebody is still following, and not reading back. */
const FOLLOWING_PX = 120;

export function Newest({ session, journey, t }: Screen) {
  const end = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [isBehind, setBehind] = useState(false);
  const { entries } = journey;
  const newest = entries[entries.length - 1];
  const id = newest?.id;
  const isMine = newest?.kind === 'mine' && id !== session.answersId;
  const isTalking = journey.stage === 'conversation';
  // Not the last line: what they say may come before an own message that is still on its way.
  const heard = entries.filter(({ kind }) => kind !== 'mine').length;

  useEffect(() => {
    const here = end.current;
    if (!here) return;
    let seen = 0;
    const look = () => {
      const { scrollTop } = boxOf(here);
      // Who scrolls up reads back; not who turns the phone or opens the keyboard, which moves the end away.
      if (scrollTop < seen) isFollowing.current = false;
      seen = scrollTop;
      if (!isNear(here)) return;
      isFollowing.current = true;
      setBehind(false);
    };
    const follow = () => {
      // Not while waiting, unless somebody writes: there, the words to read are at the top.
      const isTalk = session.journey.value.stage === 'conversation' || session.hasWritten;
      if (isFollowing.current && isTalk && document.querySelector('.log li')) toEnd(here);
    };
    // Caught on its way, for it does not matter which box it is.
    document.addEventListener('scroll', look, true);
    // Absent before Safari 13.1: there, a growing composer hides the newest line until one scrolls.
    const observer = 'ResizeObserver' in window ? new ResizeObserver(follow) : null;
    // The head too: a banner or a question in it pushes the newest line down.
    for (const each of [boxOf(here), ...document.querySelectorAll('.head')])
      observer?.observe(each);
    return () => {
      document.removeEventListener('scroll', look, true);
      observer?.disconnect();
    };
  }, []);

  useLayoutEffect(() => {
    if (isMine) toEnd(end.current);
  }, [id, isMine]);

  useLayoutEffect(() => {
    // Who waits has something to read at the top, whatever note is added below.
    if (!isTalking) return;
    if (isFollowing.current) toEnd(end.current);
    else setBehind(!isNear(end.current));
  }, [heard, isTalking]);

  const go = () => {
    toEnd(end.current);
    // The button goes away; who works with the keyboard or listens goes on at the newest line.
    const last = document.querySelector<HTMLElement>('.log li:last-child');
    last?.setAttribute('tabindex', '-1');
    last?.focus({ preventScroll: true });
  };
  return (
    <div class="newest" ref={end}>
      {isBehind && (
        <button type="button" class="button" data-testid="newest" onClick={go}>
          {t.newest} <span aria-hidden="true">↓</span>
        </button>
      )}
    </div>
  );
}

/** What scrolls: in a very low window the page as a whole (style.css), with the composer at its end. */
function boxOf(end: Element): Element {
  const main = end.closest('main') ?? end;
  const isLow = getComputedStyle(main).overflowY === 'visible';
  return (isLow && document.scrollingElement) || main;
}

function isNear(end: Element | null): boolean {
  if (!end) return true;
  const box = boxOf(end);
  return box.scrollHeight - box.scrollTop - box.clientHeight < FOLLOWING_PX;
}

function toEnd(end: Element | null): void {
  if (!end) return;
  const box = boxOf(end);
  box.scrollTop = box.scrollHeight;
}
