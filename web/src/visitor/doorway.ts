// Who is at the door, and whether they were let in already. Pure, so that every order of frames can be tested.
//
// After a reload the server repeats the offer of somebody who may have been let in before. That they are in is
// known by two things together: their key is in the newest epoch, and its record is in the transcript. Keys are
// kept before the grant is sent, so without the record the grant may never have left this page.
import type { OfferRead } from '../hl1/index.ts';

/** Somebody who may be let in. */
export interface Door {
  readonly place: string;
  readonly offer: OfferRead;
}

/** What this page knows of its own keys and of the transcript. */
export interface Known {
  readonly epoch: number;
  /** Base64 public keys of the members of the newest epoch. */
  readonly keys: readonly string[];
  /** The cursor: everything up to here was opened. */
  readonly opened: number;
}

/** `unsure`: not everything was opened yet, or nobody is there. */
export type Verdict = 'unsure' | 'asks' | 'in';

export class Doorway {
  private door: Door | null = null;
  private key = '';
  private isInLine = false;
  private replayUntil = 0;
  private newestRecord = 0;

  get caller(): Door | null {
    return this.door;
  }

  /** A line is (again) open; the transcript goes on to `last`. */
  welcomed(last: number): void {
    this.isInLine = false;
    this.replayUntil = last;
  }

  /** The server says: nobody has this visitor now. */
  inLine(): void {
    this.isInLine = true;
    this.door = null;
  }

  offered(door: Door, key: string): void {
    this.isInLine = false;
    this.door = door;
    this.key = key;
  }

  /** An own epoch record was said, or opened again after a reload. */
  recorded(epoch: number): void {
    this.newestRecord = Math.max(this.newestRecord, epoch);
  }

  /** Whoever was at the door is in, or gone. */
  closed(): void {
    this.door = null;
  }

  forget(): void {
    this.door = null;
    this.key = '';
    this.isInLine = false;
    this.replayUntil = 0;
    this.newestRecord = 0;
  }

  verdict({ epoch, keys, opened }: Known): Verdict {
    if (this.isInLine || opened < this.replayUntil) return 'unsure';
    const isRecorded = epoch > 0 && this.newestRecord >= epoch;
    if (this.door) return isRecorded && keys.includes(this.key) ? 'in' : 'asks';
    return isRecorded ? 'in' : 'unsure';
  }
}
