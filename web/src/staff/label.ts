/**
 * A short name for a conversation on a colleague's screen, such as "K 42".
 *
 * It comes from the ticket, not from the `cid`: the ticket is what remains after the end, so a
 * conversation that still waits for its tag has the same name after a reload.
 */

/** No I, O or Q: they read as digits at three in the morning. */
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

export function labelOf(ticket: string): string {
  let sum = 0;
  for (const letter of ticket) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  const letter = LETTERS[sum % LETTERS.length] ?? 'A';
  return `${letter} ${10 + (Math.floor(sum / LETTERS.length) % 90)}`;
}
