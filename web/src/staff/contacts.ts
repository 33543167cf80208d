/** The contact cards: the organisation's data, in its languages; found by typing, grouped by what they are. */

import { type CardLines, cardText } from '../wire/card.ts';
import type { Item } from './transcript.ts';

/** By language; every card has Dutch and English. */
type Spoken = Readonly<Record<string, string>> & { readonly nl: string; readonly en: string };

/** As `GET /api/contacts` sends it. */
export interface Card {
  readonly id: string;
  readonly kind: 'emergency' | 'police' | 'help';
  /** The police unit that this is, by the codes of the question `region`. */
  readonly region: string | null;
  readonly number: string;
  readonly name: Spoken;
  readonly about: Spoken;
  readonly hours: Spoken | null;
}

export interface Contacts {
  readonly cards: readonly Card[];
}

/** The question of the codebook whose codes are those of the police units. */
export const REGION = 'region';

export type Group = 'emergency' | 'help' | 'police' | 'region';

const GROUPS: readonly Group[] = ['emergency', 'help', 'police', 'region'];

/** The card in a language, or in English. */
export function linesOf(card: Card, language: string): CardLines {
  const { name, about, hours, number } = card;
  const spoken = spokenOn(card, language);
  const of = (words: Spoken | null) => words?.[spoken] ?? '';
  return { name: of(name), about: of(about), number, hours: of(hours) };
}

/** The language in which a card is, for who asked for this one. */
export function spokenOn({ name }: Card, language: string): string {
  return Object.keys(name).includes(language) ? language : 'en';
}

/** What fits what was typed: every word of it somewhere on the card, in whatever language. */
export function found(cards: readonly Card[], sought: string): readonly Card[] {
  const parts = plain(sought).split(/\s+/);
  return cards.filter((card) => {
    const { name, about, number } = card;
    const digits = number.replace(/[^0-9]/g, '');
    const all = plain([...Object.values(name), ...Object.values(about), number, digits].join('\n'));
    return parts.every((part) => all.includes(part));
  });
}

/** Groups that have cards, in the order in which they are looked for. */
export function grouped(
  cards: readonly Card[],
): readonly { readonly group: Group; readonly cards: readonly Card[] }[] {
  return GROUPS.map((group) => ({
    group,
    cards: cards.filter((card) => groupOf(card) === group),
  })).filter((each) => each.cards.length > 0);
}

/** The police units of these regions. */
export function unitsOf(cards: readonly Card[], regions: readonly string[]): readonly Card[] {
  return cards.filter(({ region }) => region !== null && regions.includes(region));
}

/** Whether one of us handed this card in this conversation. */
export function wasHanded(items: readonly Item[], lines: CardLines): boolean {
  const text = cardText(lines);
  return items.some((item) => item.kind === 'said' && item.isCard && item.text === text);
}

function groupOf({ kind, region }: Card): Group {
  return region === null ? kind : 'region';
}

/** Without capitals and accents: who types in the night leaves them out. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}
