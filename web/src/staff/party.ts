/**
 * One conversation as this window holds it: keys, what came and is not opened, what was said and is not accepted.
 *
 * Everything that touches the keys runs one after the other (`work`), in the order in which the frames
 * came. So a message that came before the end is still opened and shown before the end is.
 */

import { fromBase64, Hl1Error, minuteOf, type Opened, toBase64 } from '../hl1/index.ts';
import type { Accepted, Ended, FromStaff, Granting, Held, Message } from '../wire/frames.ts';
import type { Step } from './desk.ts';
import { Inbox } from './inbox.ts';
import type { Keys } from './keys.ts';
import type { Sealer, Sealing } from './sealer.ts';

const SUITE = 1;

/** `epoch` in the header of an envelope: after version, suite and cid (docs/protocol.md §1.2). */
const EPOCH_AT = 18;

/** Opening a burst takes milliseconds; one `delivered` for all of it is enough. */
const CONFIRM_AFTER_MS = 150;

/** A grant that is already on its way comes in the same burst as `held`; only then is the offer repeated. */
const OFFER_AGAIN_AFTER_MS = 1_500;

/** After "too fast" or "unavailable": the server's budget refills within seconds. */
const RESEND_AFTER_MS = 2_000;

/** What a party takes from the session. */
export interface Surroundings {
  readonly name: string;
  readonly sealer: Sealer;
  readonly keys: Keys;
  send(frame: FromStaff): boolean;
  tell(step: Step): void;
  /** Milliseconds since 1970. */
  now(): number;
  later(milliseconds: number, run: () => void): void;
}

interface Saying {
  readonly ref: string;
  readonly epoch: number;
  readonly sealed: string;
}

export class Party {
  readonly cid: string;
  private readonly around: Surroundings;
  private readonly inbox = new Inbox();
  private outbox: readonly Saying[] = [];
  private sealing: Sealing | null = null;
  private work: Promise<void> = Promise.resolve();
  /** The server answered `held` on the present socket: from then on it takes our frames. */
  private isLive = true;
  private isEnding = false;
  private hasEnded = false;
  private hasFailed = false;
  /** A key of before a reload was lost: grants to that key may still come, and cannot be opened. */
  private mayMeetOldGrants = false;
  private opened = 0;
  private confirmed = 0;
  private willConfirm = false;

  constructor(held: Held, around: Surroundings) {
    this.cid = held.cid;
    this.around = around;
    this.next(() => this.begin(held));
  }

  get cursor(): number {
    return this.inbox.cursor;
  }

  get isOver(): boolean {
    return this.hasEnded;
  }

  lineLost(): void {
    this.isLive = false;
  }

  /** `held` again, on a new socket: say again what was never accepted. */
  heldAgain(): void {
    this.isLive = true;
    this.confirmed = 0;
    this.resend();
    this.next(async () => {
      this.offerAgain();
      this.confirm();
    });
  }

  granted(frame: Granting): void {
    this.next(() => this.admit(frame));
  }

  came(frame: Message): void {
    const own = this.outbox.find(({ sealed }) => sealed === frame.sealed);
    if (own !== undefined) {
      // The vault had it, only its answer was lost with the line.
      this.accepted({ type: 'accepted', cid: this.cid, ref: own.ref, seq: frame.seq });
      return;
    }
    this.inbox.put(frame.seq, { sealed: frame.sealed });
    this.next(() => this.drain());
  }

  accepted(frame: Accepted): void {
    this.outbox = this.outbox.filter(({ ref }) => ref !== frame.ref);
    this.around.tell({ type: 'frame', frame });
    this.inbox.put(frame.seq, 'own');
    this.next(() => this.drain());
  }

  ended(frame: Ended): void {
    this.next(async () => {
      this.around.tell({ type: 'frame', frame });
      this.forget();
      await this.around.keys.drop(this.cid).catch(() => {}); // The next start-up sweeps it.
    });
  }

  say(text: string): void {
    this.around.tell({ type: 'draft', cid: this.cid, text: '' });
    this.next(() => this.seal(text));
  }

  end(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.around.tell({ type: 'ending', cid: this.cid });
    this.next(async () => {
      await this.sealEnd();
      this.sendEnd();
    });
  }

  /** Drop the keys and everything that waits; the kept key is the caller's to delete. */
  forget(): void {
    this.hasEnded = true;
    this.outbox = [];
    this.sealing?.forget();
    this.sealing = null;
  }

  resendSoon(): void {
    this.around.later(RESEND_AFTER_MS, () => this.resend());
  }

  private next(step: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (this.hasEnded) return;
      try {
        await step();
      } catch {
        // Nothing of the error is shown or logged: it may quote what it was working on.
        this.fail();
      }
    });
  }

  private fail(): void {
    this.hasFailed = true;
    this.around.tell({ type: 'failed', cid: this.cid });
  }

  private async begin(held: Held): Promise<void> {
    const restored = await this.restored();
    if (restored !== null) {
      this.sealing = restored;
      if (restored.epoch >= 0) this.around.tell({ type: 'admitted', cid: this.cid });
      this.offerAgain();
      return;
    }
    if (!held.suites.includes(SUITE)) throw new Hl1Error('unsupported');
    this.mayMeetOldGrants = typeof held.ref !== 'string';
    this.sealing = await this.around.sealer.begin({
      cid: fromBase64(held.cid),
      commitment: fromBase64(held.commitment),
      suite: SUITE,
      name: this.around.name,
      role: 'professional',
    });
    await this.keep();
    this.offer();
  }

  private async restored(): Promise<Sealing | null> {
    try {
      const kept = await this.around.keys.find(this.cid);
      return kept === undefined ? null : await this.around.sealer.restore(kept);
    } catch {
      return null; // A new key and a new offer: the visitor is asked again.
    }
  }

  /** Without IndexedDB (a private window) the conversation works; a reload asks the visitor again. */
  private async keep(): Promise<void> {
    // After a sign-out nothing may be kept any more, not even by a step that was under way.
    if (this.sealing === null || this.hasEnded) return;
    await this.around.keys.keep(this.cid, this.sealing.kept()).catch(() => {});
  }

  private offer(): void {
    if (this.sealing === null || !this.isLive || this.hasEnded) return;
    const { offer, signature, entry } = this.sealing;
    this.around.send({
      type: 'offer',
      cid: this.cid,
      offer: toBase64(offer),
      signature: toBase64(signature),
      entry: toBase64(entry),
    });
  }

  private offerAgain(): void {
    if (this.sealing === null || this.sealing.epoch >= 0) return;
    this.around.later(OFFER_AGAIN_AFTER_MS, () => {
      if (this.sealing !== null && this.sealing.epoch < 0) this.offer();
    });
  }

  private async admit(frame: Granting): Promise<void> {
    const { sealing } = this;
    if (sealing === null || frame.epoch <= sealing.epoch) return;
    try {
      await sealing.admit(fromBase64(frame.grant));
    } catch (error) {
      if (this.mayMeetOldGrants && sealing.epoch < 0) return;
      throw error;
    }
    await this.keep();
    this.around.tell({ type: 'admitted', cid: this.cid });
    await this.drain();
  }

  private async drain(): Promise<void> {
    for (;;) {
      const first = this.inbox.first();
      if (first === undefined) break;
      if (first.arrival !== 'own') {
        const sealed = fromBase64(first.arrival.sealed);
        if (this.sealing === null || epochOf(sealed) > this.sealing.epoch) break;
        await this.open(this.sealing, first.seq, sealed);
      }
      this.inbox.pass();
    }
    this.confirm();
  }

  private async open(
    sealing: Sealing,
    seq: number,
    sealed: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    let opened: Opened;
    try {
      opened = await sealing.open(sealed);
    } catch (error) {
      if (error instanceof Hl1Error && error.reason === 'unreadable') {
        // Written before we were let in: for somebody else's eyes, and no fault.
        this.around.tell({ type: 'before', cid: this.cid, seq });
        return;
      }
      // Later messages are still opened: somebody may be writing where they are. Nothing is confirmed.
      this.hasFailed = true;
      this.around.tell({ type: 'unreadable', cid: this.cid, seq });
      return;
    }
    const author = sealing.members.find(({ id }) => id === opened.sender)?.name ?? '';
    const readers = sealing.members.map(({ name }) => name);
    this.around.tell({ type: 'opened', cid: this.cid, seq, opened, author, readers });
    if (!this.hasFailed) this.opened = seq;
  }

  private confirm(): void {
    if (this.willConfirm || !this.isLive || this.opened <= this.confirmed) return;
    this.willConfirm = true;
    this.around.later(CONFIRM_AFTER_MS, () => {
      this.willConfirm = false;
      if (this.hasEnded || !this.isLive) return;
      const isSent = this.around.send({ type: 'delivered', cid: this.cid, seq: this.opened });
      if (isSent) this.confirmed = this.opened;
    });
  }

  private async seal(text: string): Promise<void> {
    const { sealing } = this;
    if (sealing === null || this.hasFailed || this.isEnding) return;
    const at = minuteOf(this.around.now());
    let sealed: string;
    try {
      sealed = toBase64(await sealing.sealText(text, at));
    } catch (error) {
      this.around.tell({ type: 'draft', cid: this.cid, text });
      if (!(error instanceof Hl1Error) || error.reason !== 'too_long') throw error;
      this.around.tell({ type: 'too_long' });
      return;
    }
    const ref = newRef();
    const author = this.around.name;
    this.around.tell({ type: 'wrote', cid: this.cid, ref, text, at, author });
    this.put({ ref, epoch: sealing.epoch, sealed });
  }

  private async sealEnd(): Promise<void> {
    const { sealing } = this;
    if (sealing === null || sealing.epoch < 0 || this.hasFailed) return;
    try {
      const sealed = toBase64(await sealing.sealEnd(minuteOf(this.around.now())));
      this.put({ ref: newRef(), epoch: sealing.epoch, sealed });
    } catch {
      // The end itself must not depend on a working key.
    }
  }

  private put(saying: Saying): void {
    this.outbox = [...this.outbox, saying];
    if (this.isLive) this.around.send({ type: 'say', cid: this.cid, ...saying });
  }

  private resend(): void {
    if (!this.isLive || this.hasEnded) return;
    for (const saying of this.outbox) this.around.send({ type: 'say', cid: this.cid, ...saying });
    if (this.isEnding) this.sendEnd();
  }

  private sendEnd(): void {
    if (this.isLive) this.around.send({ type: 'end', cid: this.cid });
  }
}

function epochOf(sealed: Uint8Array<ArrayBuffer>): number {
  if (sealed.length < EPOCH_AT + 4) return 0; // Not an envelope: opening it says so.
  return new DataView(sealed.buffer, sealed.byteOffset).getUint32(EPOCH_AT);
}

export function newRef(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(16)));
}
