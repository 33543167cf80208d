/**
 * Brings the languages. Loaded beside the app and long before it, so that the words are there when the app is.
 *
 * Each language is a script of its own, which index.html names with its hash, as text that no browser fetches. Here
 * such an element is put in once more as a script: the address and the hash are those of the signed page, and no
 * address of a script is ever written by a script, which the page's policy forbids.
 */
import { ARRIVED } from '../strings/visitor/arrived.ts';
import type { Strings } from '../strings/visitor/strings.ts';
import { firstOf } from './tongues.ts';

export interface Languages {
  /** What the browser asks for, among what the page has. */
  readonly first: string;
  /** Rejects if the file did not arrive, or is not the one that was signed; may be asked again then. */
  load(tag: string): Promise<Strings>;
}

const PREFIX = 'language-';
const coming = new Map<string, Promise<Strings>>();

function load(tag: string): Promise<Strings> {
  const known = coming.get(tag);
  if (known) return known;
  const messages = fetched(tag);
  coming.set(tag, messages);
  messages.catch(() => coming.delete(tag));
  return messages;
}

function fetched(tag: string): Promise<Strings> {
  return new Promise((resolve, reject) => {
    const named = document.getElementById(PREFIX + tag);
    if (!named) throw new Error(tag);
    const script = named.cloneNode() as HTMLScriptElement;
    script.removeAttribute('id');
    script.type = 'text/javascript';
    script.addEventListener(ARRIVED, (event) => resolve((event as CustomEvent<Strings>).detail));
    for (const end of ['load', 'error']) script.addEventListener(end, () => reject(new Error(tag)));
    document.head.appendChild(script);
  });
}

const named = Array.from(document.querySelectorAll(`[id^="${PREFIX}"]`));
const tags = named.map(({ id }) => id.slice(PREFIX.length));
const first = firstOf(navigator.languages || [navigator.language], tags);

(window as { luwteLanguages?: Languages }).luwteLanguages = { first, load };
load(first).catch(() => {});
