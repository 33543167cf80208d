/**
 * What somebody has read, as far as a page can know: it was on the screen, uncovered, for a moment, and the page
 * was in front (docs/decisions/0050-read-is-what-was-on-the-screen.md).
 */

/** Milliseconds between two looks. What is in sight at two in a row has been there for that long. */
const LOOK_EVERY_MS = 1000;

interface Reader {
  /** The numbers of what others said and was not read yet, ascending. */
  readonly unread: readonly number[];
  /** Everything up to there was on the screen. What was passed over unseen holds it back. */
  readUpTo(seq: number): void;
}

/**
 * Look now and then how far somebody is. Gives what stops it.
 *
 * Args: list: what holds the lines; that of message 7 has `data-seq="7"`.
 */
export function watchReading(list: Element | null, reader: Reader): () => void {
  let before = 0;
  const look = () => {
    let inSight = 0;
    if (document.visibilityState === 'visible' && document.hasFocus()) {
      for (const seq of reader.unread) {
        if (!isInSight(list?.querySelector(`[data-seq="${seq}"]`))) break;
        inSight = seq;
      }
    }
    const read = Math.min(before, inSight);
    before = inSight;
    if (read > 0) reader.readUpTo(read);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Whether the end of a line is on the screen with nothing over it: a cover, a question, the edge of the list. */
function isInSight(line: Element | null | undefined): boolean {
  const end = line?.lastElementChild?.getBoundingClientRect();
  if (!line || !end) return false;
  const { left, top, width, height } = end;
  return line.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}
