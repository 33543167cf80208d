/**
 * The desk's line to the server: frames in, steps of the desk out, and the parties in between.
 *
 * On every new socket `hello` names the conversations this window knows and where it is in each; the
 * server answers with `held` for what there is, `ended` for what there is no more, and last with `line`.
 */

import { signal } from '@preact/signals';
import { fromBase64, minuteOf, type Roster } from '../hl1/index.ts';
import { type CardLines, cardText } from '../wire/card.ts';
import type {
  DeviceIs,
  Duty,
  FromStaff,
  Held,
  Refusal,
  SitIn,
  Take,
  ToStaff,
} from '../wire/frames.ts';
import type { LineState, Listener } from '../wire/link.ts';
import { newRef } from '../wire/ref.ts';
import type { Between, Word } from './between.ts';
import { Asides } from './consult/asides.ts';
import { loadAside } from './consult/late.ts';
import { after, type Desk, EMPTY } from './desk.ts';
import { hasExpired, type OwnDevice } from './device.ts';
import type { Keys } from './keys.ts';
import { Party } from './party.ts';
import type { Sealer } from './sealer.ts';
import type { Surroundings } from './seat.ts';
import { SlipBox } from './slip-box.ts';
import { type CoolDown, EVERYBODY, type How, type Step, type To } from './step.ts';
import { TagDesk } from './tag-desk.ts';

/** The part of `Link` that is used. */
export interface Wire {
  start(): void;
  send(frame: FromStaff): boolean;
  close(): void;
}

export interface World {
  readonly name: string;
  readonly device: Pick<OwnDevice, 'id' | 'sign'>;
  readonly keys: Keys;
  readonly sealer: Sealer;
  /** The organisation's key, by which colleagues know each other; null where this page has none. */
  roster(): Promise<Roster | null>;
  connect(listener: Listener<ToStaff>): Wire;
  /** To the other windows of this browser. */
  between(hear: (word: Word) => void): Between;
  now(): number;
  later(milliseconds: number, run: () => void): void;
  /** The server no longer knows this session. */
  signedOut(): void;
  /** The line was lost: perhaps because of that, and a refused handshake does not say so. */
  askSignedIn(): void;
}

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
  readonly tags: TagDesk;
  /** Words aside with colleagues. */
  readonly asides: Asides;
  private readonly parties = new Map<string, Party>();
  private wire: Wire | null = null;
  /** While what this browser kept is read; null once it is known. */
  private kept: Promise<void> | null;
  private willGreet = false;
  private hasSwept = false;
  private readonly slips: SlipBox;
  /** Lost by the server, and their visitors may still come back: their keys stay. */
  private readonly lost = new Set<string>();
  /** What the organisation signed for our device; empty while it may not work. */
  private entry = '';

  constructor(world: World) {
    this.world = world;
    this.around = {
      name: world.name,
      sealer: world.sealer,
      keys: world.keys,
      device: () => this.device(),
      send: (frame) => this.wire?.send(frame) ?? false,
      tell: (step) => this.tell(step),
      now: world.now,
      later: world.later,
    };
    this.tags = new TagDesk({
      desk: () => this.desk.value,
      send: this.around.send,
      tell: this.around.tell,
      between: (hear) => world.between(hear),
    });
    const { name, keys, now } = world;
    this.asides = new Asides(
      {
        name,
        keys,
        now,
        roster: world.roster,
        device: () => this.device(),
        send: this.around.send,
      },
      (consults) => this.tell({ type: 'consults', consults }),
      loadAside,
    );
    this.slips = new SlipBox(keys);
    this.kept = this.readKept();
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
    this.tags.start();
  }

  /** Drop every key from memory and, at sign-out, from this browser. */
  async stop({ isSignOut }: { isSignOut: boolean }): Promise<void> {
    // Whoever is proposed to us is asked of somebody else at once.
    if (isSignOut && this.desk.value.duty !== null) this.be('away');
    this.wire?.close();
    this.wire = null;
    for (const party of this.parties.values()) party.forget();
    this.parties.clear();
    this.slips.forget();
    this.lost.clear();
    this.tags.stop();
    this.asides.stop();
    this.desk.value = EMPTY;
    if (isSignOut) await this.world.keys.sweep([]).catch(() => {});
  }

  tell(step: Step): void {
    this.desk.value = after(this.desk.value, step);
    this.tags.look();
  }

  take(cid?: string): void {
    const ref = newRef();
    this.sitDown(cid === undefined ? { type: 'take', ref } : { type: 'take', ref, cid });
  }

  /** Be free for proposals, away, on a break, or at the end of a shift. */
  be(state: Duty['state']): void {
    this.wire?.send({ type: 'be', state });
  }

  /** Take no more conversations at once than this. */
  choose(capacity: number): void {
    this.wire?.send({ type: 'be', capacity });
  }

  /** Take no break now. */
  goOn(): void {
    this.wire?.send({ type: 'go_on' });
  }

  /** Do not take whom we are proposed. */
  passOn(cid: string): void {
    this.wire?.send({ type: 'pass_on', cid });
  }

  /** Answer a colleague who asks. */
  sitIn(cid: string): void {
    this.asides.comesTo(cid);
    this.sitDown({ type: 'sit_in', ref: newRef(), cid });
  }

  /**
   * Ask colleagues to take over or to join; without `how`, no longer. Whoever comes is told the note, aside; who helps
   * can be talked to at once.
   */
  ask(cid: string, how: How | null, to: To = EVERYBODY, note = ''): void {
    this.asides.willSay(cid, note !== '' || to.role ? note : null);
    const frame: FromStaff = how === null ? { type: 'ask', cid } : { type: 'ask', cid, how, ...to };
    if (this.wire?.send(frame)) this.tell({ type: 'asking', cid, how, to });
  }

  /** Do not come where a colleague asked us by name. */
  notNow(cid: string): void {
    this.wire?.send({ type: 'not_now', cid });
  }

  /** Leave a conversation to whoever is free: the visitor waits again, in front of all. */
  giveBack(cid: string): void {
    this.parties.get(cid)?.giveBack();
  }

  read(cid: string, seq: number): void {
    this.parties.get(cid)?.read(seq);
  }

  draft(cid: string, text: string): void {
    this.tell({ type: 'draft', cid, text });
    if (text !== '') this.parties.get(cid)?.typed();
  }

  say(cid: string, text: string): void {
    this.parties.get(cid)?.say(text);
  }

  /** Send a contact card. Args: card: its lines. */
  hand(cid: string, card: CardLines): void {
    this.parties.get(cid)?.hand(cardText(card));
  }

  end(cid: string, coolDown: CoolDown | null = null): void {
    this.parties.get(cid)?.end(coolDown);
  }

  /** Leave a conversation to those who are in it too. */
  stepOut(cid: string): void {
    this.parties.get(cid)?.stepOut();
  }

  /** The four words to compare with the visitor. */
  words(cid: string): Promise<readonly string[]> {
    return this.parties.get(cid)?.words() ?? Promise.reject(new Error('not in'));
  }

  private hello(): void {
    if (this.willGreet) return;
    this.willGreet = this.kept !== null;
    if (this.kept === null) this.greet();
    else this.kept.then(() => this.greet()).catch(() => {});
  }

  private async readKept(): Promise<void> {
    await this.slips.read();
    this.kept = null;
  }

  private greet(): void {
    this.willGreet = false;
    this.asides.greeting();
    for (const party of this.parties.values()) party.lineLost();
    const cursors = [...this.parties.values()]
      .filter((party) => !party.isOver)
      .slice(0, MAX_CURSORS)
      .map((party) => ({ cid: party.cid, after: party.cursor }));
    const slips = this.slips.some(MAX_CURSORS);
    const frame = { type: 'hello', cursors, device: this.world.device.id } as const;
    // A server that never gave one does not know what it is.
    this.wire?.send(slips.length === 0 ? frame : { ...frame, slips });
  }

  private sitDown(frame: Take | SitIn): void {
    if (this.desk.value.taking !== null) return;
    if (this.wire?.send(frame)) this.tell({ type: 'taking', ref: frame.ref });
  }

  private device() {
    const { sign } = this.world.device;
    return this.entry === '' ? null : { entry: fromBase64(this.entry), sign };
  }

  private hear(frame: ToStaff): void {
    const party = 'cid' in frame && frame.cid ? this.parties.get(frame.cid) : undefined;
    switch (frame.type) {
      case 'held':
        this.tell({ type: 'frame', frame });
        this.hold(frame);
        return;
      case 'proposal':
        this.tell({ type: 'proposed', frame, now: this.world.now() });
        return;
      case 'called':
      case 'chair':
      case 'seated':
      case 'confided':
      case 'parted':
      case 'revoked':
        this.asides.hear(frame);
        return;
      case 'answered':
        this.asides.answered(frame);
        break;
      case 'device':
        this.deviceIs(frame);
        break;
      case 'grant':
      case 'message':
      case 'accepted':
      case 'delivered':
      case 'read':
      case 'presence':
      case 'writing':
        party?.hear(frame);
        return;
      case 'ended':
        if (frame.cid) this.slips.ended(frame.cid);
        party?.ended(frame);
        return;
      case 'slip':
        if (frame.cid) this.slips.keep(frame.cid, frame.slip);
        return;
      case 'lost':
        if (frame.cid) this.lost.add(frame.cid);
        party?.lost();
        break;
      case 'refused':
        if (frame.cid && this.asides.has(frame.cid)) this.asides.refused(frame);
        else if (!party && this.slips.isRefused(frame)) return;
        else if (this.refused(frame, party)) return;
        break;
      case 'reopened':
        this.tags.reopened(frame);
        return;
      case 'line':
        this.asides.listed();
        this.sweepOnce();
        break;
    }
    this.tell({ type: 'frame', frame });
  }

  /** Whether that is all there is to do about it. */
  private refused({ code }: Refusal, party: Party | undefined): boolean {
    if (party !== undefined && (code === 'gone' || code === 'not_yours')) {
      // It was ended by somebody else; their `ended`, which says how, is on its way.
      this.world.later(ENDED_WITHIN_MS, () => {
        party.ended({ type: 'ended', cid: party.cid, reason: 'gone' });
      });
      return true;
    }
    if (code === 'out_of_turn') party?.stay();
    if (code === 'too_fast' || code === 'unavailable') this.sayAgainSoon();
    return false;
  }

  private deviceIs({ state, entry }: DeviceIs): void {
    this.entry = state === 'approved' ? entry : '';
    if (this.entry === '') return;
    for (const party of this.parties.values()) party.deviceCame();
    hasExpired(entry, minuteOf(this.world.now())).then(
      (isOver) => {
        if (isOver && this.entry === entry) this.tell({ type: 'expired' });
      },
      () => {},
    );
  }

  private hold(frame: Held): void {
    this.lost.delete(frame.cid);
    const known = this.parties.get(frame.cid);
    if (known && !known.isOver) known.heldAgain(frame);
    else this.parties.set(frame.cid, new Party(frame, this.around));
  }

  private sayAgainSoon(): void {
    for (const party of this.parties.values()) party.resendSoon();
  }

  /** `line` is the last answer to `hello`: a kept key without a `held` is of a conversation that is over. */
  private sweepOnce(): void {
    if (this.hasSwept) return;
    this.hasSwept = true;
    this.world.keys
      .sweep([...this.parties.keys(), ...this.lost, ...this.asides.ids])
      .catch(() => {});
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
