/** What to hand back of each conversation, if the server has lost it (docs/protocol.md §5.1). */

import type { Refusal } from '../wire/frames.ts';
import type { Keys } from './keys.ts';

export class SlipBox {
  private readonly slips = new Map<string, string>();
  private readonly keys: Keys;

  constructor(keys: Keys) {
    this.keys = keys;
  }

  /** What this browser kept. Without IndexedDB (a private window) there is nothing to hand back. */
  async read(): Promise<void> {
    const kept = await this.keys.slips().catch(() => new Map<string, string>());
    for (const [cid, slip] of kept) this.slips.set(cid, slip);
  }

  /** At most so many. */
  some(most: number): { cid: string; slip: string }[] {
    return [...this.slips].slice(0, most).map(([cid, slip]) => ({ cid, slip }));
  }

  keep(cid: string, slip: string): void {
    this.slips.set(cid, slip);
    this.keys.keepSlip(cid, slip).catch(() => {}); // Without it a reload cannot hand it back.
  }

  /** That conversation has ended. */
  ended(cid: string): void {
    this.slips.delete(cid);
  }

  /** Whether this refuses a slip: nothing was lost there, or it is tagged already, and nobody has to hear of it. */
  isRefused({ cid, ref }: Refusal): boolean {
    if (!cid || ref || !this.slips.delete(cid)) return false;
    this.keys.drop(cid).catch(() => {});
    return true;
  }

  forget(): void {
    this.slips.clear();
  }
}
