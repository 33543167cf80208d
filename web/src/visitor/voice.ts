// What goes out over this tab's line, and what is said again when the line comes back (docs/protocol.md §3).
import { type Bytes, toBase64 } from '../hl1/index.ts';
import type { Before, FromVisitor, ToVisitor } from '../wire/frames.ts';
import { Link } from '../wire/link.ts';
import { newRef } from '../wire/ref.ts';
import { SAID_EVERY_MS } from '../wire/writing.ts';
import { Copy } from './copy.ts';
import { Cursor } from './cursor.ts';
import type { LineState } from './journey.ts';
import type { Keys } from './keys.ts';
import { Outbox, type Outgoing } from './outbox.ts';

/** One mark for a burst of messages instead of one each. */
const DELIVERED_AFTER_MS = 200;

/** "Too fast" and "a store is away" pass by themselves. */
const SAY_AGAIN_AFTER_MS = 3000;

/** `socket` counts them: a `welcome` of an earlier one says nothing about this one. */
export interface Ears {
  onFrame(frame: ToVisitor, socket: number): void;
  onState(state: LineState): void;
  onClosed(code: number): void;
}

export class Voice {
  language = 'nl';
  suites: readonly number[] = [1];
  /** How many of our messages were sealed in this page load: their numbers in our own line (§1.2). */
  sealed = 0;
  cursor = new Cursor();
  readonly outbox = new Outbox();
  /** What the server had, in case it loses it. */
  readonly copy = new Copy();
  /** The lost conversation in whose place a new one stands. */
  before: Before | null = null;
  /** How many messages are given back, while a lost conversation comes back. */
  private returning: number | null = null;
  private readonly keys: Keys;
  private link: Link<FromVisitor, ToVisitor> | null = null;
  private socket = 0;
  private isWelcome = false;
  private wasWelcomed = false;
  /** What was refused goes first: what is said meanwhile waits behind it. */
  private isHeldBack = false;
  private markTimer = 0;
  private wroteAt = 0;
  /** How far somebody has read at this page. */
  readTo = 0;
  /** When something was last sealed here, milliseconds since 1970. */
  saidAt = 0;

  constructor(keys: Keys) {
    this.keys = keys;
  }

  /** The server knows this socket: what is said now is heard. */
  get isHeard(): boolean {
    return this.isWelcome;
  }

  connect(url: string, ears: Ears): void {
    const link = new Link<FromVisitor, ToVisitor>(url, {
      onOpen: () => this.introduce(),
      onFrame: (frame) => ears.onFrame(frame, this.socket),
      onState: (state) => {
        if (state !== 'open') this.isWelcome = false;
        ears.onState(state);
      },
      onClosed: (code) => ears.onClosed(code),
    });
    this.link = link;
    link.start();
  }

  /** Give back what this page has, and go on. */
  comeBack(url: string, ears: Ears): void {
    this.returning = this.cursor.at;
    this.connect(url, ears);
  }

  /** The server has taken what was given back so far. */
  stored(upto: number): void {
    if (this.returning === null) return;
    const sealed = this.copy.after(upto, this.returning);
    if (sealed.length > 0) this.link?.send({ type: 'pieces', first: upto + 1, sealed });
  }

  get isReturning(): boolean {
    return this.returning !== null;
  }

  /** It is back, without its state and grants, and without what was accepted above what we gave. */
  cameBack(keep: Outgoing): void {
    const last = this.returning ?? 0;
    this.returning = null;
    const again = this.copy.rewind(last);
    this.cursor.rewind(last);
    this.outbox.putFirst([keep, ...this.copy.newestGrants, ...again]);
  }

  /** The server has lost the conversation: nothing more is tried by itself. */
  hangUp(): void {
    this.link?.close();
    this.link = null;
    this.isWelcome = false;
    this.returning = null;
  }

  welcomed(socket: number): void {
    this.wasWelcomed = true;
    if (socket !== this.socket) return;
    this.isWelcome = true;
    this.isHeldBack = false;
    this.sayAgain();
    // The last mark may have been lost with the line before.
    if (this.cursor.at > 0) this.markSoon();
    if (this.readTo > 0) this.readUpTo(this.readTo);
  }

  /** Say this until it has arrived. */
  transmit(frame: Outgoing): void {
    this.outbox.add(frame);
    if (frame.type === 'grant') this.copy.granted(frame);
    // Leaving waits for nothing.
    if (this.isWelcome && (!this.isHeldBack || frame.type === 'leave')) this.link?.send(frame);
  }

  /** Say what was sealed in this epoch. */
  say(epoch: number, sealed: Bytes, ref = newRef()): void {
    this.sealed += 1;
    this.saidAt = Date.now();
    this.transmit({ type: 'say', ref, epoch, sealed: toBase64(sealed) });
  }

  /** Somebody is there again, who did not answer; while the line is down, the tap is made again. */
  ready(): void {
    if (this.isWelcome) this.link?.send({ type: 'ready' });
  }

  /** Leave without waiting for anything. */
  leave(how: 'exit' | 'left'): void {
    this.link?.send({ type: 'leave', how });
  }

  /** Somebody is at this page. */
  here(): void {
    if (this.isWelcome) this.link?.send({ type: 'here' });
  }

  /** Somebody has read everything up to there; said again with a new line. */
  readUpTo(seq: number): void {
    this.readTo = seq;
    if (this.isWelcome) this.link?.send({ type: 'read', seq });
  }

  /** Somebody is writing at this page. */
  writing(): void {
    const now = Date.now();
    if (!this.isWelcome || now - this.wroteAt < SAID_EVERY_MS) return;
    this.wroteAt = now;
    this.link?.send({ type: 'writing' });
  }

  sayAgainSoon(): void {
    if (this.isHeldBack) return;
    this.isHeldBack = true;
    setTimeout(() => {
      this.isHeldBack = false;
      if (this.isWelcome) this.sayAgain();
    }, SAY_AGAIN_AFTER_MS);
  }

  markSoon(): void {
    if (this.markTimer) return;
    this.markTimer = window.setTimeout(() => {
      this.markTimer = 0;
      if (this.isWelcome) this.link?.send({ type: 'delivered', seq: this.cursor.at });
    }, DELIVERED_AFTER_MS);
  }

  /** Close the line, and be as new. */
  forget(): void {
    this.link?.close();
    this.link = null;
    this.outbox.clear();
    this.copy.clear();
    this.before = null;
    this.returning = null;
    this.cursor = new Cursor();
    this.sealed = 0;
    this.readTo = 0;
    clearTimeout(this.markTimer);
    this.markTimer = 0;
    this.isWelcome = false;
    this.isHeldBack = false;
    this.wasWelcomed = false;
  }

  private introduce(): void {
    this.socket += 1;
    const { identity, talk } = this.keys;
    if (!identity) return;
    const cid = toBase64(identity.cid);
    const token = toBase64(identity.token);
    const { slip } = this.keys;
    if (this.returning !== null) {
      this.link?.send({ type: 'return', cid, token, slip, count: this.returning });
      return;
    }
    if (this.wasWelcomed || !talk) {
      const frame = { type: 'resume', cid, token, after: this.cursor.at } as const;
      // A server that never gave one does not know what it is.
      this.link?.send(slip === '' ? frame : { ...frame, slip });
      return;
    }
    const commitment = toBase64(talk.commitment);
    const { language, suites, before } = this;
    const frame = { type: 'arrive', cid, token, commitment, language, suites } as const;
    this.link?.send(before === null ? frame : { ...frame, before });
  }

  private sayAgain(): void {
    for (const frame of this.outbox.unconfirmed) this.link?.send(frame);
  }
}
