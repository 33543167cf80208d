/** Every consult of this window: which there are, what comes in for them, and which one is on the screen. */

import { fromBase64 } from '../../hl1/index.ts';
import type {
  Answered,
  Called,
  Chair,
  Confided,
  Parted,
  Refusal,
  Revoked,
  Seated,
} from '../../wire/frames.ts';
import type { Around, Aside, Consult } from './aside.ts';
import type { Late } from './late.ts';

export type Heard = Called | Chair | Seated | Confided | Parted | Revoked;

/** What is on the screen of all of them. */
export interface Consults {
  readonly all: readonly Consult[];
  /** The id of the one in the panel. */
  readonly shown: string | null;
}

export const NO_CONSULTS: Consults = { all: [], shown: null };

export class Asides {
  private readonly around: Around;
  private readonly tell: (consults: Consults) => void;
  private readonly load: () => Promise<Late>;
  /** A consult that could not be begun: what it takes was not fetched. */
  private fault: Consult | null = null;
  private readonly asides = new Map<string, Aside>();
  /** As the server told of each. */
  private readonly calls = new Map<string, Called>();
  /** What it has not spoken of since the last `hello`. */
  private unseen = new Set<string>();
  private shown: string | null = null;
  /** One frame after the other: a consult that is being read is heard of only then. */
  private work: Promise<void> = Promise.resolve();
  /** By conversation: what to say to who comes, where we asked from this window. */
  private readonly notes = new Map<string, string>();
  /** Conversations to which we have just come, whose colleague may have something to say. */
  private readonly cameTo = new Set<string>();

  constructor(
    around: Omit<Around, 'changed'>,
    tell: (consults: Consults) => void,
    load: () => Promise<Late>,
  ) {
    this.load = load;
    this.around = { ...around, changed: () => this.changed() };
    this.tell = tell;
  }

  /** Ids of those whose keys this browser may keep. */
  get ids(): readonly string[] {
    return [...this.calls.keys(), ...this.asides.keys()];
  }

  has(id: string): boolean {
    return this.asides.has(id);
  }

  /** Ask a colleague aside; there is one consult with each at a time. */
  ask(whom: string, name: string, about: string | null = null, first = ''): void {
    this.next(async () => {
      const late = await this.late(name);
      const aside = await late?.ask({ whom, name, about, first }, this.around);
      if (!aside) return;
      this.asides.set(aside.view.id, aside);
      this.show(aside.view.id);
    });
  }

  come(id: string): void {
    const call = this.calls.get(id);
    if (call) this.asides.get(id)?.come(call);
    this.show(id);
  }

  say(id: string, text: string): void {
    this.asides.get(id)?.say(text);
  }

  draft(id: string, text: string): void {
    this.asides.get(id)?.draft(text);
  }

  part(id: string): void {
    this.asides.get(id)?.part();
  }

  /** Take one that is over off the screen, with all that was said. */
  close(id: string): void {
    if (this.fault?.id === id) this.fault = null;
    this.asides.get(id)?.forget();
    this.asides.delete(id);
    this.calls.delete(id);
    this.show(this.shown === id ? this.another() : this.shown);
  }

  show(id: string | null): void {
    this.shown = id;
    this.changed();
  }

  /** We ask for somebody: who comes is told this, aside; '' opens a consult with nothing said. */
  willSay(cid: string, note: string | null): void {
    if (note === null) this.notes.delete(cid);
    else this.notes.set(cid, note);
  }

  /** We come where a colleague asks. */
  comesTo(cid: string): void {
    this.cameTo.add(cid);
  }

  answered({ cid, colleague, name, comes }: Answered): void {
    const note = this.notes.get(cid);
    this.notes.delete(cid);
    if (comes && note !== undefined) this.ask(colleague, name, cid, note);
  }

  hear(frame: Heard): void {
    this.next(async () => {
      if (frame.type === 'revoked') return await this.revoked(frame);
      if (frame.type === 'called') return await this.called(frame);
      const aside = this.asides.get(frame.consult);
      switch (frame.type) {
        case 'chair':
          return aside?.chair(frame);
        case 'seated':
          return aside?.seated(frame);
        case 'confided':
          return aside?.confided(frame);
        case 'parted':
          return this.parted(frame);
      }
    });
  }

  /** A frame of ours had no effect: another window was faster, or there is none any more. */
  refused({ cid, code }: Refusal): void {
    const aside = this.asides.get(cid ?? '');
    if (aside === undefined || code === 'too_fast' || code === 'unavailable') return;
    // What we said again after a lost line, the server may have had already.
    if (code === 'out_of_turn' && aside.hasRepeated) return;
    if (aside.view.state === 'coming') this.close(aside.view.id);
    else aside.parted('gone');
  }

  /** A new line: the server tells of every consult again. */
  greeting(): void {
    this.unseen = new Set(this.asides.keys());
  }

  /** It has told of all there are. */
  listed(): void {
    this.next(async () => {
      for (const id of this.unseen) this.asides.get(id)?.parted('gone');
      this.unseen.clear();
    });
  }

  /** Drop every key; nothing is left of what was said. */
  stop(): void {
    for (const aside of this.asides.values()) aside.forget();
    this.asides.clear();
    this.calls.clear();
    this.notes.clear();
    this.cameTo.clear();
    this.fault = null;
    this.show(null);
  }

  /** For tests: everything that was begun is done. */
  async settled(): Promise<void> {
    await this.work;
    for (const aside of this.asides.values()) await aside.settled();
  }

  private async called(frame: Called): Promise<void> {
    const id = frame.consult;
    const isBack = this.unseen.delete(id);
    const known = this.asides.get(id);
    const satElsewhere = frame.sits === true && known?.view.state === 'invited';
    if (known && !satElsewhere) return isBack ? known.lineBack() : undefined;
    if (satElsewhere) this.close(id);
    this.calls.set(id, frame);
    const late = await this.late(frame.name);
    const aside = await late?.found(frame, this.around);
    if (!aside) return;
    this.asides.set(id, aside);
    if (frame.about && this.cameTo.delete(frame.about)) this.come(id);
    else if (aside.view.state !== 'invited' && this.shown === null) this.shown = id;
    this.changed();
  }

  private parted({ consult, why }: Parted): void {
    const aside = this.asides.get(consult);
    // Of a question that was taken back nobody needs to read more.
    if (aside?.view.state === 'invited') this.close(consult);
    else aside?.parted(why);
  }

  private async revoked({ listed }: Revoked): Promise<void> {
    const roster = await this.around.roster();
    // A list that nobody signed says nothing.
    await roster?.revoke(fromBase64(listed)).catch(() => {});
    for (const aside of this.asides.values()) aside.recheck();
  }

  /** What makes keys; without it there is no consult, and that is said. */
  private async late(name: string): Promise<Late | null> {
    try {
      return await this.load();
    } catch {
      const nothing = { isMine: true, why: null, words: [], draft: '' };
      this.fault = { ...nothing, id: 'fault', name, state: 'failed' };
      this.show(this.fault.id);
      return null;
    }
  }

  private another(): string | null {
    const open = [...this.asides.values()].find(({ view }) => view.state !== 'invited');
    return open?.view.id ?? null;
  }

  private changed(): void {
    const begun = [...this.asides.values()].map(({ view }) => view);
    const all = this.fault ? [...begun, this.fault] : begun;
    this.tell({ all, shown: this.shown });
  }

  private next(step: () => unknown): void {
    this.work = this.work.then(step).then(
      () => {},
      () => {},
    );
  }
}
