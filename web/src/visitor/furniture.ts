/** What arrives once the first screen stands: what the organisation decides, and the screens that can do without. */
import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { Fragment, jsx, jsxs } from 'preact/jsx-runtime';
import type { Kit } from '../ui/kit.ts';
import type { More } from './more.tsx';
import type { Organisation } from './organisation.ts';
import { loadPart } from './part.ts';

/** null: not known yet, or it did not come; then the page is as it was built. */
export const organisation = signal<Organisation | null>(null);

/** null: not there yet, or it did not come; then nothing is asked first, and there is nothing to read. */
export const more = signal<More | null>(null);

export async function fetchMore(): Promise<void> {
  const made = await loadPart<(kit: Kit) => More>('more');
  more.value = made({ Fragment, jsx, jsxs, useState });
}
