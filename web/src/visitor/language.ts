// Which language the page speaks. Chosen by the browser's first, then by a tap; kept nowhere.
import { type Signal, signal } from '@preact/signals';
import { en } from '../strings/visitor/en.ts';
import { nl, type Strings } from '../strings/visitor/nl.ts';

export function languageOf(tag: string): Strings {
  return tag.toLowerCase().startsWith('en') ? en : nl;
}

export const strings: Signal<Strings> = signal(languageOf(navigator.language));

export function switchLanguage(): void {
  strings.value = strings.value === nl ? en : nl;
}
