/**
 * The lines of a conversation, in chunks of fifty. Text goes into text nodes only; an address in it is not a link.
 *
 * 2,000 lines are drawn in no time because a browser does not lay out what is far from the screen, chunk by chunk
 * (`content-visibility`, talk.css), and because a new message draws its own chunk anew and no other. All of them are
 * in the page all the same, to be found and read aloud.
 */

import { useEffect, useRef, useState } from 'preact/hooks';
import { readCard } from '../wire/card.ts';
import type { Finding } from './aid/lexicon.ts';
import { NOTHING, type Reading } from './aid/reading.ts';
import { Marked } from './aid/signs.tsx';
import { type Chunk, chunksOf } from './chunks.ts';
import { timeOf } from './clock.ts';
import { CardWords } from './contact-card.tsx';
import type { Conversation } from './held.ts';
import { hide, isHidden } from './hiding.ts';
import { words } from './language.ts';
import { namesOf } from './members.tsx';
import { type Noted, type Said, type State, stateIn } from './transcript.ts';

/** Chunks that are there with the first picture: more than any screen is high. */
const AT_ONCE = 3;

interface Props {
  readonly held: Conversation;
  readonly reading: Reading | null;
  /** How many messages the aid has read. */
  readonly many: number;
}

export function Lines({ held, reading, many }: Props) {
  const before = useRef<readonly Chunk[]>([]);
  const chunks = chunksOf(held, before.current);
  before.current = chunks;
  const [filled, setFilled] = useState(AT_ONCE);
  const isFull = filled >= chunks.length;
  // The newest are what one reads; the others come in from below, a chunk at a time.
  useEffect(() => {
    if (isFull) return;
    const later = setTimeout(() => setFilled(filled + 1));
    return () => clearTimeout(later);
  }, [filled, isFull]);
  return (
    <>
      {chunks.map((chunk, at) => {
        const fromBelow = chunks.length - at;
        return fromBelow > filled ? (
          <div key={at} class="chunk chunk-later" data-testid="chunk-later" />
        ) : (
          <Fifty
            key={at}
            ticket={held.ticket}
            isNear={fromBelow < AT_ONCE}
            items={chunk.items}
            delivered={chunk.delivered}
            read={chunk.read}
            phase={held.phase}
            reading={reading}
            many={reading === null ? 0 : many}
          />
        );
      })}
    </>
  );
}

interface OfFifty extends Chunk {
  readonly ticket: string;
  readonly isNear: boolean;
  readonly phase: Conversation['phase'];
  readonly reading: Reading | null;
  readonly many: number;
}

/** As it looks at a signal, it is drawn anew only when one of its properties is another. */
function Fifty({ ticket, isNear, items, delivered, read, phase, reading }: OfFifty) {
  void words.value;
  return (
    <ol class={isNear ? 'plain-list chunk chunk-near' : 'plain-list chunk'}>
      {items.map((item) =>
        item.kind === 'said' ? (
          <Message
            key={item.key}
            ticket={ticket}
            item={item}
            state={stateIn({ delivered, read, phase }, item)}
            findings={reading?.of(item) ?? NOTHING}
          />
        ) : (
          <Remark key={item.key} item={item} />
        ),
      )}
    </ol>
  );
}

interface OfMessage {
  readonly ticket: string;
  readonly item: Said;
  readonly state: State | null;
  readonly findings: readonly Finding[];
}

function Message({ ticket, item, state, findings }: OfMessage) {
  const said = words.value.conversation;
  const isCovered = isHidden(ticket, item);
  const card = item.isCard ? readCard(item.text) : null;
  return (
    <li
      class={item.mine ? 'message mine' : 'message'}
      data-testid="message"
      data-mine={String(item.mine)}
      data-state={state ?? ''}
      data-seq={item.mine ? undefined : (item.seq ?? undefined)}
    >
      <span class="aloud">{item.mine ? said.you : item.author || said.visitor}: </span>
      {isCovered ? (
        <p class="message-text covered">{words.value.window.covered}</p>
      ) : card === null ? (
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
        {!item.mine && <Cover ticket={ticket} item={item} isCovered={isCovered} />}
        {state !== null && <span class={`state state-${state}`}>{said.state[state]}</span>}
      </p>
    </li>
  );
}

/** Not on the way of Tab, which would never arrive anywhere: a key covers the newest, and the panel all. */
function Cover(props: Pick<OfMessage, 'ticket' | 'item'> & { readonly isCovered: boolean }) {
  const { ticket, item, isCovered } = props;
  const said = words.value.window;
  return (
    <button
      type="button"
      class={isCovered ? 'cover cover-on' : 'cover'}
      tabIndex={isCovered ? 0 : -1}
      data-testid="cover"
      onClick={() => hide(ticket, [item], !isCovered)}
    >
      {isCovered ? said.show : said.cover}
    </button>
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
