/**
 * Calls a professional who looks elsewhere, by a sound and a notice of the browser; once, however many windows there
 * are: the marks that all of them see say for what somebody was called already. Who looks at a window is not called
 * for what is on it. Nothing of a conversation is in a notice: whoever sits beside reads it too.
 */

import { signal } from '@preact/signals';
import type { Desk } from '../desk.ts';
import { type Call, called, callsOf, isDue, isInSight, nameOf, seen } from './calls.ts';
import { settings } from './chosen.ts';
import { Marks } from './marks.ts';
import { isQuiet } from './settings.ts';
import { ring } from './sound.ts';

/** A window that somebody looks at says first that they have seen it. */
const OTHERS_FIRST_MS = 400;

/** Until the conversations that we hold have been read again. */
const SETTLING_MS = 2000;

/** What is there when a page is loaded is no news: from now on, what comes is. */
export const isSettled = signal(false);

export const isLookedAt = (): boolean =>
  document.visibilityState === 'visible' && document.hasFocus();

/** Calls `look` whenever that may have changed; what it returns ends it. */
export function onLook(look: () => void): () => void {
  addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
  return () => {
    removeEventListener('focus', look);
    document.removeEventListener('visibilitychange', look);
  };
}

export class Bell {
  private desk: Desk | null = null;
  private text: (call: Call) => string = () => '';
  private readonly marks = new Marks();
  private readonly turns = new Set<string>();

  /** Args: text: what a notice says of a call. */
  hears(desk: Desk, text: (call: Call) => string): void {
    this.text = text;
    if (desk.line === 'up' && this.desk?.line !== 'up') {
      setTimeout(() => {
        isSettled.value = true;
      }, SETTLING_MS);
    }
    this.desk = desk;
    this.look();
  }

  /** Also when somebody comes back to the window. */
  look(): void {
    if (!this.desk) return;
    for (const call of callsOf(this.desk)) {
      if (this.isSeenHere(call)) this.see(call);
      else this.callAfterOthers(call);
    }
  }

  private see(call: Call): void {
    const name = nameOf(call);
    this.marks.set(name, seen(this.marks.of(name), call, Date.now()));
  }

  /** Once for each: not again at every word that somebody types meanwhile. */
  private callAfterOthers(call: Call): void {
    const turn = JSON.stringify(call);
    if (this.turns.has(turn)) return;
    this.turns.add(turn);
    setTimeout(() => {
      void this.marks.inTurn(() => this.takeTurn(call));
      // A visitor may be proposed again.
      if (call.kind === 'proposal') this.turns.delete(turn);
    }, OTHERS_FIRST_MS);
  }

  /** By now it may be over, or somebody has seen it here or elsewhere. */
  private takeTurn(call: Call): void {
    const name = nameOf(call);
    const now = Date.now();
    const isThere = this.desk !== null && callsOf(this.desk).some((each) => isSame(each, call));
    if (!isThere || !isDue(this.marks.of(name), call, now)) return;
    if (this.isSeenHere(call)) {
      this.see(call);
      return;
    }
    this.call(call);
    this.marks.set(name, called(this.marks.of(name), call, now));
  }

  close(): void {
    this.marks.close();
  }

  /** Before a page has settled, and where somebody looks: there is nothing to call for. */
  private isSeenHere(call: Call): boolean {
    const isHere = this.desk !== null && isLookedAt() && isInSight(this.desk, call);
    return isHere || !isSettled.value;
  }

  private call(call: Call): void {
    const time = new Date();
    const minute = time.getHours() * 60 + time.getMinutes();
    const { isOn, sound, notice } = settings.value;
    if (!isOn || isQuiet(settings.value, minute)) return;
    if (sound) ring();
    if (notice) show(this.text(call), `${call.kind} ${call.id}`);
  }
}

const isSame = (one: Call, other: Call) => one.kind === other.kind && one.id === other.id;

/** `tag`: a browser shows one notice of each. Silent: the sound is ours, and can be turned off apart. */
function show(text: string, tag: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const notice = new Notification(text, { tag, silent: true });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
}
