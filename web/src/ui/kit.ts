/**
 * Preact, lent by the app to a script that comes later: there, `preact` means this module (build.mjs).
 * What the app lends has to be there before anything is drawn.
 */
import type { useState as UseState } from 'preact/hooks';
import type { Fragment as FragmentOf, jsx as Jsx, jsxs as Jsxs } from 'preact/jsx-runtime';

export interface Kit {
  readonly Fragment: typeof FragmentOf;
  readonly jsx: typeof Jsx;
  readonly jsxs: typeof Jsxs;
  readonly useState: typeof UseState;
}

export let Fragment: Kit['Fragment'];
export let jsx: Kit['jsx'];
export let jsxs: Kit['jsxs'];
export let useState: Kit['useState'];

export function borrow(kit: Kit): void {
  ({ Fragment, jsx, jsxs, useState } = kit);
}
