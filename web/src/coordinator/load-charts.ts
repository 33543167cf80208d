/** The script of the charts, which only coordinators load (ui/late.ts). */

import type { Draw } from '../charts/shapes.ts';
import { bring } from '../ui/late.ts';

let loading: Promise<Draw | null> | undefined;

/** Give what draws, or null if it could not be loaded: the tables say everything without it. */
export function loadCharts(): Promise<Draw | null> {
  loading ??= bring<Draw>('charts').catch(() => null);
  return loading;
}
