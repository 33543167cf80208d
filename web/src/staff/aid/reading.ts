/**
 * What the aid has found in a conversation: in the memory of this page, and nowhere else. Pure.
 *
 * Only what the visitor said is read: a professional who asks whether somebody takes their money is no sign of it.
 */

import type { Codebook } from '../codebook.ts';
import { type Answers, shownQuestions } from '../form.ts';
import type { Item, Said } from '../transcript.ts';
import type { Aid, Finding, Indicator } from './lexicon.ts';

/** A part of a text; with indicators it is underlined. */
export interface Piece {
  readonly text: string;
  readonly indicators: readonly Indicator[];
}

/** A code that the form may offer, and what was said. */
export interface Suggestion {
  readonly question: string;
  readonly code: string;
  readonly phrases: readonly string[];
}

/** An indicator, and how often it was found. */
export interface Counted {
  readonly indicator: Indicator;
  readonly times: number;
}

/** One and the same: a line is drawn anew when what was found in it is another. */
export const NOTHING: readonly Finding[] = [];

export class Reading {
  readonly aid: Aid;
  /** By message, for as long as the desk holds it. */
  private readonly found = new WeakMap<Said, readonly Finding[]>();
  private read = 0;

  constructor(aid: Aid) {
    this.aid = aid;
  }

  /** How many messages have been read: with it changes what there is to see. */
  get many(): number {
    return this.read;
  }

  /** Read on, the newest first, for as long as `mayGoOn`, and one at least. Gives whether everything has been read. */
  goOn(items: readonly Item[], mayGoOn: () => boolean): boolean {
    const before = this.read;
    for (let at = items.length - 1; at >= 0; at -= 1) {
      const item = items[at];
      if (!item || !isOfVisitor(item) || this.found.has(item)) continue;
      // Else a machine that is slow enough would never read anything.
      if (this.read > before && !mayGoOn()) return false;
      this.found.set(item, this.aid.find(item.text));
      this.read += 1;
    }
    return true;
  }

  /** What is underlined in this message; nothing before it has been read. */
  of(item: Item): readonly Finding[] {
    return item.kind === 'said' ? (this.found.get(item) ?? NOTHING) : NOTHING;
  }

  /** The indicators of a conversation, in the order in which they came up. */
  counted(items: readonly Item[]): readonly Counted[] {
    const times = new Map<Indicator, number>();
    for (const { indicator } of items.flatMap((item) => this.of(item))) {
      times.set(indicator, (times.get(indicator) ?? 0) + 1);
    }
    return [...times].map(([indicator, times]) => ({ indicator, times }));
  }

  /** The codes to offer: those of this codebook alone. */
  suggested(items: readonly Item[], book: Codebook): readonly Suggestion[] {
    if (this.aid.codebook !== book.name) return [];
    const phrases = new Map<string, Set<string>>();
    const byName = new Map<string, Indicator>();
    for (const item of items) {
      for (const { indicator, start, end } of this.of(item)) {
        const name = `${indicator.question}.${indicator.code}`;
        byName.set(name, indicator);
        const said = phrases.get(name) ?? new Set();
        if (item.kind === 'said') said.add(item.text.slice(start, end));
        phrases.set(name, said);
      }
    }
    return [...byName].map(([name, { question, code }]) => ({
      question,
      code,
      phrases: [...(phrases.get(name) ?? [])],
    }));
  }
}

function isOfVisitor(item: Item): item is Said {
  return item.kind === 'said' && !item.mine && item.author === '' && !item.isCard;
}

/** What can be offered now: a question that is not shown has no suggestions, and says nothing of having some. */
export function offered(
  suggestions: readonly Suggestion[],
  book: Codebook,
  chosen: Answers,
): readonly Suggestion[] {
  const shown = new Set(shownQuestions(book, chosen).map(({ id }) => id));
  return suggestions.filter(({ question }) => shown.has(question));
}

/** The text in pieces. Phrases that overlap are one piece, of all their indicators. */
export function piecesOf(text: string, findings: readonly Finding[]): readonly Piece[] {
  const pieces: { text: string; indicators: Indicator[] }[] = [];
  let at = 0;
  let last: { start: number; end: number; indicators: Indicator[] } | null = null;
  const close = () => {
    if (last === null) return;
    if (last.start > at) pieces.push({ text: text.slice(at, last.start), indicators: [] });
    pieces.push({ text: text.slice(last.start, last.end), indicators: last.indicators });
    at = last.end;
    last = null;
  };
  for (const { start, end, indicator } of findings) {
    if (last !== null && start < last.end) {
      last.end = Math.max(last.end, end);
      if (!last.indicators.includes(indicator)) last.indicators.push(indicator);
    } else {
      close();
      last = { start, end, indicators: [indicator] };
    }
  }
  close();
  if (at < text.length) pieces.push({ text: text.slice(at), indicators: [] });
  return pieces;
}
