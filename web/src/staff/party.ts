/**
 * One conversation as this window holds it. Its parts each know one thing: how one gets in (door.ts), what
 * comes in (hearing.ts), what goes out (voice.ts), and what they share (seat.ts).
 */

import { wordList } from '../hl1/index.ts';
import type {
  Accepted,
  Arrived,
  Ended,
  Granting,
  Held,
  Message,
  Seen,
  WasRead,
  Writes,
} from '../wire/frames.ts';
import { OLD_AFTER_MS, SAID_EVERY_MS } from '../wire/writing.ts';
import { Door } from './door.ts';
import { Hearing } from './hearing.ts';
import { Seat, type Surroundings } from './seat.ts';
import type { CoolDown } from './step.ts';
import { Voice } from './voice.ts';

/** What the server says of one conversation while it goes on. */
type Heard = Granting | Message | Accepted | Arrived | WasRead | Seen | Writes;

export class Party {
  private readonly seat: Seat;
  private readonly door: Door;
  private readonly voice: Voice;
  private readonly hearing: Hearing;
  /** The number of the newest message there was when the server said that we hold this. */
  private last: number;
  /** A server of before does not know what it is. */
  private readonly saysWriting: boolean;
  private typedAt = 0;
  private writes = 0;

  constructor(held: Held, around: Surroundings) {
    this.seat = new Seat(held.cid, around);
    this.door = new Door(this.seat);
    this.voice = new Voice(this.seat);
    this.hearing = new Hearing(this.seat, () => this.voice.heard());
    this.last = held.last;
    this.saysWriting = held.says_writing ?? false;
    // What a reload finds delivered was confirmed, or not, to the page before it.
    this.seat.next(() => this.door.begin(held));
  }

  get cid(): string {
    return this.seat.cid;
  }

  get cursor(): number {
    return this.hearing.cursor;
  }

  get isOver(): boolean {
    return this.seat.isOver;
  }

  lineLost(): void {
    this.seat.isLive = false;
  }

  /** `held` again, on a new socket: say again what was never accepted. */
  heldAgain({ last }: Held): void {
    this.last = last;
    this.seat.isLive = true;
    this.hearing.lineBack();
    this.voice.lineBack();
    this.seat.next(async () => {
      this.door.offerAgain();
      this.hearing.confirm();
    });
  }

  /** This browser's device is on the roster now. */
  deviceCame(): void {
    this.seat.next(() => this.door.deviceCame());
  }

  hear(frame: Heard): void {
    switch (frame.type) {
      case 'grant':
        this.granted(frame);
        break;
      case 'message':
        this.came(frame);
        break;
      case 'accepted':
        this.accepted(frame);
        break;
      case 'delivered':
      case 'read':
        this.marked(frame);
        break;
      case 'presence':
        this.presence(frame);
        break;
      case 'writing':
        this.writing(frame);
    }
  }

  private granted(frame: Granting): void {
    this.seat.next(async () => {
      await this.door.admit(frame);
      await this.hearing.drain();
    });
  }

  private came(frame: Message): void {
    const ref = this.voice.refOf(frame.sealed);
    if (ref !== undefined) {
      // The vault had it, only its answer was lost with the line.
      this.accepted({ type: 'accepted', cid: this.cid, ref, seq: frame.seq });
      return;
    }
    this.hearing.put(frame.seq, { sealed: frame.sealed });
    this.seat.next(() => this.hearing.drain());
  }

  private accepted(frame: Accepted): void {
    this.voice.accepted(frame);
    this.seat.around.tell({ type: 'frame', frame });
    this.hearing.put(frame.seq, 'own');
    this.seat.next(() => this.hearing.drain());
  }

  /** The visitor's page has opened, or somebody there has read, everything up to a number. */
  private marked(frame: Arrived | WasRead): void {
    this.voice.delivered(frame.seq);
    this.seat.around.tell({ type: 'frame', frame });
  }

  /** Everything up to there was on our screen. */
  read(seq: number): void {
    this.hearing.read(seq);
    this.seat.around.tell({ type: 'has_read', cid: this.cid, seq });
  }

  /** The visitor is writing. */
  private writing(frame: Writes): void {
    const { around, cid } = this.seat;
    around.tell({ type: 'frame', frame });
    this.writes += 1;
    const sign = this.writes;
    around.later(OLD_AFTER_MS, () => {
      if (sign === this.writes) around.tell({ type: 'stopped_writing', cid });
    });
  }

  /** A key was pressed in what we are writing. */
  typed(): void {
    const now = this.seat.around.now();
    if (!this.saysWriting || !this.seat.isLive || now - this.typedAt < SAID_EVERY_MS) return;
    this.typedAt = now;
    this.seat.send({ type: 'writing', cid: this.cid });
  }

  private presence(frame: Seen): void {
    this.voice.presence(frame.state);
    this.seat.around.tell({ type: 'frame', frame });
  }

  ended(frame: Ended): void {
    this.seat.next(async () => {
      const { around, cid, isLive } = this.seat;
      // What was said while the line was lost, or in an epoch that was not granted, was not heard here.
      if (!isLive || !this.hearing.hasAll(this.last)) around.tell({ type: 'unheard', cid });
      around.tell({ type: 'frame', frame });
      this.forget();
      await around.keys.drop(cid).catch(() => {}); // The next start-up sweeps it.
    });
  }

  /** The server has lost it. The kept key stays: the visitor may come back. */
  lost(): void {
    this.seat.next(async () => this.forget());
  }

  say(text: string): void {
    this.voice.say(text);
  }

  hand(card: string): void {
    this.voice.hand(card);
  }

  end(coolDown: CoolDown | null): void {
    this.voice.end(coolDown);
  }

  stepOut(): void {
    this.voice.stepOut();
  }

  giveBack(): void {
    this.voice.giveBack();
  }

  /** The server could not let us step out. */
  stay(): void {
    this.voice.stay();
  }

  /** The four words to compare with the visitor; refused before we are in. */
  words(): Promise<readonly string[]> {
    const { sealing } = this.seat;
    return sealing === null ? Promise.reject(new Error('not in')) : sealing.words(wordList);
  }

  resendSoon(): void {
    this.voice.resendSoon();
  }

  /** Drop the keys and everything that waits; the kept key is the caller's to delete. */
  forget(): void {
    this.seat.forget();
    this.voice.forget();
  }
}
