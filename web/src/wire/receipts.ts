/**
 * Whether what we said has really arrived, by the other side's own sealed word.
 *
 * The server says `delivered`, and could say so of a message it threw away. Each sealed message says what
 * its sender had opened before; a page that has opened something and writes nothing seals an `alive` within
 * about a minute. So what is delivered and not confirmed for three of them may be lost. Pure: no clock, no keys.
 */

/** Milliseconds without a word of its own, after which a page seals an `alive` (docs/protocol.md §1.3). */
export const ALIVE_AFTER_MS = 60_000;

/** Milliseconds: three times as long as an `alive` takes. */
export const CONFIRMED_WITHIN_MS = 3 * ALIVE_AFTER_MS;

interface Receipt {
  /** Number of the message in our own line of this page load. */
  readonly own: number;
  readonly ref: string;
  seq: number | null;
  /** Since when the server says that it was delivered. */
  since: number | null;
}

export class Receipts {
  private waiting: Receipt[] = [];
  private upTo = 0;
  /** Our own number of the newest message that was doubted, until it is confirmed. */
  private doubted: number | null = null;

  said(own: number, ref: string): void {
    this.waiting.push({ own, ref, seq: null, since: null });
  }

  accepted(ref: string, seq: number, now: number): void {
    const receipt = this.waiting.find((each) => each.ref === ref);
    if (receipt === undefined) return;
    receipt.seq = seq;
    this.delivered(this.upTo, now);
  }

  /** The server says that everything up to `seq` was opened. */
  delivered(seq: number, now: number): void {
    this.upTo = Math.max(this.upTo, seq);
    for (const receipt of this.waiting) {
      if (receipt.seq !== null && receipt.seq <= this.upTo) receipt.since ??= now;
    }
  }

  /** Our line or the visitor's was down: nothing could be confirmed meanwhile. */
  again(now: number): void {
    for (const receipt of this.waiting) if (receipt.since !== null) receipt.since = now;
  }

  /** Somebody has opened our messages up to `own`. True if that ends a doubt. */
  confirmed(own: number): boolean {
    this.waiting = this.waiting.filter((receipt) => receipt.own > own);
    if (this.doubted === null || this.doubted > own) return false;
    this.doubted = null;
    return true;
  }

  /** The server's number of the newest message to doubt; null if there is none, or one is doubted already. */
  overdue(now: number): number | null {
    if (this.doubted !== null) return null;
    const late = this.waiting.filter(
      ({ since }) => since !== null && now - since >= CONFIRMED_WITHIN_MS,
    );
    const newest = late[late.length - 1];
    if (newest === undefined) return null;
    this.doubted = newest.own;
    return newest.seq;
  }
}
