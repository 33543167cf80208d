// How far this page is in the conversation: the newest number below which nothing is missing. An own message
// may be accepted as 5 before 4 has arrived; coming back "after 5" would then lose 4.
export class Cursor {
  private reached = 0;
  private readonly ahead = new Set<number>();

  get at(): number {
    return this.reached;
  }

  has(seq: number): boolean {
    return seq <= this.reached || this.ahead.has(seq);
  }

  /** The server has lost what came after. */
  rewind(last: number): void {
    this.reached = Math.min(this.reached, last);
    this.ahead.clear();
  }

  note(seq: number): void {
    if (this.has(seq)) return;
    this.ahead.add(seq);
    while (this.ahead.delete(this.reached + 1)) this.reached += 1;
  }
}
