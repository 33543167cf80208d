/** A reply while it is written: what is in the fields, and what is wrong with it. The server decides; this explains. */

import { BLANKS } from '../../staff/replies/blanks.ts';
import type { Category, Reply } from '../../staff/replies/choices.ts';

/** As chatserver/domain/replies.py. */
export const KEY = /^[a-z0-9][a-z0-9_-]{0,23}$/;
export const LONGEST = 1000;
export const LONGEST_TITLE = 60;
export const MOST = 200;

/** Of the visitor's page; every reply has the first two. */
// biome-ignore format: one line is read at a glance
export const LANGUAGES = ['nl', 'en', 'ar', 'bg', 'de', 'es', 'fr', 'hu', 'pl', 'ro', 'ti', 'tr', 'uk', 'vi', 'zh'] as const;

export const NEEDED = ['nl', 'en'] as const;

/** Comes along with what is copied from elsewhere, and is refused: it turns a text around. */
const UNSEEN = /(?!\n)\p{Cc}|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** What is in the fields. */
export interface Draft {
  readonly key: string;
  readonly category: Category;
  readonly title: Readonly<Record<string, string>>;
  readonly text: Readonly<Record<string, string>>;
}

export type Fault =
  | { readonly kind: 'key' | 'taken' | 'title' | 'text' | 'titleLong' | 'full' }
  | { readonly kind: 'textLong'; readonly language: string; readonly excess: number }
  | { readonly kind: 'blank'; readonly language: string; readonly blank: string }
  | { readonly kind: 'brace' | 'unlike'; readonly language: string };

export const EMPTY: Draft = {
  key: '',
  category: 'begin',
  title: { nl: '', en: '' },
  text: { nl: '', en: '' },
};

/** What is sent: without the spaces around it, and without languages in which nothing was written. */
export function replyOf({ key, category, title, text }: Draft): Reply {
  return { key: key.trim(), category, title: trimmed(title), text: trimmed(text) };
}

/** Args: others: the keys of all other replies. */
export function faultsOf(draft: Draft, others: readonly string[]): readonly Fault[] {
  const { key, title, text } = replyOf(draft);
  const faults: Fault[] = [];
  if (!KEY.test(key)) faults.push({ kind: 'key' });
  if (others.includes(key)) faults.push({ kind: 'taken' });
  if (others.length >= MOST) faults.push({ kind: 'full' });
  if (NEEDED.some((each) => !title[each])) faults.push({ kind: 'title' });
  if (Object.values(title).some((each) => lengthOf(each) > LONGEST_TITLE)) {
    faults.push({ kind: 'titleLong' });
  }
  if (NEEDED.some((each) => !text[each])) faults.push({ kind: 'text' });
  const first = blanksIn(text[NEEDED[0]] ?? '');
  for (const [language, each] of Object.entries(text)) {
    faults.push(...faultsIn(each, language, first));
  }
  return faults;
}

function faultsIn(text: string, language: string, first: readonly string[]): readonly Fault[] {
  const excess = lengthOf(text) - LONGEST;
  const faults: Fault[] = excess > 0 ? [{ kind: 'textLong', language, excess }] : [];
  const blanks = blanksIn(text);
  const unknown = blanks.find((blank) => !BLANKS.some((each) => each === blank));
  if (unknown !== undefined) faults.push({ kind: 'blank', language, blank: `{${unknown}}` });
  if (/[{}]/.test(text.replace(/\{[^{}]*\}/g, ''))) faults.push({ kind: 'brace', language });
  else if (blanks.join() !== first.join()) faults.push({ kind: 'unlike', language });
  return faults;
}

/** In the order of the alphabet: a sentence of another language may have them in another. */
function blanksIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map(([, blank = '']) => blank))].sort();
}

const lengthOf = (text: string): number => [...text].length;

function trimmed(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const all = Object.entries(texts).map(
    ([language, text]) => [language, text.replace(UNSEEN, '').trim()] as const,
  );
  return Object.fromEntries(all.filter(([, text]) => text !== ''));
}
