/** What happens at a key: an act that somebody on the page offers, or the button that is marked with it. */

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Act, actOf } from './keys.ts';

type Run = () => void;

const offered = new Map<Act, Run>();

/** What was meant by the last key and cannot be done now; null when it could. */
export const impossible = signal<Act | null>(null);

/** Offer an act for as long as this is on the page. */
export function useAct(act: Act, run: Run): void {
  const newest = useRef(run);
  newest.current = run;
  useEffect(() => {
    const own = () => newest.current();
    offered.set(act, own);
    return () => {
      if (offered.get(act) === own) offered.delete(act);
    };
  }, [act]);
}

/** Hear the keys of the table, wherever the focus is. Args: before: called before anything is done. */
export function useKeys(before: (act: Act) => void): void {
  const newest = useRef(before);
  newest.current = before;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const act = event.isComposing ? undefined : meant(event);
      if (act === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      // A key that is held down is one act.
      if (event.repeat) return;
      newest.current(act);
      impossible.value = perform(act) ? null : act;
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

function meant(event: KeyboardEvent): Act | undefined {
  const { key, code, altKey, ctrlKey, metaKey, shiftKey, target } = event;
  // A field for a time opens its list with Alt and an arrow.
  if (altKey && key.startsWith('Arrow') && target instanceof HTMLInputElement) return undefined;
  const isAltGraph = event.getModifierState('AltGraph');
  const isWriting = isWritingIn(target);
  return actOf({ key, code, altKey, ctrlKey, metaKey, shiftKey, isAltGraph, isWriting });
}

const UNWRITTEN = ['checkbox', 'radio', 'button'];

function isWritingIn(target: EventTarget | null): boolean {
  // In the form of tags the question mark explains a question.
  if (target instanceof Element && target.closest('.tag')) return true;
  if (target instanceof HTMLInputElement) return !UNWRITTEN.includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Gives whether it could be done. */
function perform(act: Act): boolean {
  const run = offered.get(act);
  if (run) {
    run();
    return true;
  }
  const marked = markedWith(act);
  if (!marked || marked.matches(':disabled')) return false;
  marked.focus();
  if (marked instanceof HTMLButtonElement) marked.click();
  return true;
}

/** In the conversation one works at, if it is there; else anywhere. */
function markedWith(act: Act): HTMLElement | null {
  const which = `[data-act="${act}"]`;
  const here = document.querySelector<HTMLElement>(`.column-active ${which}`);
  return here ?? document.querySelector<HTMLElement>(`${which}:not(.column ${which})`);
}
