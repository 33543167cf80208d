/** How many conversations fit beside each other on this screen. */

import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

/**
 * From these widths on two fit, and three, each as wide as a page of a book: 1488 and 1888 px at
 * the usual text size. Who has larger letters has fewer beside each other.
 */
const WIDTHS = ['(min-width: 93rem)', '(min-width: 118rem)'] as const;

/** Off for who wants one at a time; in memory only, like everything else here. */
export const isBeside = signal(true);

export function usePlaces(): number {
  const [places, setPlaces] = useState(placesNow);
  useEffect(() => {
    const all = WIDTHS.map((query) => matchMedia(query));
    const look = () => setPlaces(placesNow());
    for (const each of all) each.addEventListener('change', look);
    return () => {
      for (const each of all) each.removeEventListener('change', look);
    };
  }, []);
  return places;
}

function placesNow(): number {
  return 1 + WIDTHS.filter((query) => matchMedia(query).matches).length;
}
