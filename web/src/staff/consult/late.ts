/** The script of a consult, fetched once; after a failure it is fetched again. */

import { bring } from '../../ui/late.ts';
import type { Aside } from './aside.ts';

export type Late = Pick<typeof Aside, 'ask' | 'found'>;

let fetched: Promise<Late> | null = null;

export function loadAside(): Promise<Late> {
  fetched ??= bring<Late>('consult').catch((error: unknown) => {
    fetched = null;
    throw error;
  });
  return fetched;
}
