/** Which language the page speaks. The browser's languages choose it first, then whoever is there; kept nowhere. */
import { signal } from '@preact/signals';
import type { Strings } from '../strings/visitor/strings.ts';
import { loadPart } from './part.ts';

/** For who has none of our languages, and where another does not arrive. */
const DUTCH = 'nl';

/** On a slow line it may still come; nobody should wonder meanwhile whether the page has heard them. */
const LATE_AFTER_MS = 5000;

/** Nothing is drawn before the first language is there (main.tsx). */
export const strings = signal({} as Strings);

/** The language that was asked for did not arrive, or takes long. */
export const isLate = signal(false);

/** What was asked for last: a file that comes later than the next choice changes nothing. */
let wanted = '';

/**
 * Speak the browser's language; Dutch where that does not arrive, and until it does. If neither comes, the words and
 * numbers of index.html stay, as when the app does not come.
 */
export function speakAtFirst(): void {
  const inDutch = () => {
    if (strings.value.language) return;
    load(DUTCH).then(
      (dutch) => {
        if (!strings.value.language) strings.value = dutch;
      },
      () => {},
    );
  };
  setTimeout(inDutch, LATE_AFTER_MS);
  speak(window.luwteParts?.language ?? DUTCH).then(inDutch, inDutch);
}

/** Speak another language; when its file does not arrive, the page goes on as it was and says so. */
export async function speak(tag: string): Promise<void> {
  wanted = tag;
  isLate.value = false;
  const sayLate = () => {
    if (wanted === tag) isLate.value = true;
  };
  const timer = setTimeout(sayLate, LATE_AFTER_MS);
  try {
    const messages = await load(tag);
    if (wanted !== tag) return;
    strings.value = messages;
    isLate.value = false;
  } catch {
    sayLate();
  } finally {
    clearTimeout(timer);
  }
}

const load = (tag: string) => loadPart<Strings>(`language-${tag}`);
