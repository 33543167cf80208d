/** For which conversations the aid is on: off until somebody switches it on, and never remembered. */

import { computed, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
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

/** What has been found in this conversation so far; null where the aid is off, or not here yet. */
export function readingOf(ticket: string): Reading | null {
  void progress.value;
  return isOn(ticket) ? reading.value : null;
}

/** The same, and read on for as long as something is left. */
export function useReading({ ticket, items }: Conversation): Reading | null {
  const current = readingOf(ticket);
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
  return current;
}

function readSome(reading: Reading, items: Conversation['items']): boolean {
  const end = performance.now() + SLICE_MS;
  return reading.read(items, () => performance.now() < end);
}
