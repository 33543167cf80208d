/** The language of the staff pages: remembered in memory only, like everything else here. */

import { computed, signal } from '@preact/signals';
import { en } from '../strings/staff/en.ts';
import { nl, type Words } from '../strings/staff/nl.ts';

export type Language = 'nl' | 'en';

/** Words that come from data (codebook, tables) and bring both languages. */
export type Text = Readonly<Record<Language, string>>;

export const language = signal<Language>('nl');

export const words = computed<Words>(() => (language.value === 'nl' ? nl : en));

export function speak(next: Language): void {
  language.value = next;
  document.documentElement.lang = next;
}

/** The name of a visitor's language in the reader's own. */
export function languageName(code: string): string {
  const name = new Intl.DisplayNames([language.value], { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
