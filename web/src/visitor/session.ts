// One conversation of one tab: what the visitor does, and how it stops. Its parts each know one thing: the
// keys (keys.ts), what goes out (voice.ts), what comes in (hearing.ts), what is on the screen (journey.ts).
//
// Everything that touches keys happens in turn (`inTurn`), so that two frames that arrive together are opened
// in their order. Whatever goes wrong there stops the conversation and says so: there is no other path, and
// never an unencrypted one (docs/protocol.md §1.7).
import { type Signal, signal } from '@preact/signals';
import {
  type Bytes,
  fromBase64,
  Hl1Error,
  isSupportedForVisitors,
  minuteOf,
  Roster,
  supportedSuites,
  toBase64,
} from '../hl1/index.ts';
import type { Before, Desk, ToVisitor } from '../wire/frames.ts';
import { socketUrl } from '../wire/link.ts';
import { ALIVE_AFTER_MS } from '../wire/receipts.ts';
import { newRef } from '../wire/ref.ts';
import type { Config } from './config.ts';
import { Doorway } from './doorway.ts';
import { Hearing } from './hearing.ts';
import { after, beginning, isUnderWay, type Journey, type Step } from './journey.ts';
import { Keys } from './keys.ts';
import { loadPart } from './part.ts';
import { keptTab } from './tab.ts';
import { type Ears, Voice } from './voice.ts';

const LOOK_EVERY_MS = 5_000;

/** More often is nobody's business: that somebody is here, not how they move. */
const HERE_EVERY_MS = 60_000;

/** As long as a finger stays on a button. */
const PRESS_MS = 500;

export class Session {
  readonly journey: Signal<Journey> = signal(beginning);
  /** What the server said last about letting somebody in; null before it did. */
  readonly desk: Signal<Desk | null> = signal(null);
  /** When a new conversation can be begun from here, by `Date.now()`; null: nothing holds anybody back. */
  readonly againAt: Signal<number | null> = signal(null);
  /** For the closing questions; empty: nothing is asked. */
  readonly voucher: Signal<string> = signal('');
  private readonly config: Promise<Config>;
  /** Where goodbye is said, and what comes after it; empty until the configuration is there. */
  origin = '';
  private readonly supported: Promise<boolean>;
  private readonly keys = new Keys();
  private readonly voice = new Voice(this.keys);
  private readonly doorway = new Doorway();
  private readonly hearing = new Hearing(this.keys, this.voice, this.doorway, {
    stage: () => this.journey.value.stage,
    readers: () => this.journey.value.readers,
    step: (step) => this.hears(step),
    finish: (step) => this.finish(step),
    lost: (mayReturn) => this.lost(mayReturn),
    again: (minutes) => {
      this.againAt.value = Date.now() + minutes * 60_000;
    },
    asked: (voucher) => {
      this.voucher.value = voucher;
    },
    desk: (desk) => {
      this.desk.value = desk;
      if (desk.state !== 'open') this.finish({ type: 'turned away' });
    },
  });
  private turn: Promise<void> = Promise.resolve();
  private hereAt = 0;
  /** To what was asked before the line, until it is said. */
  private answers = '';
  /** Of the message that they became: nobody wrote it, so nobody is writing because of it. */
  answersId = '';
  private isLeaving = false;
  /** The page is going: what was still under way may not undo what the next load finds. */
  private isHidden = false;

  constructor(config: Promise<Config>) {
    this.config = config;
    this.supported = isSupportedForVisitors().catch(() => false);
    setInterval(() => this.beat(), LOOK_EVERY_MS);
  }

  /** On load: go on with the conversation of this tab, if there is one. */
  async load(): Promise<void> {
    const tab = keptTab();
    if (tab) this.step({ type: 'resumed' });
    if (!(await this.supported)) return this.stop('refused');
    if (!tab) return;
    this.inTurn(async () => {
      await this.keys.comeBack(tab);
      await this.connect();
    });
  }

  /** First what the organisation asks. */
  asksFirst(): void {
    this.step({ type: 'asked first' });
  }

  /** A new conversation: a place in the line. `answers`: to what was asked first, in words; empty: none. */
  async start(language: string, before: Before | null = null, answers = ''): Promise<void> {
    this.step({ type: 'started' });
    this.againAt.value = null; // the server says it again if it is still so
    this.voucher.value = '';
    this.forget();
    this.voice.before = before;
    this.answers = answers;
    this.isLeaving = false;
    this.voice.language = language;
    if (!(await this.supported)) return this.stop('refused');
    this.inTurn(async () => {
      await this.keys.begin();
      await this.connect();
    });
  }

  /** What the server's frames came to. Where the helpline wants no tap, the first one is let in at once. */
  private hears(step: Step): void {
    this.step(step);
    // Sealed like what is written ahead, and kept by the server as such: a reload finds it. Not before there is a place.
    if (step.type === 'waiting' && this.answers !== '') {
      this.answersId = newRef();
      void this.say(this.answers, this.answersId);
      this.answers = '';
    }
    const { stage, caller } = this.journey.value;
    const isFirst = step.type === 'called' && stage === 'called' && !caller?.mayReadBack;
    if (isFirst && !this.hearing.asksReady) this.ready(false);
  }

  /** After a loss: give back what this page has of the conversation, and go on with it. */
  goOn(): void {
    if (this.journey.value.wayBack !== 'on') return;
    this.step({ type: 'returning' });
    this.inTurn(async () => this.connect('back'));
  }

  /** After a loss: a new conversation, in the place that the lost one had. */
  async beginAfter(language: string): Promise<void> {
    const { identity, slip } = this.keys;
    const before =
      identity && slip !== ''
        ? { cid: toBase64(identity.cid), token: toBase64(identity.token), slip }
        : null;
    await this.start(language, before);
  }

  /** Let the one at the door read; `back`: also what was written with others before. */
  ready(back: boolean): void {
    const { keys, doorway, hearing } = this;
    if (!this.journey.value.caller || this.journey.value.isBusy) return;
    this.step({ type: 'admitting' });
    this.inTurn(async () => {
      const { talk } = keys;
      const door = doorway.door(keys.readers);
      if (!talk || !keys.hasShare || !door) return;
      await hearing.adopt(await talk.grant(door.offer, minuteOf(Date.now()), { back }));
      doorway.closed(door);
      this.step({ type: 'admitted', readers: hearing.readers });
      this.hereAt = 0;
      this.stirred();
      hearing.note('letIn', door.offer.name);
      await hearing.settle();
    });
  }

  /** Do not let the one at the door in. */
  decline(): void {
    this.inTurn(async () => {
      const door = this.doorway.door(this.keys.readers);
      if (!door) return;
      this.doorway.closed(door);
      this.voice.transmit({ type: 'decline', place: door.place, why: 'no' });
      await this.hearing.settle();
    });
  }

  /** For each one who reads along: words that are the same on their screen (§1.9). */
  async words(): Promise<readonly { name: string; words: readonly string[] }[]> {
    const { talk, readers } = this.keys;
    if (!talk) return [];
    const list = () => loadPart<readonly string[]>('words');
    return Promise.all(
      readers.map(async ({ id, name }) => ({ name, words: await talk.words(id, list) })),
    );
  }

  /** Seal and send; false when it does not fit, and then nothing was sent. */
  say(text: string, ref = newRef()): Promise<boolean> {
    return new Promise((answer) => {
      this.inTurn(async () => {
        const { talk } = this.keys;
        if (!talk) return answer(false);
        const at = minuteOf(Date.now());
        let sealed: Bytes;
        try {
          sealed = await talk.sealText(text, at);
        } catch (error) {
          answer(false);
          if (error instanceof Hl1Error && error.reason === 'too_long') return;
          throw error;
        }
        this.step({ type: 'said', id: ref, text, at });
        this.voice.say(talk.epoch, sealed, ref);
        this.hearing.receipts.said(this.voice.sealed, ref);
        answer(true);
      });
    });
  }

  /** Somebody touched the page or wrote something. */
  stirred(): void {
    const { stage, still } = this.journey.value;
    if (stage !== 'conversation') return;
    const now = Date.now();
    if (now - this.hereAt < (still === null ? HERE_EVERY_MS : PRESS_MS)) return;
    this.hereAt = now;
    this.voice.here();
    // Not under the finger: what stands below the question would move away from it, and the press be lost.
    setTimeout(() => this.step({ type: 'stirred' }), PRESS_MS);
  }

  /** The numbers of what others said and nobody has read here. */
  get unread(): readonly number[] {
    const theirs = this.journey.value.entries.filter(({ kind }) => kind === 'theirs');
    return theirs.map(({ seq }) => seq).filter((seq) => seq > this.voice.readTo);
  }

  /** Everything up to there was on the screen. */
  readUpTo(seq: number): void {
    this.voice.readUpTo(seq);
  }

  /** Somebody is writing. */
  writing(): void {
    if (this.hearing.saysWriting && this.journey.value.stage === 'conversation')
      this.voice.writing();
  }

  /** Somebody is there again, who was called and did not answer. */
  isHere(): void {
    this.voice.ready();
  }

  writeAhead(): void {
    this.step({ type: 'writing ahead' });
  }

  /** Somebody in line has begun to write, now or before. */
  get hasWritten(): boolean {
    const { isWritingAhead, entries } = this.journey.value;
    return isWritingAhead || entries.some(({ id }) => id !== this.answersId);
  }

  askToEnd(isAsking: boolean): void {
    this.step({ type: 'asked to end', isAsking });
  }

  /** Stop calmly. The screen does not wait for the line; the line gets to say it when it can. */
  end(): void {
    this.inTurn(async () => {
      const { talk } = this.keys;
      if (talk && this.journey.value.readers.length > 0) {
        this.voice.say(talk.epoch, await talk.sealEnd(minuteOf(Date.now())));
      }
      this.voice.transmit({ type: 'leave', how: 'left' });
      this.isLeaving = true;
      this.keys.drop();
      this.doorway.forget();
      this.step({ type: 'ended', reason: 'left' });
    });
  }

  /** The quick exit, or the page goes away: drop everything, wait for nothing. */
  vanish(how: 'exit' | 'hide'): void {
    try {
      if (how === 'exit') this.sayGoodbye();
    } finally {
      // A page that is only hidden may be a reload, and a reload comes back by the tab's name.
      this.isHidden = how === 'hide';
      this.voucher.value = '';
      this.forget(how === 'hide');
      this.journey.value = beginning;
    }
  }

  /** Every few seconds: a sign of life when we have been silent, and doubts about what the server says (§1.3). */
  private beat(): void {
    this.inTurn(async () => {
      const { talk } = this.keys;
      if (!talk || this.journey.value.readers.length === 0) return;
      const now = Date.now();
      if (talk.owesAlive && now - this.voice.saidAt >= ALIVE_AFTER_MS) {
        this.voice.say(talk.epoch, await talk.sealAlive(minuteOf(now)));
      }
      const { receipts } = this.hearing;
      // While a line is down nothing can be confirmed, and nobody is to be frightened by that.
      if (this.journey.value.isAway || this.journey.value.line !== 'open') receipts.again(now);
      if (receipts.overdue(now) !== null) this.hearing.note('unconfirmed', '');
    });
  }

  /** Over the line, and past it: the line may be dead while the network is not. */
  private sayGoodbye(): void {
    this.voice.leave('exit');
    const { identity } = this.keys;
    if (!identity || !isUnderWay(this.journey.value.stage)) return;
    const [cid, token] = [toBase64(identity.cid), toBase64(identity.token)];
    navigator.sendBeacon(`${this.origin}/api/leave`, JSON.stringify({ cid, token }));
  }

  /** A fault of the server. Who only waited is back in line without a tap: nothing of theirs is gone. */
  private lost(mayReturn: boolean): void {
    const { journey, keys, voice } = this;
    const canGoOn = mayReturn && keys.talk !== null && keys.hasShare && voice.copy.isWhole;
    const onlyWaited = journey.value.stage === 'waiting' && journey.value.readers.length === 0;
    voice.hangUp();
    this.step({ type: 'lost', wayBack: canGoOn ? 'on' : mayReturn ? 'line' : 'none' });
    if (!mayReturn) this.forget();
    else if (canGoOn && onlyWaited) this.goOn();
  }

  private async connect(how: 'new' | 'back' = 'new'): Promise<void> {
    const { api, roster } = await this.config;
    this.origin = api;
    // Without it, anybody could be let in: then rather nobody.
    this.hearing.roster = await Roster.of(fromBase64(roster));
    this.voice.suites = await supportedSuites();
    const ears: Ears = {
      onFrame: (frame, socket) => this.hear(frame, socket),
      onState: (state) => this.step({ type: 'line', state }),
      onClosed: (code) => this.closed(code),
    };
    const url = socketUrl(api, location.origin);
    if (how === 'back') this.voice.comeBack(url, ears);
    else this.voice.connect(url, ears);
  }

  private hear(frame: ToVisitor, socket: number): void {
    this.inTurn(async () => {
      if (this.isLeaving) this.hearWhileLeaving(frame, socket);
      else await this.hearing.take(frame, socket);
    });
  }

  private hearWhileLeaving(frame: ToVisitor, socket: number): void {
    if (frame.type === 'welcome') this.voice.welcomed(socket);
    else if (frame.type === 'afterwards') this.voucher.value = frame.voucher;
    else if (frame.type === 'accepted') this.voice.outbox.accept(frame.ref);
    else if (frame.type === 'ended' || frame.type === 'refused') this.forget();
  }

  private closed(code: number): void {
    this.inTurn(async () => {
      if (this.isLeaving) this.forget();
      else this.finish({ type: 'stopped', stage: code === 4409 ? 'elsewhere' : 'fault' });
    });
  }

  private inTurn(task: () => Promise<void>): void {
    this.turn = this.turn
      .then(() => (this.isHidden ? undefined : task()))
      .catch(() => this.stop('refused'));
  }

  /** Over, for whatever reason the step says. */
  private finish(step: Step): void {
    // The other window of this conversation still needs the name; so does a page that will be loaded again.
    const mayComeBack = step.type === 'stopped' && step.stage !== 'refused';
    this.forget(mayComeBack);
    this.step(step);
  }

  private stop(stage: 'refused'): void {
    if (this.isHidden) return;
    try {
      if (this.voice.isHeard) this.voice.leave('left');
    } finally {
      this.finish({ type: 'stopped', stage });
    }
  }

  /** Drop keys and line, and be as new. */
  private forget(mayComeBack = false): void {
    this.answers = '';
    this.keys.forget(mayComeBack);
    this.doorway.forget();
    this.hearing.forget();
    this.voice.forget();
  }

  private step(step: Step): void {
    this.journey.value = after(this.journey.value, step);
  }
}
