/** The lines of a conversation. Text goes into text nodes only; an address in it is not a link. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { readCard } from '../wire/card.ts';
import type { Finding } from './aid/lexicon.ts';
import { Marked, useQuiet } from './aid/signs.tsx';
import type { Shown } from './aid/switch.ts';
import { timeOf } from './clock.ts';
import { CardWords } from './contact-card.tsx';
import type { Conversation } from './held.ts';
import { words } from './language.ts';
import { namesOf } from './members.tsx';
import { type Item, type Noted, type Said, stateOf } from './transcript.ts';

/** Who has scrolled up further than this is reading, and is left in peace. */
const NEAR_THE_END_PX = 160;

const NOTHING: readonly Finding[] = [];

interface Props {
  readonly held: Conversation;
  /** What the indicator aid has found; null where it is off. */
  readonly shown: Shown | null;
}

export function Messages({ held, shown }: Props) {
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
    <>
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
        <ol class="plain-list">
          {held.items.map((item) => (
            <Line
              key={item.key}
              item={item}
              held={held}
              findings={shown?.reading.of(item) ?? NOTHING}
            />
          ))}
        </ol>
      </div>
      {/* Not in the log, which would read it aloud after the message. */}
      {isBehind && (
        <div class="newest">
          <button type="button" class="button" data-testid="newest" onClick={go}>
            {said.newest} <span aria-hidden="true">↓</span>
          </button>
        </div>
      )}
    </>
  );
}

function isNear(list: Element): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_THE_END_PX;
}

interface OfLine {
  readonly held: Conversation;
  readonly findings: readonly Finding[];
}

function Line({ item, ...around }: OfLine & { readonly item: Item }) {
  return item.kind === 'said' ? <Message item={item} {...around} /> : <Remark item={item} />;
}

function Message({ item, held, findings }: OfLine & { readonly item: Said }) {
  const said = words.value.conversation;
  const state = item.mine
    ? stateOf(item, { delivered: held.delivered, hasEnded: held.phase === 'ended' })
    : null;
  const card = item.isCard ? readCard(item.text) : null;
  return (
    <li
      class={item.mine ? 'message mine' : 'message'}
      data-testid="message"
      data-mine={String(item.mine)}
      data-state={state ?? ''}
    >
      <span class="aloud">{item.mine ? said.you : item.author || said.visitor}: </span>
      {card === null ? (
        <p class="message-text" dir="auto">
          {findings.length === 0 ? item.text : <Marked item={item} findings={findings} />}
        </p>
      ) : (
        <p class="message-text contact" dir="auto" data-testid="card">
          <CardWords {...card} />
        </p>
      )}
      <p class="message-meta">
        {!item.mine && item.author !== '' && <span>{item.author}</span>}
        <span>{timeOf(item.at)}</span>
        {state !== null && <span class={`state state-${state}`}>{said.state[state]}</span>}
      </p>
    </li>
  );
}

function Remark({ item }: { item: Noted }) {
  return (
    <li class={`remark remark-${item.note}`} data-testid="remark" data-note={item.note}>
      {textOf(item)}
    </li>
  );
}

function textOf({ note, who }: Noted): string {
  const said = words.value.conversation;
  const name = who[0]?.name ?? '';
  switch (note) {
    case 'readers':
      return said.readers(namesOf(who));
    case 'left':
      return said.left(name);
    case 'closing':
      return name === '' ? said.note.closing : said.closingBy(name);
    default:
      return said.note[note];
  }
}
