// A phone that was put down in the middle of a conversation: after a while its words go behind a cover.
// Pure: the clock is told, so that ten minutes pass at once in a test.

/** Long enough to think about an answer, shorter than somebody is away from their phone. */
export const COVER_AFTER_MS = 10 * 60_000;

export class Stillness {
  private since: number;
  private covered = false;

  constructor(now: number) {
    this.since = now;
  }

  get isCovered(): boolean {
    return this.covered;
  }

  /** Somebody touched the page, or something new was said. That does not lift the cover: who looks may be another. */
  stirred(now: number): void {
    this.since = now;
  }

  /** Time has passed. `isTalking`: there is a conversation, and nobody has to see that somebody came. */
  looked(now: number, isTalking: boolean): void {
    if (isTalking && now - this.since >= COVER_AFTER_MS) this.covered = true;
  }

  /** The visitor is back, or there is nothing to hide any more. */
  lifted(now: number): void {
    this.covered = false;
    this.since = now;
  }
}
