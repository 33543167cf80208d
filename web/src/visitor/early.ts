/**
 * Brings the parts of the page that not everybody needs: each language, and the control words. Loaded beside the app
 * and before it, so that the words of the browser's language are there when the app is.
 *
 * Such a part is a script of its own, which index.html names with its hash, as text that no browser fetches. Here its
 * element is put in once more as a script: the address and the hash are those of the signed page, and no address of
 * a script is ever written by a script, which the page's policy forbids.
 */
import { ARRIVED } from './arrived.ts';
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
  const part = coming.get(id) ?? fetched(id);
  coming.set(id, part);
  part.catch(() => coming.delete(id));
  return part as Promise<Part>;
}

function fetched(id: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const named = document.getElementById(id);
    if (!named) throw new Error(id);
    const script = named.cloneNode() as HTMLScriptElement;
    script.removeAttribute('id');
    script.type = 'text/javascript';
    script.addEventListener(ARRIVED, (event) => resolve((event as CustomEvent<unknown>).detail));
    for (const end of ['load', 'error']) script.addEventListener(end, () => reject(new Error(id)));
    document.head.appendChild(script);
  });
}

const named = Array.from(document.querySelectorAll(`[id^="${LANGUAGE}"]`));
const tags = named.map(({ id }) => id.slice(LANGUAGE.length));
const language = firstOf(navigator.languages || [navigator.language], tags);

window.luwteParts = { language, load };
load(LANGUAGE + language).catch(() => {});
