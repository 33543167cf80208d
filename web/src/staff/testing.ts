// For tests: a desk with its line, its clock and its keys in the test's hands.

import {
  type Bytes,
  type Device,
  Hl1Error,
  type Kept,
  type Member,
  type Opened,
  toBase64,
} from '../hl1/index.ts';
import type { FromStaff, Held, ToStaff } from '../wire/frames.ts';
import type { Listener } from '../wire/link.ts';
import type { Word } from './between.ts';
import type { Conversation } from './held.ts';
import type { Keys } from './keys.ts';
import type { Sealer, Sealing } from './sealer.ts';
import { Session } from './session.ts';

export const CID = toBase64(new Uint8Array(16));
const EPOCH_AT = 18;

/** An envelope that is not sealed: a header with the epoch in its place, and the text. */
function envelope(epoch: number, text: string): Bytes {
  const body = new TextEncoder().encode(text);
  const bytes = new Uint8Array(43 + body.length);
  new DataView(bytes.buffer).setUint32(EPOCH_AT, epoch);
  bytes.set(body, 43);
  return bytes;
}

export class FakeSealing implements Sealing {
  readonly offer = new Uint8Array([1]);
  readonly signature = new Uint8Array();
  readonly entry = new Uint8Array();
  members: readonly Member[] = [
    { id: 0, role: 'visitor', name: '', key: '' },
    { id: 1, role: 'professional', name: 'Maria', key: 'k' },
  ];
  granted = -1;
  epoch = -1;
  owesAlive = false;
  confirmed = 0;
  isForgotten = false;
  kept(): Kept {
    return { fake: true } as unknown as Kept;
  }
  async admit(grant: Bytes): Promise<void> {
    if (grant[0] === 0) throw new Hl1Error('refused', 'a grant to another key');
    this.granted = grant[0] ?? 0;
  }
  async words(): Promise<readonly string[]> {
    return ['akker', 'berg', 'boek', 'brief'];
  }
  async sealText(text: string): Promise<Bytes> {
    if (text === 'too long') throw new Hl1Error('too_long', 'text');
    if (text === 'broken') throw new Hl1Error('refused', 'no key');
    return envelope(this.epoch, `mine ${text}`);
  }
  async sealCard(text: string): Promise<Bytes> {
    return envelope(this.epoch, `mine card ${text}`);
  }
  async sealEnd(): Promise<Bytes> {
    return envelope(this.epoch, 'mine end');
  }
  async sealLeave(): Promise<Bytes> {
    return envelope(this.epoch, 'mine leave');
  }
  async sealAlive(): Promise<Bytes> {
    this.owesAlive = false;
    return envelope(this.epoch, 'mine alive');
  }
  async open(sealed: Bytes): Promise<Opened> {
    const text = new TextDecoder().decode(sealed.subarray(43));
    if (text === 'tampered') throw new Hl1Error('refused', 'changed on the way');
    if (text === 'older') throw new Hl1Error('unreadable', 'before we were let in');
    if (text.startsWith('record ')) {
      this.epoch = Number(text.slice('record '.length));
      const of = { sender: 0, instance: 'i', seq: 1, epoch: this.epoch, at: 28_000_000 };
      return { kind: 'epoch', text: '', isCard: false, mine: false, marks: [], ...of };
    }
    if (text.startsWith('leave of ')) {
      const sender = Number(text.slice('leave of '.length));
      const of = { sender, instance: 'i', seq: 1, epoch: this.epoch, at: 28_000_000 };
      return { kind: 'leave', text: '', isCard: false, mine: false, marks: [], ...of };
    }
    const mine = text.startsWith('mine ');
    const rest = { sender: mine ? 1 : 0, instance: 'i', seq: 1, epoch: 1, at: 28_000_000 };
    return { kind: 'text', text, isCard: text.startsWith('mine card '), mine, marks: [], ...rest };
  }
  forget(): void {
    this.isForgotten = true;
  }
}

class MemoryKeys implements Keys {
  readonly all = new Map<string, Kept>();
  readonly allSlips = new Map<string, string>();
  async keep(cid: string, kept: Kept): Promise<void> {
    this.all.set(cid, kept);
  }
  async find(cid: string): Promise<Kept | undefined> {
    return this.all.get(cid);
  }
  async drop(cid: string): Promise<void> {
    this.all.delete(cid);
    this.allSlips.delete(cid);
  }
  async keepSlip(cid: string, slip: string): Promise<void> {
    this.allSlips.set(cid, slip);
  }
  async slips(): Promise<ReadonlyMap<string, string>> {
    return this.allSlips;
  }
  async sweep(held: readonly string[]): Promise<void> {
    const all = [...this.all.keys(), ...this.allSlips.keys()];
    for (const cid of all) if (!held.includes(cid)) await this.drop(cid);
  }
}

/** A desk with its line in the test's hands. */
export class Scene {
  readonly keys = new MemoryKeys();
  readonly sealing = new FakeSealing();
  readonly session: Session;
  sent: FromStaff[] = [];
  now = 1_700_000_000_000;
  /** What the sealer was asked to begin with. */
  begun: { suite: number; device: Device } | null = null;
  suites: readonly number[] = [1];
  /** What this window told the other ones of the browser, and how they tell it something. */
  readonly toOtherWindows: Word[] = [];
  fromOtherWindow: (word: Word) => void = () => {};
  private isUp = false;
  private listener: Listener<ToStaff> | null = null;
  private timers: (() => void)[] = [];

  constructor() {
    const sealer: Sealer = {
      begin: async (of) => {
        this.begun = of;
        return this.sealing;
      },
      restore: async () => this.sealing,
      suites: async () => this.suites,
    };
    this.session = new Session({
      name: 'Maria',
      device: { id: 'device', sign: async () => new Uint8Array(64) },
      keys: this.keys,
      sealer,
      roster: async () => null,
      connect: (listener) => {
        this.listener = listener;
        return {
          start: () => this.lineComes(),
          close: () => {},
          send: (frame) => {
            if (this.isUp) this.sent.push(frame);
            return this.isUp;
          },
        };
      },
      between: (hear) => {
        this.fromOtherWindow = hear;
        return { post: (word) => void this.toOtherWindows.push(word), close: () => {} };
      },
      now: () => this.now,
      later: (_milliseconds, run) => void this.timers.push(run),
      signedOut: () => {},
      askSignedIn: () => {},
    });
    this.session.start();
  }

  lineComes(): void {
    this.isUp = true;
    this.listener?.onState('open');
    this.listener?.onOpen();
  }

  lineGoes(): void {
    this.isUp = false;
    this.listener?.onState('lost');
  }

  /** The server says these, one after the other; then everything that was begun is done. */
  async hear(...frames: readonly ToStaff[]): Promise<void> {
    await this.settle(); // it answers what was said
    for (const frame of frames) this.listener?.onFrame(frame);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** Every timer is due; on the clock, so many milliseconds have passed. */
  async timePasses(milliseconds = 0): Promise<void> {
    this.now += milliseconds;
    const due = this.timers;
    this.timers = [];
    for (const run of due) run();
    await this.settle();
  }

  kinds(): readonly string[] {
    return this.sent.map(({ type }) => type);
  }

  says(): readonly Extract<FromStaff, { type: 'say' }>[] {
    return this.sent.filter((frame) => frame.type === 'say');
  }

  /** What was said, and the notes between; who can read is noted with each record and left out here. */
  texts(): readonly string[] {
    const items = this.session.desk.value.conversations[0]?.items ?? [];
    const texts = items.map((item) => (item.kind === 'said' ? item.text : item.note));
    return texts.filter((text) => text !== 'readers');
  }

  get conversation(): Conversation {
    const [first] = this.session.desk.value.conversations;
    if (first === undefined) throw new Error('no conversation');
    return first;
  }
}

export function held(rest: Partial<Held> = {}): Held {
  const known = { type: 'held', cid: CID, ticket: 't', place: 'p', commitment: CID } as const;
  return { ...known, language: 'nl', suites: [1], last: 0, delivered: 0, ...rest };
}
export const grant = (epoch: number): ToStaff => {
  return { type: 'grant', cid: CID, epoch, grant: toBase64(new Uint8Array([epoch])) };
};
export const message = (seq: number, text: string, epoch = 1): ToStaff => {
  return { type: 'message', cid: CID, seq, sealed: toBase64(envelope(epoch, text)) };
};
export const line: ToStaff = { type: 'line', waiting: [] };
export const approved: ToStaff = {
  type: 'device',
  state: 'approved',
  entry: toBase64(new Uint8Array(3)),
};

/** A desk on a device that may work. */
export async function desk(): Promise<Scene> {
  const scene = new Scene();
  await scene.hear(approved);
  return scene;
}

/** In a conversation: the record of the first epoch, with which it opens, is message 1. */
export async function open(): Promise<Scene> {
  const scene = await desk();
  await scene.hear(held({ ref: 'r' }), grant(1), message(1, 'record 1'));
  return scene;
}
