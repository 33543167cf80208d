/**
 * The contact cards at hand in a conversation. One press of a card's own button sends it; each card stands there
 * just as the visitor will read it, so that a wrong one is seen before.
 */

import { useRef, useState } from 'preact/hooks';
import type { CardLines } from '../wire/card.ts';
import { COMPOSER } from './composer.tsx';
import { CardWords } from './contact-card.tsx';
import {
  type Card,
  type Contacts,
  found,
  grouped,
  linesOf,
  spokenOn,
  wasHanded,
} from './contacts.ts';
import type { Conversation } from './held.ts';
import { words } from './language.ts';
import { usePopover } from './popover.ts';

interface Props {
  readonly held: Conversation;
  /** Undefined while they are fetched, null when they could not be. */
  readonly contacts: Contacts | null | undefined;
  readonly onFetch: () => void;
  readonly onHand: (card: CardLines) => void;
}

export function ContactsButton(props: Props) {
  const popover = usePopover<HTMLDivElement, HTMLInputElement>();
  const { isOpen, whole, opener, toggle, close } = popover;
  const said = words.value.contacts;
  const hand = (card: CardLines) => {
    close();
    props.onHand(card);
    document.getElementById(COMPOSER)?.focus();
  };
  return (
    <div class="two-steps" ref={whole}>
      <button
        ref={opener}
        type="button"
        class="button quiet"
        data-testid="contacts"
        data-act="contacts"
        aria-expanded={isOpen}
        onClick={toggle}
      >
        {said.button}
      </button>
      {isOpen && <Panel {...props} search={popover.first} {...popover} onHand={hand} />}
    </div>
  );
}

interface PanelProps extends Props {
  readonly search: { current: HTMLInputElement | null };
  readonly close: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Panel({ held, contacts, search, close, onKeyDown, onHand, onFetch }: PanelProps) {
  const said = words.value.contacts;
  const [sought, setSought] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const cards = found(contacts?.cards ?? [], sought);
  const onKey = (event: KeyboardEvent) => {
    onKeyDown(event);
    const stops = [search.current, ...(list.current?.querySelectorAll('button') ?? [])];
    walk(event, stops);
  };
  return (
    <section
      class="ask contacts"
      aria-label={said.button}
      data-testid="contacts-panel"
      onKeyDown={onKey}
    >
      <div class="contacts-body">
        <label class="field contacts-search">
          <span>{said.search}</span>
          <input
            ref={search}
            type="search"
            autocomplete="off"
            spellcheck={false}
            data-testid="contacts-search"
            value={sought}
            onInput={(event) => setSought(event.currentTarget.value)}
          />
        </label>
        <p class="small soft">{said.lead}</p>
        <p class="small" role="status" data-testid="contacts-count">
          {contacts === undefined && said.fetching}
          {contacts && said.count(cards.length)}
        </p>
        {contacts === null && (
          <p role="alert">
            {said.failed}{' '}
            <button type="button" class="button quiet" onClick={onFetch}>
              {words.value.tryAgain}
            </button>
          </p>
        )}
        <div ref={list}>
          {grouped(cards).map((each) => (
            <section key={each.group} aria-label={said.group[each.group]}>
              <h2>{said.group[each.group]}</h2>
              <ul class="plain-list">
                {each.cards.map((card) => (
                  <Row key={card.id} card={card} held={held} onHand={onHand} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
      <button type="button" class="button plain small" onClick={close}>
        {said.close}
      </button>
    </section>
  );
}

/** Arrows go from the search to the buttons and back. Enter in the search goes to the first, and sends nothing. */
function walk(event: KeyboardEvent, stops: readonly (HTMLElement | null)[]): void {
  const at = stops.findIndex((stop) => stop !== null && stop === document.activeElement);
  const isEnter = event.key === 'Enter';
  // A key that is held down goes to the first card, and must not go on to send it.
  if (isEnter && event.repeat) event.preventDefault();
  const by =
    event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || (isEnter && at === 0) ? 1 : 0;
  if (at < 0 || by === 0) return;
  event.preventDefault();
  stops[Math.max(0, Math.min(stops.length - 1, at + by))]?.focus();
}

function Row({ card, held, onHand }: Pick<Props, 'held' | 'onHand'> & { readonly card: Card }) {
  const said = words.value.contacts;
  const lines = linesOf(card, held.language);
  const isHanded = wasHanded(held.items, lines);
  return (
    <li class="contact-row" data-testid="contact" data-card={card.id}>
      <p class="contact" lang={spokenOn(card, held.language)} dir="auto">
        <CardWords {...lines} />
      </p>
      <p class="contact-send">
        <button
          type="button"
          class="button quiet"
          data-testid="hand"
          aria-label={said.sendThis(lines.name)}
          onClick={() => onHand(lines)}
        >
          {said.send}
        </button>
        {isHanded && (
          <span class="small" data-testid="handed">
            {said.handed}
          </span>
        )}
      </p>
    </li>
  );
}
