/**
 * The desk's line to the server: frames in, steps of the desk out, and the parties in between.
 *
 * On every new socket `hello` names the conversations this window knows and where it is in each; the
 * server answers with `held` for what there is, `ended` for what there is no more, and last with `line`.
 */

import { signal } from '@preact/signals';
import type { FromStaff, Held, ToStaff } from '../wire/frames.ts';
import type { LineState, Listener } from '../wire/link.ts';
import { after, type Desk, EMPTY, type Step } from './desk.ts';
import type { Answers } from './form.ts';
import type { Keys } from './keys.ts';
import { newRef, Party, type Surroundings } from './party.ts';
import type { Sealer } from './sealer.ts';

/** The part of `Link` that is used. */
export interface Wire {
  start(): void;
  send(frame: FromStaff): boolean;
  close(): void;
}

export interface World {
  readonly name: string;
  readonly keys: Keys;
  readonly sealer: Sealer;
  connect(listener: Listener<ToStaff>): Wire;
  now(): number;
  later(milliseconds: number, run: () => void): void;
  /** The server no longer knows this session. */
  signedOut(): void;
  /** The line was lost: perhaps because of that, and a refused handshake does not say so. */
  askSignedIn(): void;
}

export type SkipReason = 'fault' | 'no_time' | 'other';

/** The server takes at most so many cursors in one `hello` (chatserver/wire/limits.py). */
const MAX_CURSORS = 8;

/** After a refusal `ended` follows at once; if it does not, the conversation is gone all the same. */
const ENDED_WITHIN_MS = 2_000;

const NOT_SIGNED_IN = 4401;
const REPLACED = 4409;

export class Session {
  readonly desk = signal<Desk>(EMPTY);
  private readonly world: World;
  private readonly around: Surroundings;
  private readonly parties = new Map<string, Party>();
  private wire: Wire | null = null;
  private hasSwept = false;

  constructor(world: World) {
    this.world = world;
    this.around = {
      name: world.name,
      sealer: world.sealer,
      keys: world.keys,
      send: (frame) => this.wire?.send(frame) ?? false,
      tell: (step) => this.tell(step),
      now: world.now,
      later: world.later,
    };
  }

  /** Connect; also to go on here after a newer window took over. */
  start(): void {
    this.wire?.close();
    this.wire = this.world.connect({
      onOpen: () => this.hello(),
      onFrame: (frame) => this.hear(frame),
      onState: (state) => this.lineIs(state),
      onClosed: (code) => this.closed(code),
    });
    this.wire.start();
  }

  /** Drop every key from memory and, at sign-out, from this browser. */
  async stop({ isSignOut }: { isSignOut: boolean }): Promise<void> {
    this.wire?.close();
    this.wire = null;
    for (const party of this.parties.values()) party.forget();
    this.parties.clear();
    this.desk.value = EMPTY;
    if (isSignOut) await this.world.keys.sweep([]).catch(() => {});
  }

  tell(step: Step): void {
    this.desk.value = after(this.desk.value, step);
  }

  take(cid?: string): void {
    if (this.desk.value.taking !== null) return;
    const ref = newRef();
    const isSent = this.wire?.send(
      cid === undefined ? { type: 'take', ref } : { type: 'take', ref, cid },
    );
    if (isSent) this.tell({ type: 'taking', ref });
  }

  say(cid: string, text: string): void {
    this.parties.get(cid)?.say(text);
  }

  end(cid: string): void {
    this.parties.get(cid)?.end();
  }

  tag(ticket: string, codebook: string, answers: Answers): void {
    const ref = newRef();
    if (this.wire?.send({ type: 'tag', ref, ticket, codebook, answers })) {
      this.tell({ type: 'saving', ref, ticket });
    }
  }

  skip(ticket: string, reason: SkipReason): void {
    const ref = newRef();
    if (this.wire?.send({ type: 'skip', ref, ticket, reason })) {
      this.tell({ type: 'saving', ref, ticket });
    }
  }

  private hello(): void {
    for (const party of this.parties.values()) party.lineLost();
    const cursors = [...this.parties.values()]
      .filter((party) => !party.isOver)
      .slice(0, MAX_CURSORS)
      .map((party) => ({ cid: party.cid, after: party.cursor }));
    this.wire?.send({ type: 'hello', cursors });
  }

  private hear(frame: ToStaff): void {
    const party = 'cid' in frame && frame.cid ? this.parties.get(frame.cid) : undefined;
    switch (frame.type) {
      case 'held':
        this.tell({ type: 'frame', frame });
        this.hold(frame);
        return;
      case 'grant':
        party?.granted(frame);
        return;
      case 'message':
        party?.came(frame);
        return;
      case 'accepted':
        party?.accepted(frame);
        return;
      case 'ended':
        party?.ended(frame);
        return;
      case 'refused':
        if (party && (frame.code === 'gone' || frame.code === 'not_yours')) {
          // It was ended by somebody else; their `ended`, which says how, is on its way.
          this.world.later(ENDED_WITHIN_MS, () => {
            party.ended({ type: 'ended', cid: party.cid, reason: 'gone' });
          });
          return;
        }
        if (frame.code === 'too_fast' || frame.code === 'unavailable') this.sayAgainSoon();
        break;
      case 'line':
        this.sweepOnce();
        break;
    }
    this.tell({ type: 'frame', frame });
  }

  private hold(frame: Held): void {
    const known = this.parties.get(frame.cid);
    if (known && !known.isOver) known.heldAgain();
    else this.parties.set(frame.cid, new Party(frame, this.around));
  }

  private sayAgainSoon(): void {
    for (const party of this.parties.values()) party.resendSoon();
  }

  /** `line` is the last answer to `hello`: a kept key without a `held` is of a conversation that is over. */
  private sweepOnce(): void {
    if (this.hasSwept) return;
    this.hasSwept = true;
    this.world.keys.sweep([...this.parties.keys()]).catch(() => {});
  }

  private lineIs(state: LineState): void {
    if (state !== 'open') for (const party of this.parties.values()) party.lineLost();
    if (state === 'lost') this.world.askSignedIn();
    const line = { connecting: 'connecting', open: 'up', lost: 'down' } as const;
    this.tell({ type: 'line', line: line[state] });
  }

  private closed(code: number): void {
    for (const party of this.parties.values()) party.lineLost();
    if (code === NOT_SIGNED_IN) this.world.signedOut();
    else this.tell({ type: 'line', line: code === REPLACED ? 'replaced' : 'stopped' });
  }
}
