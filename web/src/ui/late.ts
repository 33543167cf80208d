/**
 * Scripts that are fetched only when somebody needs them: languages, control words, charts.
 *
 * index.html names each with its hash, as text that no browser fetches. `bring` puts such an element in once more as
 * a script: the address and the hash are those of the signed page, and no address of a script is ever written by a
 * script, which the page's policy forbids. The script hands over what it has.
 */

const ARRIVED = 'arrived';

/** What the script of this element hands over. Rejects if it did not arrive, or is not what was signed. */
export function bring<Part>(id: string): Promise<Part> {
  return new Promise((resolve, reject) => {
    const named = document.getElementById(id);
    if (!named) throw new Error(id);
    const script = named.cloneNode() as HTMLScriptElement;
    script.removeAttribute('id');
    script.type = 'text/javascript';
    script.addEventListener(ARRIVED, (event) => resolve((event as CustomEvent<Part>).detail));
    for (const end of ['load', 'error']) script.addEventListener(end, () => reject(new Error(id)));
    document.head.appendChild(script);
  });
}

/** In such a script, at once: afterwards no browser knows which script it was. */
export function hand(part: unknown): void {
  document.currentScript?.dispatchEvent(new CustomEvent(ARRIVED, { detail: part }));
}
