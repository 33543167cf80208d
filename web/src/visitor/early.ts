/**
 * Brings the parts of the page that not everybody needs: each language, and the control words. Loaded beside the app
 * and before it, so that the words of the browser's language are there when the app is. Each is a script of its own (ui/late.ts).
 */
import { bring } from '../ui/late.ts';
import { darken, isNight } from './night.ts';
import { firstOf } from './tongues.ts';

export interface Parts {
  /** The language that the browser asks for, among those that the page has. */
  readonly language: string;
  /** By the id of its element. Rejects if it did not arrive, or is not what was signed; may be asked again then. */
  load<Part>(id: string): Promise<Part>;
}

declare global {
  interface Window {
    luwteParts?: Parts;
  }
}

const LANGUAGE = 'language-';
const coming = new Map<string, Promise<unknown>>();

function load<Part>(id: string): Promise<Part> {
  const part = coming.get(id) ?? bring<Part>(id);
  coming.set(id, part);
  part.catch(() => coming.delete(id));
  return part as Promise<Part>;
}

const named = Array.from(document.querySelectorAll(`[id^="${LANGUAGE}"]`));
const tags = named.map(({ id }) => id.slice(LANGUAGE.length));
const language = firstOf(navigator.languages || [navigator.language], tags);

// Before the first thing is drawn: style sheets are there when this runs.
if (isNight()) darken();

window.luwteParts = { language, load };
load(LANGUAGE + language).catch(() => {});
