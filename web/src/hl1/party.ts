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
  readonly kind: 'text' | 'epoch' | 'end' | 'unknown';
  /** Empty unless `kind` is 'text'. */
  readonly text: string;
  readonly sender: number;
  readonly instance: string;
  readonly seq: number;
  readonly epoch: number;
  /** Whole minutes since 1970. */
  readonly at: number;
  /** Sent by this party, in this or an earlier page load. */
  readonly mine: boolean;
  /** What the order check found; a 'repeated' message is not to be shown again. */
  readonly marks: readonly Mark[];
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
  readonly #adopt: Adopt;
  readonly #instance: Bytes;
  /** Base64 of H(sealed) of each message sealed in this page load. */
  readonly #sealed: string[] = [];
  readonly #cameBack = new Set<number>();

  constructor(cid: Bytes, number: number, random: Random, adopt: Adopt) {
    this.cid = cid;
    this.number = number;
    this.random = random;
    this.#adopt = adopt;
    this.#instance = random(INSTANCE_BYTES);
  }

  /** Seals the next message of this page load. Never run two at once: `seq` and `prev` follow. */
  async seal(content: Content, epoch: number, at: number): Promise<Bytes> {
    const secret = this.secrets.get(epoch);
    if (secret === undefined) throw refused('no key to seal with');
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
    this.#sealed.push(toBase64(await hash(sealed)));
    return sealed;
  }

  /** Opens one message; call it in the order of the server's seq, one at a time. */
  async open(sealed: Bytes): Promise<Opened> {
    const header = readHeader(sealed);
    const body = decodeBody(await openSealed(sealed, this.#secretOf(header)));
    const message: Arrived = {
      sender: header.sender,
      instance: toBase64(header.instance),
      seq: header.seq,
      prev: body.prev,
      hash: toBase64(await hash(sealed)),
      seen: body.seen,
    };
    const isOurs = header.sender === this.number && same(header.instance, this.#instance);
    const marks = isOurs ? this.#backAgain(message) : this.#place(header, body, message);
    const { content } = body;
    return {
      kind: content.kind,
      text: content.kind === 'text' ? content.text : '',
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
    };
  }

  #secretOf(header: Header): CryptoKey {
    if (!same(header.cid, this.cid)) throw refused('an envelope of another conversation');
    const secret = this.secrets.get(header.epoch);
    if (secret !== undefined) return secret;
    if (this.secrets.size > 0 && header.epoch < Math.min(...this.secrets.keys())) {
      throw new Hl1Error('unreadable', 'written before we were let in');
    }
    throw refused('an epoch nobody granted');
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
    }
    if (!this.#isIn(header)) throw refused('a sender who is not in this epoch');
    return this.order.note(message, this.#own);
  }

  /**
   * Before an epoch's record only we can be in it: if the visitor's line dropped between grant and
   * record, our words of an earlier page load stand before it.
   */
  #isIn(header: Header): boolean {
    const members = this.members.get(header.epoch);
    if (members === undefined) return header.sender === this.number;
    return members.some(({ id }) => id === header.sender);
  }
}

/** Overwrites a secret that is not needed any more; JavaScript may have copied it before. */
export function wipe(secret: Bytes): void {
  secret.fill(0);
}
