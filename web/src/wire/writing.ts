/** The times of `writing`, the same on both pages (docs/protocol.md §5). */

/** Between two signs that somebody is writing. */
export const SAID_EVERY_MS = 3000;

/** When one is old: longer than the time between two. */
export const OLD_AFTER_MS = 6000;
