// One conversation of one tab: what the visitor does, and how it stops. Its parts each know one thing: the
// keys (keys.ts), what goes out (voice.ts), what comes in (hearing.ts), what is on the screen (journey.ts).
//
// Everything that touches keys happens in turn (`inTurn`), so that two frames that arrive together are opened
// in their order. Whatever goes wrong there stops the conversation and says so: there is no other path, and
// never an unencrypted one (docs/protocol.md §1.7).
import { type Signal, signal } from '@preact/signals';
import { type Bytes, Hl1Error, isSupported, minuteOf, toBase64 } from '../hl1/index.ts';
import type { ToVisitor } from '../wire/frames.ts';
import { socketUrl } from '../wire/link.ts';
import { Doorway } from './doorway.ts';
import { Hearing } from './hearing.ts';
import { after, beginning, isUnderWay, type Journey, type Step } from './journey.ts';
import { Keys } from './keys.ts';
import { keepRoot, keptRoot } from './tab.ts';
import { newRef, Voice } from './voice.ts';

export class Session {
  readonly journey: Signal<Journey> = signal(beginning);
  private readonly api: Promise<string>;
  private readonly supported: Promise<boolean>;
  private readonly keys = new Keys();
  private readonly voice = new Voice(this.keys);
  private readonly doorway = new Doorway();
  private readonly hearing = new Hearing(this.keys, this.voice, this.doorway, {
    stage: () => this.journey.value.stage,
    step: (step) => this.step(step),
    finish: (step) => this.finish(step),
  });
  private turn: Promise<void> = Promise.resolve();
  private isLeaving = false;

  constructor(api: Promise<string>) {
    this.api = api;
    this.supported = isSupported().catch(() => false);
  }

  /** On load: go on with the conversation of this tab, if there is one. */
  async load(): Promise<void> {
    const root = keptRoot();
    if (root) this.step({ type: 'resumed' });
    if (!(await this.supported)) return this.stop('refused');
    if (!root) return;
    this.inTurn(async () => {
      await this.keys.comeBack(root);
      await this.connect();
    });
  }

  /** A new conversation: a place in the line. */
  async start(language: string): Promise<void> {
    this.step({ type: 'started' });
    this.forget();
    this.isLeaving = false;
    this.voice.language = language;
    if (!(await this.supported)) return this.stop('refused');
    this.inTurn(async () => {
      const root = await this.keys.begin();
      await this.connect();
      keepRoot(root);
    });
  }

  /** Let the one at the door read. */
  ready(): void {
    const { keys, voice, doorway } = this;
    const door = doorway.caller;
    if (!door || this.journey.value.isBusy) return;
    this.step({ type: 'admitting' });
    this.inTurn(async () => {
      const { talk } = keys;
      if (!talk || !keys.hasShare || doorway.caller !== door) return;
      const { epoch, grant, record } = await talk.grant(door.offer, minuteOf(Date.now()));
      const blob = await keys.state();
      // The new keys are kept before anybody gets them: a reload in between may not lose an epoch.
      voice.transmit({ type: 'keep', blob });
      voice.transmit({ type: 'grant', place: door.place, epoch, grant: toBase64(grant) });
      voice.transmit({ type: 'say', ref: newRef(), epoch, sealed: toBase64(record) });
      doorway.recorded(epoch);
      doorway.closed();
      this.step({ type: 'admitted', readers: keys.readers });
      const note = {
        kind: 'note',
        id: `in-${epoch}`,
        note: 'letIn',
        name: door.offer.name,
        seq: voice.cursor.at,
      } as const;
      this.step({ type: 'heard', entry: note });
    });
  }

  /** Seal and send; false when it does not fit, and then nothing was sent. */
  say(text: string): Promise<boolean> {
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
        const ref = newRef();
        this.step({ type: 'said', id: ref, text, at });
        this.voice.transmit({ type: 'say', ref, epoch: talk.epoch, sealed: toBase64(sealed) });
        answer(true);
      });
    });
  }

  writeAhead(): void {
    this.step({ type: 'writing ahead' });
  }

  askToEnd(isAsking: boolean): void {
    this.step({ type: 'asked to end', isAsking });
  }

  /** Stop calmly. The screen does not wait for the line; the line gets to say it when it can. */
  end(): void {
    this.inTurn(async () => {
      const { talk } = this.keys;
      if (talk && this.journey.value.readers.length > 0) {
        const sealed = toBase64(await talk.sealEnd(minuteOf(Date.now())));
        this.voice.transmit({ type: 'say', ref: newRef(), epoch: talk.epoch, sealed });
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
      if (how === 'exit') this.voice.leave('exit');
    } finally {
      // A page that is only hidden may be a reload, and a reload comes back by the tab's name.
      this.forget(how === 'hide');
      this.journey.value = beginning;
    }
  }

  private async connect(): Promise<void> {
    this.voice.connect(socketUrl(await this.api, location.origin), {
      onFrame: (frame, socket) => this.hear(frame, socket),
      onState: (state) => this.step({ type: 'line', state }),
      onClosed: (code) => this.closed(code),
    });
  }

  private hear(frame: ToVisitor, socket: number): void {
    this.inTurn(async () => {
      if (this.isLeaving) this.hearWhileLeaving(frame, socket);
      else await this.hearing.take(frame, socket);
    });
  }

  private hearWhileLeaving(frame: ToVisitor, socket: number): void {
    if (frame.type === 'welcome') this.voice.welcomed(socket);
    else if (frame.type === 'accepted') this.voice.outbox.accept(frame.ref);
    else if (frame.type === 'ended' || frame.type === 'refused') this.forget();
  }

  private closed(code: number): void {
    this.inTurn(async () => {
      if (this.isLeaving) this.forget();
      else if (code === 4409) this.finish({ type: 'stopped', stage: 'elsewhere' });
      else if (code !== 1000) this.finish({ type: 'stopped', stage: 'fault' });
      else if (isUnderWay(this.journey.value.stage)) this.finish({ type: 'ended', reason: 'gone' });
    });
  }

  private inTurn(task: () => Promise<void>): void {
    this.turn = this.turn.then(task).catch(() => this.stop('refused'));
  }

  /** Over, for whatever reason the step says. */
  private finish(step: Step): void {
    // The other window of this conversation still needs the name; so does a page that will be loaded again.
    const mayComeBack = step.type === 'stopped' && step.stage !== 'refused';
    this.forget(mayComeBack);
    this.step(step);
  }

  private stop(stage: 'refused'): void {
    try {
      if (this.voice.isHeard) this.voice.leave('left');
    } finally {
      this.finish({ type: 'stopped', stage });
    }
  }

  /** Drop keys and line, and be as new. */
  private forget(mayComeBack = false): void {
    const name = window.name;
    this.keys.forget();
    if (mayComeBack) window.name = name;
    this.doorway.forget();
    this.voice.forget();
  }

  private step(step: Step): void {
    this.journey.value = after(this.journey.value, step);
  }
}
