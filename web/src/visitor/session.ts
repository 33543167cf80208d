// One conversation of one tab: joins the line, the keys and the journey.
//
// Everything that touches keys happens in turn (`inTurn`), so that two frames that arrive together are opened
// in their order. Whatever goes wrong there stops the conversation and says so: there is no other path, and
// never an unencrypted one (docs/protocol.md §1.7).
import { type Signal, signal } from '@preact/signals';
import {
  type Bytes,
  fromBase64,
  Hl1Error,
  isSupported,
  minuteOf,
  toBase64,
  VisitorConversation,
} from '../hl1/index.ts';
import type { FromVisitor, Offered, ToVisitor, Welcome } from '../wire/frames.ts';
import { Link, socketUrl } from '../wire/link.ts';
import { Cursor } from './cursor.ts';
import { Doorway } from './doorway.ts';
import { entriesOf } from './entries.ts';
import { after, beginning, isUnderWay, type Journey, type Step } from './journey.ts';
import { Outbox, type Outgoing } from './outbox.ts';
import { forgetRoot, keepRoot, keptRoot } from './tab.ts';

const SUITES = [1];

/** One mark for a burst of messages instead of one each. */
const DELIVERED_AFTER_MS = 200;

/** "Too fast" and "a store is away" pass by themselves. */
const SAY_AGAIN_AFTER_MS = 3000;

interface Identity {
  readonly cid: Bytes;
  readonly token: Bytes;
  readonly commitment: Bytes;
}

export class Session {
  readonly journey: Signal<Journey> = signal(beginning);
  private readonly api: Promise<string>;
  private readonly supported: Promise<boolean>;
  private link: Link<FromVisitor, ToVisitor> | null = null;
  private identity: Identity | null = null;
  private root: Bytes | null = null;
  private talk: VisitorConversation | null = null;
  private share: Bytes | null = null;
  private language = 'nl';
  private outbox = new Outbox();
  private cursor = new Cursor();
  private turn: Promise<void> = Promise.resolve();
  /** Counts sockets: a `welcome` of an earlier one says nothing about this one. */
  private line = 0;
  private isWelcome = false;
  private wasWelcomed = false;
  private isLeaving = false;
  private doorway = new Doorway();
  private markTimer = 0;

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
      this.root = root;
      this.identity = await VisitorConversation.identity(root);
      await this.connect();
    });
  }

  /** A new conversation: a place in the line. */
  async start(language: string): Promise<void> {
    this.step({ type: 'started' });
    this.forget();
    this.isLeaving = false;
    this.language = language;
    if (!(await this.supported)) return this.stop('refused');
    this.inTurn(async () => {
      const talk = await VisitorConversation.begin();
      this.talk = talk;
      this.identity = talk;
      await this.connect();
      keepRoot(talk.root);
    });
  }

  /** Let the one at the door read. */
  ready(): void {
    const door = this.doorway.caller;
    if (!door || this.journey.value.isBusy) return;
    this.step({ type: 'admitting' });
    this.inTurn(async () => {
      const { talk, share } = this;
      if (!talk || !share || this.doorway.caller !== door) return;
      const { epoch, grant, record } = await talk.grant(door.offer, minuteOf(Date.now()));
      const blob = toBase64(await talk.state(share));
      // The new keys are kept before anybody gets them: a reload in between may not lose an epoch.
      this.transmit({ type: 'keep', blob });
      this.transmit({ type: 'grant', place: door.place, epoch, grant: toBase64(grant) });
      this.transmit({ type: 'say', ref: newRef(), epoch, sealed: toBase64(record) });
      this.doorway.recorded(epoch);
      this.doorway.closed();
      this.step({ type: 'admitted', readers: this.readers() });
      const note = {
        kind: 'note',
        id: `in-${epoch}`,
        note: 'letIn',
        name: door.offer.name,
        seq: this.cursor.at,
      } as const;
      this.step({ type: 'heard', entry: note });
    });
  }

  /** Seal and send; false when it does not fit, and then nothing was sent. */
  say(text: string): Promise<boolean> {
    return new Promise((answer) => {
      this.inTurn(async () => {
        const { talk } = this;
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
        this.transmit({ type: 'say', ref, epoch: talk.epoch, sealed: toBase64(sealed) });
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
      const { talk } = this;
      if (talk && this.journey.value.readers.length > 0) {
        const sealed = toBase64(await talk.sealEnd(minuteOf(Date.now())));
        this.transmit({ type: 'say', ref: newRef(), epoch: talk.epoch, sealed });
      }
      this.transmit({ type: 'leave', how: 'left' });
      this.isLeaving = true;
      this.dropKeys();
      this.step({ type: 'ended', reason: 'left' });
    });
  }

  /** The quick exit, or the page goes away: drop everything, wait for nothing. */
  vanish(how: 'exit' | 'hide'): void {
    try {
      if (how === 'exit') this.link?.send({ type: 'leave', how: 'exit' });
    } finally {
      // A page that is only hidden may be a reload, and a reload comes back by the tab's name.
      this.forget(how === 'hide');
      this.journey.value = beginning;
    }
  }

  private async connect(): Promise<void> {
    const url = socketUrl(await this.api, location.origin);
    const link = new Link<FromVisitor, ToVisitor>(url, {
      onOpen: () => this.introduce(),
      onFrame: (frame) => this.hear(frame, this.line),
      onState: (state) => {
        if (state !== 'open') this.isWelcome = false;
        this.step({ type: 'line', state });
      },
      onClosed: (code) => this.closed(code),
    });
    this.link = link;
    link.start();
  }

  private introduce(): void {
    this.line += 1;
    if (!this.identity) return;
    const cid = toBase64(this.identity.cid);
    const token = toBase64(this.identity.token);
    if (this.wasWelcomed || !this.talk) {
      this.link?.send({ type: 'resume', cid, token, after: this.cursor.at });
      return;
    }
    const commitment = toBase64(this.identity.commitment);
    const { language } = this;
    this.link?.send({ type: 'arrive', cid, token, commitment, language, suites: SUITES });
  }

  private hear(frame: ToVisitor, line: number): void {
    this.inTurn(async () => {
      if (this.isLeaving) this.hearWhileLeaving(frame, line);
      else await this.take(frame, line);
    });
  }

  private hearWhileLeaving(frame: ToVisitor, line: number): void {
    if (frame.type === 'welcome') this.welcomed(line);
    else if (frame.type === 'accepted') this.outbox.accept(frame.ref);
    else if (frame.type === 'ended' || frame.type === 'refused') this.forget();
  }

  private async take(frame: ToVisitor, line: number): Promise<void> {
    switch (frame.type) {
      case 'welcome':
        return this.takeWelcome(frame, line);
      case 'waiting':
        this.doorway.inLine();
        return this.step({ type: 'waiting', position: frame.position });
      case 'offer':
        return this.takeOffer(frame);
      case 'message':
        return this.takeMessage(frame.seq, frame.sealed);
      case 'accepted':
        this.cursor.note(frame.seq);
        this.outbox.accept(frame.ref);
        return this.step({ type: 'accepted', id: frame.ref, seq: frame.seq });
      case 'delivered':
        return this.step({ type: 'delivered', seq: frame.seq });
      case 'presence':
        return this.step({ type: 'presence', isAway: frame.state === 'lost' });
      case 'desk':
        return frame.state === 'open'
          ? undefined
          : this.finish({ type: 'desk', state: frame.state });
      case 'ended': {
        const reason = frame.reason === 'exit' ? 'left' : frame.reason;
        return this.finish({ type: 'ended', reason });
      }
      case 'refused':
        return this.takeRefusal(frame.code, frame.ref ?? null);
      default: // a newer server: pages ignore what they do not know
    }
  }

  private async takeWelcome(frame: Welcome, line: number): Promise<void> {
    const share = fromBase64(frame.share);
    const isFirst = this.share === null;
    this.share = share;
    if (!this.talk) {
      // Nothing was kept: the keys of that conversation existed in no other place.
      if (!this.root || frame.blob === '') return this.finish({ type: 'gone' });
      this.talk = await VisitorConversation.restore(this.root, share, fromBase64(frame.blob));
    } else if (isFirst) {
      this.outbox.add({ type: 'keep', blob: toBase64(await this.talk.state(share)) });
    }
    this.doorway.welcomed(frame.last);
    this.step({ type: 'delivered', seq: frame.delivered });
    this.welcomed(line);
    this.settle();
  }

  private welcomed(line: number): void {
    this.wasWelcomed = true;
    if (line !== this.line) return;
    this.isWelcome = true;
    this.sayAgain();
    // The last mark may have been lost with the line before.
    if (this.cursor.at > 0) this.markSoon();
  }

  private async takeOffer(frame: Offered): Promise<void> {
    const { talk } = this;
    if (!talk) return;
    const [offer, signature, entry] = [frame.offer, frame.signature, frame.entry].map(fromBase64);
    if (!offer || !signature || !entry) return;
    const read = await talk.readOffer(offer, signature, entry);
    this.doorway.offered({ place: frame.place, offer: read }, toBase64(read.key));
    this.settle();
  }

  private async takeMessage(seq: number, sealed: string): Promise<void> {
    const { talk } = this;
    if (!talk || this.cursor.has(seq)) return;
    const ref = this.outbox.refOf(sealed);
    if (ref !== null) {
      this.outbox.accept(ref);
      this.step({ type: 'accepted', id: ref, seq });
    } else {
      const opened = await talk.open(fromBase64(sealed));
      if (opened.mine && opened.kind === 'epoch') this.doorway.recorded(opened.epoch);
      for (const entry of entriesOf(opened, seq, talk.members)) this.step({ type: 'heard', entry });
      if (!opened.mine) this.markSoon();
    }
    this.cursor.note(seq);
    this.settle();
  }

  /** Show who is at the door, or who is in. */
  private settle(): void {
    const { talk, doorway } = this;
    if (!talk) return;
    const keys = talk.members.map((member) => member.key);
    const verdict = doorway.verdict({ epoch: talk.epoch, keys, opened: this.cursor.at });
    const door = doorway.caller;
    if (verdict === 'asks' && door) {
      const role = door.offer.role === 'supervisor' ? 'supervisor' : 'professional';
      this.step({ type: 'called', caller: { name: door.offer.name, role } });
    } else if (verdict === 'in' && (door || this.journey.value.stage !== 'conversation')) {
      doorway.closed();
      this.step({ type: 'admitted', readers: this.readers() });
    }
  }

  private takeRefusal(code: string, ref: string | null): void {
    if (code === 'gone' && !this.isWelcome) {
      this.finish({ type: 'gone' });
    } else if (code === 'gone' && ref === null) {
      this.outbox.dropGrants();
      this.doorway.inLine();
      this.step({ type: 'withdrawn', id: `withdrawn-${newRef()}` });
    } else if (code === 'too_fast' || code === 'unavailable') {
      setTimeout(() => this.isWelcome && this.sayAgain(), SAY_AGAIN_AFTER_MS);
    } else if (code === 'full' || code === 'closed') {
      this.finish({ type: 'desk', state: code });
    } else if (ref !== null) {
      this.outbox.drop(ref);
      this.step({ type: 'not sent', id: ref });
    }
  }

  private closed(code: number): void {
    this.inTurn(async () => {
      if (this.isLeaving) this.forget();
      else if (code === 4409) this.finish({ type: 'stopped', stage: 'elsewhere' });
      else if (code !== 1000) this.finish({ type: 'stopped', stage: 'fault' });
      else if (isUnderWay(this.journey.value.stage)) this.finish({ type: 'ended', reason: 'gone' });
    });
  }

  private transmit(frame: Outgoing): void {
    this.outbox.add(frame);
    if (this.isWelcome) this.link?.send(frame);
  }

  private sayAgain(): void {
    for (const frame of this.outbox.unconfirmed) this.link?.send(frame);
  }

  private markSoon(): void {
    if (this.markTimer) return;
    this.markTimer = window.setTimeout(() => {
      this.markTimer = 0;
      if (this.isWelcome) this.link?.send({ type: 'delivered', seq: this.cursor.at });
    }, DELIVERED_AFTER_MS);
  }

  private readers(): string[] {
    const others = (this.talk?.members ?? []).filter((member) => member.role !== 'visitor');
    return others.map((member) => member.name);
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
      if (this.isWelcome) this.link?.send({ type: 'leave', how: 'left' });
    } finally {
      this.finish({ type: 'stopped', stage });
    }
  }

  private dropKeys(): void {
    forgetRoot();
    this.talk?.forget();
    this.talk = null;
    this.root = null;
    this.share = null;
    this.doorway = new Doorway();
  }

  /** Drop keys and line, and be as new. */
  private forget(mayComeBack = false): void {
    const name = window.name;
    this.dropKeys();
    if (mayComeBack) window.name = name;
    this.link?.close();
    this.link = null;
    this.identity = null;
    this.outbox = new Outbox();
    this.cursor = new Cursor();
    clearTimeout(this.markTimer);
    this.markTimer = 0;
    this.isWelcome = false;
    this.wasWelcomed = false;
  }

  private step(step: Step): void {
    this.journey.value = after(this.journey.value, step);
  }
}

/** Names one `say`, so that saying it twice stores it once. */
function newRef(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(16)));
}
