/** Blanks in a text that was written beforehand: what is filled in by itself, and what a person still has to. Pure. */

/** As chatserver/domain/replies.py. The words are the same in every language: they are not for the visitor. */
export const BLANKS = ['naam', 'organisatie', 'nummer', 'plaats', 'tijd', 'collega'] as const;

const BLANK = new RegExp(`\\{(?:${BLANKS.join('|')})\\}`, 'g');

/** From where to where something is in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What the page knows by itself; empty where it does not. */
export interface Own {
  readonly naam: string;
  readonly organisatie: string;
}

export function filled(text: string, { naam, organisatie }: Own): string {
  const known: Readonly<Record<string, string>> = {
    '{naam}': naam,
    '{organisatie}': organisatie,
  };
  return text.replace(BLANK, (blank) => known[blank] || blank);
}

/** The first blank that is still open from this place on. */
export function openBlank(text: string, from = 0): Span | null {
  for (const { 0: blank, index } of text.matchAll(BLANK)) {
    if (index >= from) return { start: index, end: index + blank.length };
  }
  return null;
}

/**
 * A draft with a text put in place of what is selected, what is typed for that, and what is selected then: the first
 * blank of it, or the place after it. Words do not grow together.
 */
export function withText(
  draft: string,
  { start, end }: Span,
  text: string,
): { readonly draft: string; readonly typed: string; readonly selected: Span } {
  const [before, after] = [draft.slice(0, start), draft.slice(end)];
  const typed = `${/\S$/.test(before) ? ' ' : ''}${text}${/^\S/.test(after) ? ' ' : ''}`;
  const last = before.length + typed.length;
  const blank = openBlank(before + typed, before.length);
  return { draft: before + typed + after, typed, selected: blank ?? { start: last, end: last } };
}
