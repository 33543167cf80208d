/** For which conversations the aid is on: off until somebody switches it on, and never remembered. */

import { computed, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { bring } from '../../ui/late.ts';
import type { Conversation } from '../held.ts';
import type { Aid } from './lexicon.ts';
import { Reading } from './reading.ts';

/** A conversation of 2,000 messages is read in slices, so that a key that is pressed meanwhile is not late. */
const SLICE_MS = 12;

/** To draw 2,000 lines costs more than a slice. */
const SHOWN_EVERY_MS = 250;

const on = signal<ReadonlySet<string>>(new Set());
const aid = signal<Aid | null>(null);
/** Something more has been read. */
const progress = signal(0);
const reading = computed(() => (aid.value === null ? null : new Reading(aid.value)));

export const hasFailed = signal(false);

export function isOn(ticket: string): boolean {
  return on.value.has(ticket);
}

export function turn(ticket: string, isOnNow: boolean): void {
  const next = new Set(on.value);
  if (isOnNow) next.add(ticket);
  else next.delete(ticket);
  on.value = next;
  if (isOnNow) void load();
}

/** Fetch the lexicon, if it is not here. */
export async function load(): Promise<void> {
  if (aid.value !== null) return;
  hasFailed.value = false;
  try {
    aid.value = await bring<Aid>('indicators');
  } catch {
    hasFailed.value = true;
  }
}

/** What has been found in a conversation so far. Another object whenever there is more: views look at nothing else. */
export interface Shown {
  readonly reading: Reading;
  readonly many: number;
}

/** Read this conversation, and go on for as long as something is left; null where the aid is off, or not here yet. */
export function useReading(held: Conversation | undefined): Shown | null {
  void progress.value;
  const items = held?.items ?? [];
  const current = held !== undefined && isOn(held.ticket) ? reading.value : null;
  const isDone = current === null || readSome(current, items);
  useEffect(() => {
    if (isDone) return;
    const shown = performance.now();
    let later: ReturnType<typeof setTimeout>;
    const goOn = () => {
      if (readSome(current, items) || performance.now() > shown + SHOWN_EVERY_MS) {
        progress.value += 1;
      } else later = setTimeout(goOn);
    };
    later = setTimeout(goOn);
    return () => clearTimeout(later);
  });
  const many = current?.many ?? 0;
  return useMemo(() => current && { reading: current, many }, [current, many]);
}

function readSome(current: Reading, items: Conversation['items']): boolean {
  const end = performance.now() + SLICE_MS;
  return current.goOn(items, () => performance.now() < end);
}
