/**
 * The script of the charts, which only coordinators load.
 *
 * index.html names it with its hash, as text that no browser fetches. Here that same element is
 * made a script and put back: the address and the hash stay the ones of the signed page, and no
 * address of a script is ever written by a script, which the page's policy forbids.
 */

import { type Draw, READY } from '../charts/shapes.ts';

let loading: Promise<Draw | null> | undefined;

/** Give what draws, or null if it could not be loaded: the tables say everything without it. */
export function loadCharts(): Promise<Draw | null> {
  loading ??= load();
  return loading;
}

function load(): Promise<Draw | null> {
  const script = document.getElementById('charts');
  if (!(script instanceof HTMLScriptElement)) return Promise.resolve(null);
  return new Promise((tell) => {
    script.addEventListener(READY, (event) => tell((event as CustomEvent<Draw>).detail));
    script.addEventListener('load', () => tell(null));
    script.addEventListener('error', () => tell(null));
    script.remove();
    script.type = 'text/javascript';
    document.body.append(script);
  });
}
