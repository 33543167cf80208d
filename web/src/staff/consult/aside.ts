/**
 * One consult as this window holds it: words between us and one colleague, sealed from page to page (docs/protocol.md
 * §1.12). Whatever does not hold ends it, and is said: there is no way on without the keys.
 */

import {
  type Bytes,
  type Call,
  type Chair,
  checkedCall,
  type Device,
  fromBase64,
  Hl1Error,
  type Kept,
  type Mark,
  minuteOf,
  type Opened,
  ProfessionalConversation,
  type Roster,
  Table,
  toBase64,
} from '../../hl1/index.ts';
import type {
  Called,
  Chair as ChairFrame,
  Confide,
  Confided,
  FromStaff,
  Parted,
  Seat,
  Seated,
  SitDown,
} from '../../wire/frames.ts';
import { newRef } from '../../wire/ref.ts';
import { Inbox } from '../inbox.ts';
import type { Keys } from '../keys.ts';

export interface Word {
  readonly key: string;
  readonly isMine: boolean;
  readonly text: string;
  /** Whole minutes since 1970. */
  readonly at: number;
  /** The server has it. */
  readonly isSent: boolean;
  readonly marks: readonly Mark[];
}

/** What is on the screen of a consult. */
export interface Consult {
  readonly id: string;
  /** Of the colleague, as the organisation has signed it; before they came, whom we asked. */
  readonly name: string;
  readonly isMine: boolean;
  /** `asking` and `coming` wait for the other page; `invited` waits for us. */
  readonly state: 'asking' | 'invited' | 'coming' | 'open' | 'over' | 'failed';
  readonly why: Parted['why'] | null;
  readonly words: readonly Word[];
  readonly draft: string;
}

/** What a consult takes from the session. */
export interface Around {
  /** Ours. */
  readonly name: string;
  readonly keys: Pick<Keys, 'keep' | 'find' | 'drop'>;
  device(): Device | null;
  /** The organisation's; null where this page knows none, and then nobody is believed. */
  roster(): Promise<Roster | null>;
  send(frame: FromStaff): boolean;
  /** Milliseconds since 1970. */
  now(): number;
  changed(): void;
}

export class Aside {
  view: Consult;
  private readonly around: Around;
  private table: Table | null = null;
  private sealing: ProfessionalConversation | null = null;
  private readonly inbox = new Inbox();
  private outbox: readonly Confide[] = [];
  /** What we said to sit down or to seat, until both sit: it may be lost with the line. */
  private step: SitDown | Seat | null = null;
  private isSeated = false;
  /** We have said that step a second time. */
  hasRepeated = false;
  /** What vouches for the colleague. */
  private entry: Bytes | null = null;
  private first: string;
  private work: Promise<void> = Promise.resolve();

  private constructor(view: Consult, around: Around, first = '') {
    this.view = view;
    this.around = around;
    this.first = first;
  }

  /** Ask a colleague aside; `first` is said as soon as they sit. Null where this computer may not work. */
  static async ask(
    of: { whom: string; name: string; about: string | null; first: string },
    around: Around,
  ): Promise<Aside | null> {
    const device = around.device();
    if (device === null) return null;
    const table = await Table.lay(device);
    const { cid, commitment, signature, entry } = table.call;
    const id = toBase64(cid);
    const aside = new Aside(begun(id, of.name, true, 'asking'), around, of.first);
    aside.table = table;
    aside.sealing = table.mine;
    await aside.keep();
    const call = {
      type: 'call',
      consult: id,
      whom: of.whom,
      commitment: toBase64(commitment),
      signature: toBase64(signature),
      entry: toBase64(entry),
    } as const;
    if (!around.send(of.about === null ? call : { ...call, about: of.about })) return null;
    return aside;
  }

  /** A consult of which the server says that we are in it; null where another browser has its keys. */
  static async found(frame: Called, around: Around): Promise<Aside | null> {
    const id = frame.consult;
    const kept = await around.keys.find(id).catch(() => undefined);
    const isMine = frame.mine === true;
    if (!kept && (isMine || frame.sits === true)) return null;
    const view = begun(id, frame.name, isMine, isMine ? 'asking' : 'invited');
    const aside = new Aside(view, around);
    aside.next(() => aside.check(callOf(frame), kept));
    await aside.work;
    return aside;
  }

  /** Sit down with who asks. */
  come(call: Called): void {
    if (this.view.state !== 'invited') return;
    this.become({ state: 'coming' });
    this.next(async () => {
      const device = this.around.device();
      if (device === null) throw new Error('no device');
      const { cid, commitment } = callOf(call);
      this.sealing = await ProfessionalConversation.begin({ cid, commitment, suite: 1, device });
      await this.keep();
      const { offer, signature, entry } = this.sealing;
      this.step = {
        type: 'sit_down',
        consult: this.view.id,
        offer: toBase64(offer),
        signature: toBase64(signature),
        entry: toBase64(entry),
      };
      this.around.send(this.step);
    });
  }

  /** On a line that is back: say again what it may have lost. */
  lineBack(): void {
    this.next(async () => {
      if (!this.isSeated && this.step !== null) this.hasRepeated = this.around.send(this.step);
      for (const word of this.outbox) this.around.send(word);
    });
  }

  /** Who was asked has come: let them in, if it is they. */
  chair(frame: ChairFrame): void {
    this.next(async () => {
      if (this.table === null || this.step !== null) return; // seated, or by another window
      const roster = await this.knownRoster();
      const chair = chairOf(frame);
      const at = minuteOf(this.around.now());
      const seated = await this.table.seat(chair, roster, this.view.name, at);
      this.table = null;
      this.entry = chair.entry;
      this.step = {
        type: 'seat',
        consult: this.view.id,
        mine: seated.mine.map(toBase64),
        theirs: seated.theirs.map(toBase64),
      };
      this.around.send(this.step);
      for (const record of seated.records) this.put(record);
    });
  }

  seated(frame: Seated): void {
    this.next(async () => {
      for (const grant of frame.grants) await this.sealing?.admit(fromBase64(grant));
      this.isSeated = true;
      await this.drain();
    });
  }

  confided({ seq, ref, sealed }: Confided): void {
    this.next(async () => {
      this.outbox = this.outbox.filter((word) => word.ref !== ref);
      this.refs.set(seq, ref);
      this.inbox.put(seq, { sealed });
      await this.drain();
    });
  }

  say(text: string): void {
    this.become({ draft: '' });
    this.next(async () => {
      const { sealing } = this;
      if (sealing === null || this.view.state !== 'open') return;
      const at = minuteOf(this.around.now());
      const ref = this.put(await sealing.sealText(text, at));
      const word = { key: ref, isMine: true, text, at, isSent: false, marks: [] };
      this.become({ words: [...this.view.words, word] });
    });
  }

  draft(text: string): void {
    this.become({ draft: text });
  }

  /** End it, take the question back, or do not come. */
  part(): void {
    this.around.send({ type: 'part', consult: this.view.id });
  }

  /** It is over for the server: the keys go, what was said stays until its person closes it. */
  parted(why: Parted['why']): void {
    this.next(async () => {
      this.become({ state: this.view.state === 'failed' ? 'failed' : 'over', why, draft: '' });
      this.forget();
    });
  }

  /** Devices were taken back: perhaps the one of our colleague. */
  recheck(): void {
    this.next(async () => {
      if (this.entry === null) return;
      await (await this.knownRoster()).check(this.entry, minuteOf(this.around.now()));
    });
  }

  /** Drop every key, here and in this browser. */
  forget(): void {
    this.table?.clear();
    this.table = null;
    this.outbox = [];
    if (this.sealing === null) return; // another window may be in it
    this.sealing.forget();
    this.sealing = null;
    this.around.keys.drop(this.view.id).catch(() => {}); // The next start-up sweeps it.
  }

  /** Everything that was begun is done. */
  settled(): Promise<void> {
    return this.work;
  }

  /** Which ref was said with a number: own words are on the screen already. */
  private readonly refs = new Map<number, string>();

  /** Whoever asks must have signed for it; with kept keys it goes on where it was. */
  private async check(call: Call, kept: Kept | undefined): Promise<void> {
    if (!this.view.isMine) {
      const at = minuteOf(this.around.now());
      const { name } = await checkedCall(call, await this.knownRoster(), at);
      this.entry = call.entry;
      this.become({ name });
    }
    if (kept === undefined) return;
    this.sealing = await ProfessionalConversation.restore(kept);
    if (!this.view.isMine) this.become({ state: 'coming' });
  }

  private async drain(): Promise<void> {
    for (;;) {
      const found = this.inbox.first();
      if (!this.isSeated || this.sealing === null || found === undefined) return;
      if (found.arrival !== 'own') await this.open(this.sealing, found.seq, found.arrival.sealed);
      this.inbox.pass();
    }
  }

  private async open(sealing: ProfessionalConversation, seq: number, sealed: string) {
    let opened: Opened;
    try {
      opened = await sealing.open(fromBase64(sealed));
    } catch (error) {
      // The first record is of before the colleague came, and not for them.
      if (error instanceof Hl1Error && error.reason === 'unreadable' && sealing.epoch < 0) return;
      throw error;
    }
    if (opened.kind === 'epoch') await this.recorded(sealing);
    else if (opened.kind === 'text') this.hear(sealing, opened, this.refs.get(seq) ?? `${seq}`);
    this.refs.delete(seq);
  }

  private async recorded(sealing: ProfessionalConversation): Promise<void> {
    await this.keep();
    const others = sealing.members.filter(({ name, role }) => {
      return role !== 'visitor' && name !== this.around.name;
    });
    if (others.length !== 1) return; // our own seat, before theirs
    this.become({ state: 'open', name: others[0]?.name ?? this.view.name });
    const { first } = this;
    this.first = '';
    if (first !== '') this.say(first);
  }

  private hear(sealing: ProfessionalConversation, opened: Opened, key: string): void {
    const { text, at, marks, sender } = opened;
    if (marks.includes('repeated')) return;
    const author = sealing.members.find(({ id }) => id === sender)?.name;
    const word = { key, isMine: author === this.around.name, text, at, isSent: true, marks };
    const isKnown = this.view.words.some((each) => each.key === key);
    const words = isKnown
      ? this.view.words.map((each) => (each.key === key ? word : each))
      : [...this.view.words, word];
    this.become({ words });
  }

  /** Send what is sealed, and again until the server has it; its ref. */
  private put(sealed: Bytes): string {
    const ref = newRef();
    const word = { type: 'confide', consult: this.view.id, ref, sealed: toBase64(sealed) } as const;
    this.outbox = [...this.outbox, word];
    this.around.send(word);
    return ref;
  }

  /** Without IndexedDB (a private window) it works; a reload is its end. */
  private async keep(): Promise<void> {
    if (this.sealing === null) return;
    await this.around.keys.keep(this.view.id, this.sealing.kept()).catch(() => {});
  }

  private async knownRoster(): Promise<Roster> {
    const roster = await this.around.roster();
    if (roster === null) throw new Error('no roster');
    return roster;
  }

  private next(step: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (this.view.state === 'over' || this.view.state === 'failed') return;
      try {
        await step();
      } catch {
        // Nothing of the error is shown or logged: it may quote what it was working on.
        this.fail();
      }
    });
  }

  private fail(): void {
    this.become({ state: 'failed', draft: '' });
    this.part();
    this.forget();
  }

  private become(change: Partial<Consult>): void {
    this.view = { ...this.view, ...change };
    this.around.changed();
  }
}

function begun(id: string, name: string, isMine: boolean, state: Consult['state']): Consult {
  return { id, name, isMine, state, why: null, words: [], draft: '' };
}

function callOf({ consult, commitment, signature, entry }: Called): Call {
  return {
    cid: fromBase64(consult),
    commitment: fromBase64(commitment),
    signature: fromBase64(signature),
    entry: fromBase64(entry),
  };
}

function chairOf({ offer, signature, entry }: ChairFrame): Chair {
  return {
    offer: fromBase64(offer),
    signature: fromBase64(signature),
    entry: fromBase64(entry),
  };
}
