/**
 * What can be put into the composer: the replies of the organisation and the phrases of the book, each in the language
 * of the visitor with the professional's own beside it, and what fits what was typed. Pure.
 */

import { plain } from '../contacts.ts';

/** By language. */
export type Spoken = Readonly<Record<string, string>>;

export const CATEGORIES = ['begin', 'safety', 'calm', 'refer', 'wait', 'end'] as const;
export type Category = (typeof CATEGORIES)[number];

/** As `GET /api/replies` sends it. */
export interface Reply {
  readonly key: string;
  readonly category: Category;
  readonly title: Spoken;
  readonly text: Spoken;
}

export interface ReplySet {
  readonly version: number;
  readonly replies: readonly Reply[];
  /** Its name, by language. */
  readonly organisation: Spoken | null;
}

/** What phrasebook/read.mjs makes. */
export interface Phrasebook {
  readonly groups: readonly { readonly id: string; readonly size: number }[];
  readonly keys: readonly string[];
  readonly languages: Readonly<
    Record<string, { readonly reviewed: string | false; readonly phrases: readonly string[] }>
  >;
}

export interface Choice {
  /** What is typed after the `/`; of a phrase: where it stands in the book. */
  readonly key: string;
  readonly group: string;
  /** Empty for a phrase, which says itself what it is for. */
  readonly title: string;
  readonly text: string;
  /** Of the text. */
  readonly language: string;
  /** The same in the language of who chooses; null where that is the language of the text. */
  readonly beside: string | null;
}

/** Who reads, and who writes. */
export interface Languages {
  readonly visitor: string;
  readonly own: string;
}

/** The language in which something is, for who asked for this one: English before Dutch where neither is it. */
export function spokenIn(texts: Spoken, language: string): string {
  return [language, 'en', 'nl'].find((each) => Object.hasOwn(texts, each)) ?? 'nl';
}

/** Those that the visitor can read first, each in the order of a conversation. */
export function choicesOf(
  replies: readonly Reply[],
  { visitor, own }: Languages,
): readonly Choice[] {
  const rank = ({ category, text }: Reply) =>
    CATEGORIES.indexOf(category) + (Object.hasOwn(text, visitor) ? 0 : CATEGORIES.length);
  return [...replies]
    .sort((one, other) => rank(one) - rank(other))
    .map(({ key, category, title, text }) => {
      const language = spokenIn(text, visitor);
      const beside = spokenIn(text, own);
      return {
        key,
        group: category,
        title: title[spokenIn(title, own)] ?? key,
        text: text[language] ?? '',
        language,
        beside: beside === language ? null : (text[beside] ?? null),
      };
    });
}

export function phrasesOf(book: Phrasebook, { visitor, own }: Languages): readonly Choice[] {
  const phrases = Object.fromEntries(
    Object.entries(book.languages).map(([language, each]) => [language, each.phrases[0] ?? '']),
  );
  const language = spokenIn(phrases, visitor);
  const beside = spokenIn(phrases, own);
  const groups = book.groups.flatMap(({ id, size }) => Array<string>(size).fill(id));
  return book.keys.map((key, at) => ({
    key,
    group: groups[at] ?? '',
    title: '',
    text: book.languages[language]?.phrases[at] ?? '',
    language,
    beside: beside === language ? null : (book.languages[beside]?.phrases[at] ?? null),
  }));
}

/** What fits what was typed: first where the key begins so, then where every word of it stands somewhere. */
export function fitting(choices: readonly Choice[], sought: string): readonly Choice[] {
  const typed = plain(sought.trim());
  if (typed === '') return choices;
  const words = typed.split(/\s+/);
  const begins = choices.filter(({ key }) => key.startsWith(typed));
  const holds = choices.filter((choice) => {
    const { key, title, text, beside } = choice;
    const all = plain([key, title, text, beside ?? ''].join('\n'));
    return !begins.includes(choice) && words.every((word) => all.includes(word));
  });
  return [...begins, ...holds];
}
