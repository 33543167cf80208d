/**
 * The messages of one conversation, given out strictly in the server's order.
 *
 * They may come early (own messages are numbered by `accepted`), twice (a replay after a lost line)
 * or before the grant that opens them; a message leaves only when all before it have left.
 */

/** What is at one number: sealed bytes to open, or an own message that is on the screen already. */
export type Arrival = { readonly sealed: string } | 'own';

export class Inbox {
  private readonly arrived = new Map<number, Arrival>();
  private next = 1;

  /** Everything up to this number has been dealt with: where a replay has to go on. */
  get cursor(): number {
    return this.next - 1;
  }

  /** Nothing waits. */
  get isEmpty(): boolean {
    return this.arrived.size === 0;
  }

  put(seq: number, arrival: Arrival): void {
    if (seq >= this.next && !this.arrived.has(seq)) this.arrived.set(seq, arrival);
  }

  /** The next in order, if it is here; it stays until `pass`. */
  first(): { readonly seq: number; readonly arrival: Arrival } | undefined {
    const arrival = this.arrived.get(this.next);
    return arrival === undefined ? undefined : { seq: this.next, arrival };
  }

  pass(): void {
    this.arrived.delete(this.next);
    this.next += 1;
  }
}
