/**
 * Calls a professional who looks elsewhere, by a sound and a notice of the browser; once, however many windows there
 * are: the marks that all of them see say for what somebody was called already. Who looks at a window is not called
 * for what is on it. Nothing of a conversation is in a notice: whoever sits beside reads it too.
 */

import { signal } from '@preact/signals';
import type { Desk } from '../desk.ts';
import {
  type Call,
  called,
  callsOf,
  isDue,
  isInSight,
  type Mark,
  NONE,
  nameOf,
  seen,
} from './calls.ts';
import { changeMark, forgetOldMarks } from './marks.ts';
import { isQuiet, readSettings, type Settings } from './settings.ts';
import { ring } from './sound.ts';

const SETTINGS = 'luwte-bell';

/** A window that somebody looks at says first that they have seen it. */
const OTHERS_FIRST_MS = 400;

const SETTLING_MS = 2000;

export const settings = signal<Settings>(readSettings(localStorage.getItem(SETTINGS)));

addEventListener('storage', ({ key, newValue }) => {
  if (key === SETTINGS) settings.value = readSettings(newValue);
});

/** What is there when a page is loaded is no news: from now on, what comes is. */
export const isSettled = signal(false);

export function choose(chosen: Partial<Settings>): void {
  settings.value = { ...settings.value, ...chosen };
  localStorage.setItem(SETTINGS, JSON.stringify(settings.value));
}

export const isLookedAt = (): boolean =>
  document.visibilityState === 'visible' && document.hasFocus();

export class Bell {
  private desk: Desk | null = null;
  private text: (call: Call) => string = () => '';
  /** What we know without asking the other windows. */
  private readonly known = new Map<string, Mark>();
  private readonly turns = new Set<string>();

  constructor() {
    forgetOldMarks(Date.now()).catch(() => {});
  }

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
    const known = this.known.get(name) ?? NONE;
    const mark = seen(known, call, Date.now());
    if (mark === known) return;
    this.known.set(name, mark);
    changeMark(name, (mark) => seen(mark, call, Date.now())).catch(() => {});
  }

  /** Once for each: not again at every word that somebody types meanwhile. */
  private callAfterOthers(call: Call): void {
    const turn = JSON.stringify(call);
    if (this.turns.has(turn)) return;
    this.turns.add(turn);
    setTimeout(() => {
      const name = nameOf(call);
      changeMark(name, (mark) => this.afterTurn(mark, call)).catch(() => {
        this.known.set(name, this.afterTurn(this.known.get(name) ?? NONE, call));
      });
      // A visitor may be proposed again.
      if (call.kind === 'proposal') this.turns.delete(turn);
    }, OTHERS_FIRST_MS);
  }

  /** By now it may be over, or somebody has seen it here or elsewhere. */
  private afterTurn(mark: Mark, call: Call): Mark {
    const now = Date.now();
    const isThere = this.desk !== null && callsOf(this.desk).some((each) => isSame(each, call));
    if (!isThere || !isDue(mark, call, now)) return mark;
    if (this.isSeenHere(call)) return seen(mark, call, now);
    this.call(call);
    return called(mark, call, now);
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
