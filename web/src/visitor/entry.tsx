// One line of the conversation. Words only ever become text nodes: no links, no marks, no HTML.
import type { Strings } from '../strings/visitor/strings.ts';
import { type CardLines, dialled, readCard } from '../wire/card.ts';
import type { Entry, MessageState } from './journey.ts';

const TICKS: Record<MessageState, string> = {
  sending: '…',
  sent: '✓',
  delivered: '✓✓',
  read: '✓✓',
  failed: '!',
};

/** Said in a word that everybody sees. */
const SHOWN: readonly MessageState[] = ['read', 'failed'];

export function EntryItem({ entry, t }: { entry: Entry; t: Strings }) {
  if (entry.kind === 'note') {
    return (
      <li class="note" data-testid="note" data-note={entry.note}>
        {noteText(entry, t)}
      </li>
    );
  }
  if (entry.kind === 'theirs') {
    return (
      <li class="message theirs" data-testid="message" data-mine="false" data-seq={entry.seq}>
        <p class="by">{entry.name === '' ? t.professional : entry.name}</p>
        <Theirs text={entry.text} card={entry.isCard ? readCard(entry.text) : null} t={t} />
        <p class="meta">{clock(entry.at)}</p>
      </li>
    );
  }
  return (
    <li class="message mine" data-testid="message" data-mine="true" data-state={entry.state}>
      <p class="aloud">{t.you}</p>
      <p class="text" dir="auto" data-testid="text">
        {entry.text}
      </p>
      {/* The same elements in every state: a changed mark is not a new message to be read aloud. */}
      <p class="meta">
        <span>{clock(entry.at)}</span> <span aria-hidden="true">{TICKS[entry.state]}</span>{' '}
        <span class={SHOWN.includes(entry.state) ? '' : 'aloud'}>{t[entry.state]}</span>
      </p>
    </li>
  );
}

/** A number on a card can be tapped; nothing is dialled, opened or fetched before that. */
function Theirs({ text, card, t }: { text: string; card: CardLines | null; t: Strings }) {
  if (card === null) {
    return (
      <p class="text" dir="auto" data-testid="text">
        {text}
      </p>
    );
  }
  return (
    <div class="text contact" dir="auto" data-testid="card">
      <p>
        <b>{card.name}</b>
      </p>
      <p>{card.about}</p>
      <a class="button" href={`tel:${dialled(card.number)}`}>
        {t.call} <span dir="ltr">{card.number}</span>
      </a>
      {card.hours !== '' && <p>{card.hours}</p>}
      <p class="small soft">{t.callStays}</p>
    </div>
  );
}

export function noteText(entry: Extract<Entry, { kind: 'note' }>, t: Strings): string {
  const text = t[entry.note];
  return typeof text === 'string'
    ? text
    : text({ name: entry.name === '' ? t.professional : entry.name });
}

/** Hours and minutes where the visitor is; the message itself only knows whole minutes. */
function clock(minute: number): string {
  const time = new Date(minute * 60_000);
  const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}
