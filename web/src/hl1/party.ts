// What the visitor's and the professional's side have in common: seal and open in order.

import { type Body, type Content, decodeBody, type EpochRecord, encodeBody } from './body.ts';
import { type Bytes, type Random, same, toBase64 } from './bytes.ts';
import { type Header, openSealed, readHeader, seal } from './envelope.ts';
import { Hl1Error, refused } from './errors.ts';
import { hash } from './keys.ts';
import { type Member, THE_VISITOR } from './members.ts';
import { type Arrived, type Mark, Order, type Seen } from './order.ts';
import { INSTANCE_BYTES, NONCE_BYTES, VISITOR } from './suite.ts';

/** A message that opened. `kind` 'unknown' is a body this version does not know. */
export interface Opened {
  readonly kind: Content['kind'];
  /** Empty unless `kind` is 'text'. */
  readonly text: string;
  /** A professional handed it: `text` has the lines of a contact card. */
  readonly isCard: boolean;
  readonly sender: number;
  readonly instance: string;
  readonly seq: number;
  readonly epoch: number;
  /** Whole minutes since 1970. */
  readonly at: number;
  /** Sent by this party, in this or an earlier page load. */
  readonly mine: boolean;
  /** What the order check found; a 'repeated' message is not to be shown again, a 'late' one has no text. */
  readonly marks: readonly Mark[];
}

/** A message that is sealed and may still come to nothing. */
export interface Draft {
  readonly content: Content;
  readonly sealed: Bytes;
  /** H(sealed). */
  readonly hash: Bytes;
}

/** Takes a well-formed record, or throws. Who may believe which differs between the two sides. */
export type Adopt = (record: EpochRecord, message: Arrived) => void;

/** Runs tasks one after the other, in the order of the calls; a failed one stops no other. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const running = this.#last.then(task);
    this.#last = running.catch(() => undefined);
    return running;
  }
}

export class Party {
  readonly cid: Bytes;
  readonly random: Random;
  readonly order = new Order();
  /** Secrets as keys that can only derive: enough to seal and open. */
  readonly secrets = new Map<number, CryptoKey>();
  readonly members = new Map<number, readonly Member[]>([[0, [THE_VISITOR]]]);
  number: number;
  /** The first epoch that was ever given to us, by the visitor's own word. */
  first = 0;
  #recorded = 0;
  #confirmed = 0;
  #owesAlive = false;
  #hasEnded = false;
  readonly #adopt: Adopt;
  readonly #instance: Bytes;
  /** Base64 of H(sealed) of each message sealed in this page load. */
  readonly #sealed: string[] = [];
  readonly #cameBack = new Set<number>();
  /** The newest epoch in which each sender was opened. */
  readonly #spoke = new Map<number, number>();

  constructor(cid: Bytes, number: number, random: Random, adopt: Adopt) {
    this.cid = cid;
    this.number = number;
    this.random = random;
    this.#adopt = adopt;
    this.#instance = random(INSTANCE_BYTES);
  }

  /** The newest epoch whose record was opened or made here; 0 before the first. */
  get recorded(): number {
    return this.#recorded;
  }

  /**
   * The oldest epoch that is ours to read in this page load, with or without its secret. Once something
   * was passed over, or a record has opened, it stays: older secrets that come after that are of use to
   * the next page load only, which starts anew.
   */
  get since(): number {
    return this.order.since || this.first;
  }

  /** The members of that epoch. */
  get newest(): readonly Member[] {
    return this.members.get(this.#recorded) ?? [];
  }

  /** Our newest message of this page load that somebody else has opened, by their own sealed word. */
  get confirmed(): number {
    return this.#confirmed;
  }

  /** Something was sealed or opened since our last `alive`, and we have not ended (§1.3). */
  get owesAlive(): boolean {
    return this.#owesAlive && !this.#hasEnded;
  }

  /** Enters who is in an epoch, from its record. */
  record(epoch: number, members: readonly Member[]): void {
    this.members.set(epoch, members);
    this.#recorded = epoch;
  }

  /** Seals the next message of this page load. Never run two at once: `seq` and `prev` follow. */
  async seal(content: Content, epoch: number, at: number): Promise<Bytes> {
    const secret = this.secrets.get(epoch);
    if (secret === undefined) throw refused('no key to seal with');
    const draft = await this.draft(content, epoch, secret, at);
    this.enter(draft);
    return draft.sealed;
  }

  /** Seals what would be our next message, and changes nothing. */
  async draft(content: Content, epoch: number, secret: CryptoKey, at: number): Promise<Draft> {
    const header = {
      cid: this.cid,
      epoch,
      sender: this.number,
      instance: this.#instance,
      seq: this.#sealed.length + 1,
    };
    const prev = this.#sealed[this.#sealed.length - 1] ?? '';
    const body = encodeBody({ at, prev, seen: this.order.seen(), content });
    const sealed = await seal(header, body, secret, this.random(NONCE_BYTES));
    return { content, sealed, hash: await hash(sealed) };
  }

  /** Takes a draft as our next message: it will be said. */
  enter({ content, hash }: Draft): void {
    this.#sealed.push(toBase64(hash));
    this.#owesAlive = content.kind !== 'alive';
    this.#hasEnded = content.kind === 'end' || content.kind === 'leave';
  }

  /** Opens one message; call it in the order of the server's seq, one at a time. */
  async open(sealed: Bytes): Promise<Opened> {
    const header = readHeader(sealed);
    if (!same(header.cid, this.cid)) throw refused('an envelope of another conversation');
    const itsHash = toBase64(await hash(sealed));
    if (this.secrets.size > 0 && header.epoch < this.since) {
      this.order.passOver(itsHash, this.since);
      throw new Hl1Error('unreadable', 'written before we were let in');
    }
    const body = decodeBody(await openSealed(sealed, this.#secretOf(header.epoch)));
    const message: Arrived = {
      sender: header.sender,
      instance: toBase64(header.instance),
      seq: header.seq,
      epoch: header.epoch,
      prev: body.prev,
      hash: itsHash,
      seen: body.seen,
    };
    const isOurs = header.sender === this.number && same(header.instance, this.#instance);
    const marks = isOurs ? this.#backAgain(message) : this.#place(header, body, message);
    const { content } = body;
    const isHeard = content.kind === 'text' && !marks.includes('late');
    return {
      kind: content.kind,
      text: isHeard ? content.text : '',
      isCard: isHeard && content.card === true && header.sender !== VISITOR,
      sender: message.sender,
      instance: message.instance,
      seq: message.seq,
      epoch: header.epoch,
      at: body.at,
      mine: header.sender === this.number,
      marks,
    };
  }

  forget(): void {
    this.secrets.clear();
  }

  get #own(): Seen {
    return {
      sender: this.number,
      instance: toBase64(this.#instance),
      seq: this.#sealed.length,
      epoch: this.#recorded,
    };
  }

  #secretOf(epoch: number): CryptoKey {
    const secret = this.secrets.get(epoch);
    if (secret === undefined) throw refused('an epoch nobody granted');
    return secret;
  }

  /** Under our own name, only what we sealed may come back. */
  #backAgain(message: Arrived): readonly Mark[] {
    if (this.#sealed[message.seq - 1] !== message.hash) {
      throw refused('a message under our name that we never sealed');
    }
    const again = this.#cameBack.has(message.seq);
    this.#cameBack.add(message.seq);
    return again ? ['repeated'] : [];
  }

  #place(header: Header, body: Body, message: Arrived): readonly Mark[] {
    if (this.order.hasOpened(message)) return ['repeated'];
    const { content } = body;
    if (content.kind === 'epoch') {
      if (header.sender !== VISITOR || content.n !== header.epoch) {
        throw refused('a record by somebody else, or of another epoch');
      }
      this.#adopt(content, message);
      this.record(content.n, content.members);
    }
    const isLate = this.#checkSender(header);
    if (content.kind !== 'alive') this.#owesAlive = true;
    if (!isLate) this.#noteConfirmed(body.seen);
    const marks = this.order.note(message, this.#own);
    return isLate ? [...marks, 'late'] : marks;
  }

  /**
   * Refuses a sender outside the epoch. Who has spoken in a newer one does not go back: somebody left
   * out still knows the old secret, and could use their number. Tells whether they were left out since.
   */
  #checkSender({ epoch, sender }: Header): boolean {
    const isIn = (members: readonly Member[]) => members.some(({ id }) => id === sender);
    if (!isIn(this.members.get(epoch) ?? [])) throw refused('a sender who is not in this epoch');
    const spoke = this.#spoke.get(sender) ?? 0;
    if (epoch < spoke) throw refused('an epoch its sender has left behind');
    this.#spoke.set(sender, epoch);
    return epoch < this.#recorded && !isIn(this.newest);
  }

  #noteConfirmed(seen: readonly Seen[]): void {
    const own = this.#own;
    const named = seen.find((each) => each.sender === own.sender && each.instance === own.instance);
    if (named !== undefined && named.seq <= own.seq) {
      this.#confirmed = Math.max(this.#confirmed, named.seq);
    }
  }
}
