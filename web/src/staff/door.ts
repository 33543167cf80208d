/** How one gets into a conversation: an offer signed by this device, and the visitor's grants. */

import { fromBase64, Hl1Error, toBase64 } from '../hl1/index.ts';
import type { Granting, Held } from '../wire/frames.ts';
import type { Sealing } from './sealer.ts';
import type { Seat } from './seat.ts';

/** A grant that is already on its way comes in the same burst as `held`; only then is the offer repeated. */
const OFFER_AGAIN_AFTER_MS = 1_500;

export class Door {
  private readonly seat: Seat;
  /** Nothing can be offered before the device is on the roster. */
  private waiting: Held | null = null;
  /** A key of before a reload was lost: grants to that key may still come, and cannot be opened. */
  private mayMeetOldGrants = false;

  constructor(seat: Seat) {
    this.seat = seat;
  }

  async begin(held: Held): Promise<void> {
    const { seat } = this;
    const restored = await this.restored();
    if (restored !== null) {
      seat.sealing = restored;
      this.offerAgain();
      return;
    }
    const device = seat.around.device();
    this.waiting = device === null ? held : null;
    if (device === null) return;
    this.mayMeetOldGrants = typeof held.ref !== 'string';
    seat.sealing = await seat.around.sealer.begin({
      cid: fromBase64(held.cid),
      commitment: fromBase64(held.commitment),
      suite: await this.suiteFor(held),
      device,
    });
    await seat.keep();
    this.offer();
  }

  /** The device is on the roster now: make the offer that waited for it. */
  async deviceCame(): Promise<void> {
    if (this.waiting !== null) await this.begin(this.waiting);
  }

  offerAgain(): void {
    const { seat } = this;
    const isWanted = () => seat.sealing !== null && seat.sealing.granted < 0;
    if (!isWanted()) return;
    seat.around.later(OFFER_AGAIN_AFTER_MS, () => {
      if (isWanted()) this.offer();
    });
  }

  async admit(frame: Granting): Promise<void> {
    const { sealing } = this.seat;
    if (sealing === null || frame.epoch <= sealing.granted) return;
    try {
      await sealing.admit(fromBase64(frame.grant));
    } catch (error) {
      if (this.mayMeetOldGrants && sealing.granted < 0) return;
      throw error;
    }
  }

  private async restored(): Promise<Sealing | null> {
    const { around, cid } = this.seat;
    try {
      const kept = await around.keys.find(cid);
      return kept === undefined ? null : await around.sealer.restore(kept);
    } catch {
      return null; // A new key and a new offer: the visitor is asked again.
    }
  }

  /** The best that both browsers have. */
  private async suiteFor(held: Held): Promise<number> {
    const ours = await this.seat.around.sealer.suites();
    const both = held.suites.filter((suite) => ours.includes(suite));
    if (both.length === 0) throw new Hl1Error('unsupported');
    return Math.max(...both);
  }

  private offer(): void {
    const { sealing, cid } = this.seat;
    if (sealing === null) return;
    this.seat.send({
      type: 'offer',
      cid,
      offer: toBase64(sealing.offer),
      signature: toBase64(sealing.signature),
      entry: toBase64(sealing.entry),
    });
  }
}
