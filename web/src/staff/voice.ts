/** What goes out: sealed in turn, kept until the vault has it, said again when the line comes back. */

import { type Bytes, Hl1Error, minuteOf, toBase64 } from '../hl1/index.ts';
import type { Accepted, End, GiveBack, Seen, StepOut } from '../wire/frames.ts';
import { ALIVE_AFTER_MS, CONFIRMED_WITHIN_MS, Receipts } from '../wire/receipts.ts';
import { newRef } from '../wire/ref.ts';
import type { Sealing } from './sealer.ts';
import type { Seat } from './seat.ts';
import type { CoolDown } from './step.ts';
import type { Said } from './transcript.ts';

/** After "too fast" or "unavailable": the server's budget refills within seconds. */
const RESEND_AFTER_MS = 2_000;

/** Timers may run a little early. */
const A_MOMENT_MS = 1_000;

interface Saying {
  readonly ref: string;
  readonly epoch: number;
  readonly sealed: string;
}

export class Voice {
  private readonly seat: Seat;
  private outbox: readonly Saying[] = [];
  private readonly receipts = new Receipts();
  /** Messages sealed in this page load. */
  private count = 0;
  private spokeAt: number;
  private willLive = false;
  private isVisitorAway = false;
  /** How we go, once we do. */
  private going: End | StepOut | GiveBack | null = null;

  constructor(seat: Seat) {
    this.seat = seat;
    this.spokeAt = seat.around.now();
  }

  say(text: string): void {
    const { seat } = this;
    if (this.going !== null) return;
    seat.around.tell({ type: 'draft', cid: seat.cid, text: '' });
    seat.next(() => this.sealText(text));
  }

  /** Say a contact card. What is being written stays. */
  hand(card: string): void {
    const { seat } = this;
    if (this.going === null) seat.next(() => this.sealCard(card));
  }

  /** End the conversation for everybody, and hold the visitor's connection back for a while if that is said. */
  end(coolDown: CoolDown | null): void {
    const more = coolDown && { cool_down: coolDown.minutes, longer: coolDown.longer };
    this.go({ type: 'end', cid: this.seat.cid, ...more }, (sealing, at) => sealing.sealEnd(at));
  }

  /** Leave it to those who are in it too. */
  stepOut(): void {
    this.go({ type: 'step_out', cid: this.seat.cid }, (sealing, at) => sealing.sealLeave(at));
  }

  /** Leave it to whoever is free next. */
  giveBack(): void {
    this.go({ type: 'give_back', cid: this.seat.cid }, (sealing, at) => sealing.sealLeave(at));
  }

  /** The server found nobody to leave it to. We have said that we leave, so we are out all the same. */
  stay(): void {
    const { seat, going } = this;
    if (going?.type !== 'step_out') return;
    this.going = null;
    seat.around.tell({ type: 'staying', cid: seat.cid });
    seat.fail();
  }

  /** The ref of an own message that was not accepted yet. */
  refOf(sealed: string): string | undefined {
    return this.outbox.find((saying) => saying.sealed === sealed)?.ref;
  }

  accepted({ ref, seq }: Accepted): void {
    this.outbox = this.outbox.filter((saying) => saying.ref !== ref);
    this.receipts.accepted(ref, seq, this.seat.around.now());
    this.doubtSoon();
  }

  /** The server says that the visitor's page has opened everything up to `seq`. */
  delivered(seq: number): void {
    this.receipts.delivered(seq, this.seat.around.now());
    this.doubtSoon();
  }

  /** A page that is away confirms nothing, and that is on the screen already. */
  presence(state: Seen['state']): void {
    this.isVisitorAway = state === 'lost';
    this.receipts.again(this.seat.around.now());
    this.doubtSoon();
  }

  /** Something was opened: it may confirm what we said, and we owe a sign of life. */
  heard(): void {
    const { sealing, cid, around } = this.seat;
    if (sealing !== null && this.receipts.confirmed(sealing.confirmed)) {
      around.tell({ type: 'confirmed', cid });
    }
    this.liveSoon();
  }

  /** On a line that takes our frames again: first what it may have lost. */
  lineBack(): void {
    this.receipts.again(this.seat.around.now());
    this.doubtSoon();
    this.resend();
    this.liveSoon();
  }

  resendSoon(): void {
    this.seat.around.later(RESEND_AFTER_MS, () => this.resend());
  }

  forget(): void {
    this.outbox = [];
  }

  private go(
    frame: End | StepOut | GiveBack,
    seal: (sealing: Sealing, at: number) => Promise<Bytes>,
  ): void {
    if (this.going !== null) return;
    this.going = frame;
    const { seat } = this;
    seat.around.tell({ type: 'going', cid: seat.cid, how: frame.type });
    seat.next(async () => {
      await this.sealLast(seal);
      seat.send(frame);
    });
  }

  private async sealLast(seal: (sealing: Sealing, at: number) => Promise<Bytes>): Promise<void> {
    const { sealing, hasFailed } = this.seat;
    if (sealing === null || sealing.epoch < 0 || hasFailed) return;
    try {
      this.put(sealing, await seal(sealing, this.minute()));
    } catch {
      // Going itself must not depend on a working key.
    }
  }

  private async sealText(text: string): Promise<void> {
    const { seat } = this;
    const { sealing, cid, around } = seat;
    if (sealing === null || seat.hasFailed) return;
    const at = this.minute();
    let sealed: Bytes;
    try {
      sealed = await sealing.sealText(text, at);
    } catch (error) {
      around.tell({ type: 'draft', cid, text });
      if (!(error instanceof Hl1Error) || error.reason !== 'too_long') throw error;
      around.tell({ type: 'too_long' });
      return;
    }
    this.wrote(sealing, sealed, { text, isCard: false, at });
  }

  private async sealCard(text: string): Promise<void> {
    const { sealing, hasFailed } = this.seat;
    if (sealing === null || hasFailed) return;
    const at = this.minute();
    this.wrote(sealing, await sealing.sealCard(text, at), { text, isCard: true, at });
  }

  private wrote(sealing: Sealing, sealed: Bytes, what: Pick<Said, 'text' | 'isCard' | 'at'>): void {
    const { cid, around } = this.seat;
    const ref = newRef();
    around.tell({ type: 'wrote', cid, ref, author: around.name, ...what });
    this.receipts.said(this.count + 1, ref);
    this.put(sealing, sealed, ref);
  }

  private put(sealing: Sealing, sealed: Bytes, ref = newRef()): void {
    const saying = { ref, epoch: sealing.epoch, sealed: toBase64(sealed) };
    this.count += 1;
    this.spokeAt = this.seat.around.now();
    this.outbox = [...this.outbox, saying];
    this.seat.send({ type: 'say', cid: this.seat.cid, ...saying });
    this.liveSoon();
  }

  private resend(): void {
    const { seat, going } = this;
    for (const saying of this.outbox) seat.send({ type: 'say', cid: seat.cid, ...saying });
    if (going !== null) seat.send(going);
  }

  /** Seal an `alive` when we have been silent for long enough, if one is owed by then. */
  private liveSoon(): void {
    const { seat } = this;
    if (this.willLive || this.going !== null || seat.sealing?.owesAlive !== true) return;
    this.willLive = true;
    seat.around.later(Math.max(0, this.spokeAt + ALIVE_AFTER_MS - seat.around.now()), () => {
      this.willLive = false;
      seat.next(() => this.live());
    });
  }

  private async live(): Promise<void> {
    const { sealing, isLive, hasFailed, around } = this.seat;
    // On a line that is down it would only wait behind what is said next: `lineBack` looks again.
    if (sealing?.owesAlive !== true || !isLive || hasFailed || this.going !== null) return;
    if (around.now() < this.spokeAt + ALIVE_AFTER_MS) this.liveSoon();
    else this.put(sealing, await sealing.sealAlive(this.minute()));
  }

  /** Look, when it is time, whether something that the server calls delivered was never confirmed. */
  private doubtSoon(): void {
    const { seat } = this;
    seat.around.later(CONFIRMED_WITHIN_MS + A_MOMENT_MS, () => {
      if (!seat.isLive || seat.isOver || this.isVisitorAway) return;
      const seq = this.receipts.overdue(seat.around.now());
      if (seq !== null) seat.around.tell({ type: 'unconfirmed', cid: seat.cid, seq });
    });
  }

  private minute(): number {
    return minuteOf(this.seat.around.now());
  }
}
