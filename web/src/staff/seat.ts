/**
 * What the parts of one conversation share: its keys, its line, and one thing after the other.
 *
 * Everything that touches the keys runs in turn (`next`), in the order in which the frames came. So a
 * message that came before the end is still opened and shown before the end is.
 */

import type { Device } from '../hl1/index.ts';
import type { FromStaff } from '../wire/frames.ts';
import type { Keys } from './keys.ts';
import type { Sealer, Sealing } from './sealer.ts';
import type { Step } from './step.ts';

/** What a party takes from the session. */
export interface Surroundings {
  readonly name: string;
  readonly sealer: Sealer;
  readonly keys: Keys;
  /** This browser's, once it is on the roster. */
  device(): Device | null;
  send(frame: FromStaff): boolean;
  tell(step: Step): void;
  /** Milliseconds since 1970. */
  now(): number;
  later(milliseconds: number, run: () => void): void;
}

export class Seat {
  readonly cid: string;
  readonly around: Surroundings;
  sealing: Sealing | null = null;
  /** The server answered `held` on the present socket: from then on it takes our frames. */
  isLive = true;
  isOver = false;
  hasFailed = false;
  private work: Promise<void> = Promise.resolve();

  constructor(cid: string, around: Surroundings) {
    this.cid = cid;
    this.around = around;
  }

  /** Run this after everything that was begun before. */
  next(step: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (this.isOver) return;
      try {
        await step();
      } catch {
        // Nothing of the error is shown or logged: it may quote what it was working on.
        this.fail();
      }
    });
  }

  send(frame: FromStaff): boolean {
    return this.isLive && !this.isOver && this.around.send(frame);
  }

  fail(): void {
    this.hasFailed = true;
    this.around.tell({ type: 'failed', cid: this.cid });
  }

  /** Without IndexedDB (a private window) the conversation works; a reload asks the visitor again. */
  async keep(): Promise<void> {
    // After a sign-out nothing may be kept any more, not even by a step that was under way.
    if (this.sealing === null || this.isOver) return;
    await this.around.keys.keep(this.cid, this.sealing.kept()).catch(() => {});
  }

  /** Drop the keys; the kept one is the caller's to delete. */
  forget(): void {
    this.isOver = true;
    this.sealing?.forget();
    this.sealing = null;
  }
}
