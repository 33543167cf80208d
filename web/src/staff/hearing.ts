/** What comes in: opened in the server's order, told to the desk, and confirmed to the visitor's page. */

import { type Bytes, fromBase64, Hl1Error, type Member, type Opened } from '../hl1/index.ts';
import { type Arrival, Inbox } from './inbox.ts';
import type { Sealing } from './sealer.ts';
import type { Seat } from './seat.ts';
import type { Step } from './step.ts';
import type { Reader } from './transcript.ts';

/** `epoch` in the header of an envelope: after version, suite and cid (docs/protocol.md §1.2). */
const EPOCH_AT = 18;

/** Opening a burst takes milliseconds; one `delivered` for all of it is enough. */
const CONFIRM_AFTER_MS = 150;

/** A reload opens hundreds at once: the desk is drawn anew once for so many, not for each. */
const TOLD_AT_ONCE = 25;

export class Hearing {
  private readonly seat: Seat;
  private readonly inbox = new Inbox();
  private readonly heard: () => void;
  private opened = 0;
  private confirmed = 0;
  private willConfirm = false;
  private readTo = 0;
  /** What was opened and not told yet; never while nothing is being opened. */
  private news: Step[] = [];

  /** Args: heard: called after each message that opened. */
  constructor(seat: Seat, heard: () => void) {
    this.seat = seat;
    this.heard = heard;
  }

  get cursor(): number {
    return this.inbox.cursor;
  }

  /** Whether everything up to there, and all that came, has been dealt with. */
  hasAll(upto: number): boolean {
    return this.inbox.isEmpty && this.inbox.cursor >= upto;
  }

  put(seq: number, arrival: Arrival): void {
    this.inbox.put(seq, arrival);
  }

  /** The line was lost, and perhaps our last confirmation with it. */
  lineBack(): void {
    this.confirmed = 0;
    if (this.readTo > 0) this.read(this.readTo);
  }

  /** Everything up to there was on the screen; said again with a new line. */
  read(seq: number): void {
    const { seat } = this;
    this.readTo = seq;
    if (seat.isLive) seat.send({ type: 'read', cid: seat.cid, seq });
  }

  async drain(): Promise<void> {
    try {
      await this.openAll();
    } finally {
      this.tellNews();
    }
    this.confirm();
  }

  private async openAll(): Promise<void> {
    for (;;) {
      const first = this.inbox.first();
      if (first === undefined) break;
      if (first.arrival !== 'own') {
        const sealed = fromBase64(first.arrival.sealed);
        const { sealing } = this.seat;
        // What is sealed in an epoch that is not granted yet waits, and holds back what came after it.
        if (sealing === null || epochOf(sealed) > sealing.granted) break;
        await this.open(sealing, first.seq, sealed);
      }
      this.inbox.pass();
      if (this.news.length >= TOLD_AT_ONCE) this.tellNews();
    }
  }

  private tellNews(): void {
    const { news } = this;
    this.news = [];
    for (const step of news) this.seat.around.tell(step);
  }

  confirm(): void {
    const { seat } = this;
    if (this.willConfirm || !seat.isLive || this.opened <= this.confirmed) return;
    this.willConfirm = true;
    seat.around.later(CONFIRM_AFTER_MS, () => {
      this.willConfirm = false;
      const isSent = seat.send({ type: 'delivered', cid: seat.cid, seq: this.opened });
      if (isSent) this.confirmed = this.opened;
    });
  }

  private async open(sealing: Sealing, seq: number, sealed: Bytes): Promise<void> {
    const { cid, around } = this.seat;
    let opened: Opened;
    try {
      opened = await sealing.open(sealed);
    } catch (error) {
      if (error instanceof Hl1Error && error.reason === 'unreadable') {
        // Written before we were let in: for somebody else's eyes, and no fault.
        this.news.push({ type: 'before', cid, seq });
        return;
      }
      // Later messages are still opened: somebody may be writing where they are. Nothing is confirmed.
      this.seat.hasFailed = true;
      this.news.push({ type: 'unreadable', cid, seq });
      return;
    }
    const readers = sealing.members.map((member) => readerOf(member, around.name));
    const author = sealing.members.find(({ id }) => id === opened.sender)?.name ?? '';
    this.news.push({ type: 'opened', cid, seq, opened, author, readers });
    if (opened.kind === 'epoch') await this.recorded(sealing);
    if (!this.seat.hasFailed) this.opened = seq;
    this.heard();
  }

  /** A record opened: now we know who reads, and may write. */
  private async recorded(sealing: Sealing): Promise<void> {
    await this.seat.keep();
    if (sealing.epoch >= 0) this.news.push({ type: 'admitted', cid: this.seat.cid });
  }
}

/** Names of accounts are unique: whoever has ours is ourselves, on this device or another. */
function readerOf({ role, name }: Member, ours: string): Reader {
  return { role, name, isMe: role !== 'visitor' && name === ours };
}

function epochOf(sealed: Bytes): number {
  if (sealed.length < EPOCH_AT + 4) return 0; // Not an envelope: opening it says so.
  return new DataView(sealed.buffer, sealed.byteOffset).getUint32(EPOCH_AT);
}
