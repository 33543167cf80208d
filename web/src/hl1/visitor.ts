// The visitor's side: makes every epoch, and alone lets somebody in or leaves somebody out.

import { type Content, type EpochRecord, textContent, type Why } from './body.ts';
import {
  type Bytes,
  fromBase64,
  NO_BYTES,
  type Random,
  randomBytes,
  same,
  toBase64,
  wipe,
} from './bytes.ts';
import { refused } from './errors.ts';
import { commitmentOf, type GrantKey, newGrantKey } from './grant-key.ts';
import { type Granted, grantToAll, type Plan } from './granting.ts';
import { hash, type Identity, identity, importSecret, stateKey } from './keys.ts';
import { type Member, THE_VISITOR } from './members.ts';
import { type Measure, type OfferRead, readSignedOffer } from './offer.ts';
import type { Arrived } from './order.ts';
import { type Opened, Party, Queue } from './party.ts';
import type { Roster } from './roster.ts';
import { type Offered, openState, type State, sealState, stateIdOf } from './state.ts';
import {
  LAST_MEMBER,
  MAX_EPOCHS,
  MAX_MEMBERS,
  NONCE_BYTES,
  SECRET_BYTES,
  VISITOR,
} from './suite.ts';
import { type WordList, wordsFor } from './words.ts';

type Known = Identity & { readonly commitment: Bytes };

export class VisitorConversation {
  readonly #identity: Known;
  readonly #grantKey: GrantKey;
  readonly #party: Party;
  readonly #sealing = new Queue();
  readonly #opening = new Queue();
  /** The secrets themselves: a grant and the state need them. */
  readonly #secrets: Map<number, Bytes>;
  /** Base64 of H(sealed) of the record of each epoch: nobody else can make one with this hash. */
  readonly #records: Map<number, string>;
  /** The offers that were read here, and the roster that vouched for them. */
  readonly #vouched = new WeakMap<OfferRead, Roster>();
  #root: Bytes;
  #epoch: number;
  #members: readonly Member[];
  #offers: ReadonlyMap<number, Offered>;
  #next: number;
  /** The newest record in the transcript; after a reload, as far as it has been opened again. */
  #chain = '';

  private constructor(root: Bytes, known: Known, state: State, random: Random) {
    this.#root = root;
    this.#identity = known;
    this.#grantKey = state.key;
    this.#secrets = new Map(state.secrets);
    this.#epoch = Math.max(...state.secrets.keys());
    this.#members = state.members;
    this.#offers = state.offers;
    this.#next = state.next;
    this.#records = new Map(state.records);
    this.#party = new Party(known.cid, VISITOR, random, (record, message) =>
      this.#adopt(record, message),
    );
  }

  /** A new root and grant key, alone in epoch 0; vectors bring a key that is known. */
  static async begin(random: Random = randomBytes, key?: GrantKey): Promise<VisitorConversation> {
    const root = random(SECRET_BYTES);
    const secrets = new Map([[0, random(SECRET_BYTES)]]);
    const nothing = { records: new Map(), offers: new Map() };
    const alone = { secrets, members: [THE_VISITOR], next: 1, ...nothing };
    return VisitorConversation.#of(root, { key: key ?? (await newGrantKey()), ...alone }, random);
  }

  /** How the server knows whoever has this root. */
  static identity(root: Bytes): Promise<Identity> {
    return identity(root);
  }

  /**
   * Goes on after a reload; then open the transcript from its first message. `oneOf`: ids of the
   * states that may be the newest (`stateIdOf`), as this tab remembers them. If it remembers none, a
   * server may hand out an old state, in which somebody is in who has been left out since.
   */
  static async restore(
    root: Bytes,
    share: Bytes,
    blob: Bytes,
    oneOf: readonly Bytes[] = [],
    random: Random = randomBytes,
  ): Promise<VisitorConversation> {
    const id = await stateIdOf(blob);
    if (oneOf.length > 0 && !oneOf.some((each) => same(each, id))) {
      throw refused('a state that is not the newest');
    }
    const { cid } = await identity(root);
    const state = await openState(blob, await stateKey(root, share, cid), cid);
    return VisitorConversation.#of(root.slice(), state, random);
  }

  static async #of(root: Bytes, state: State, random: Random): Promise<VisitorConversation> {
    const commitment = await commitmentOf(state.key.public);
    const known = { ...(await identity(root)), commitment };
    const talk = new VisitorConversation(root, known, state, random);
    for (const [epoch, secret] of state.secrets) {
      talk.#party.secrets.set(epoch, await importSecret(secret));
    }
    return talk;
  }

  get root(): Bytes {
    return this.#root;
  }

  get cid(): Bytes {
    return this.#identity.cid;
  }

  get token(): Bytes {
    return this.#identity.token;
  }

  /** The hash of our grant key. */
  get commitment(): Bytes {
    return this.#identity.commitment;
  }

  /** The epoch we seal in. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Who can read what is sealed now. */
  get members(): readonly Member[] {
    return this.#members;
  }

  /**
   * The record of our epoch was made here or has come back. If not once the whole transcript is
   * open, it was never said, nobody could read what is sealed now, and `renew` is due (§1.5).
   */
  get isRecorded(): boolean {
    return this.#party.recorded === this.#epoch;
  }

  /** After 60 seconds without a message of our own, `sealAlive` is due (§1.3). */
  get owesAlive(): boolean {
    return this.isRecorded && this.#party.owesAlive;
  }

  /** The seq, in its own line, of our newest message of this page load that a member has opened. */
  get confirmed(): number {
    return this.#party.confirmed;
  }

  async sealText(text: string, at: number): Promise<Bytes> {
    return this.#seal(textContent(text), at);
  }

  sealEnd(at: number): Promise<Bytes> {
    return this.#seal({ kind: 'end' }, at);
  }

  /** Nothing but what we have sent and opened: a cut end shows by it. */
  sealAlive(at: number): Promise<Bytes> {
    return this.#seal({ kind: 'alive' }, at);
  }

  open(sealed: Bytes): Promise<Opened> {
    return this.#opening.run(() => this.#party.open(sealed));
  }

  /** Reads an offer that somebody on the roster has signed; only what this returns can be granted. */
  async readOffer(
    offer: Bytes,
    signature: Bytes,
    entry: Bytes,
    measure: Measure,
  ): Promise<OfferRead> {
    const read = await readSignedOffer({ offer, signature, entry }, this.#identity, measure);
    if (measure.roster !== null) this.#vouched.set(read, measure.roster);
    return read;
  }

  /** Lets somebody in, beside those who are in; `back` if they may read what was written before. */
  grant(read: OfferRead, at: number, { back }: { back: boolean }): Promise<Granted> {
    return this.#sealing.run(async () => {
      const roster = this.#vouched.get(read);
      if (roster === undefined) throw refused('an offer that was not read here');
      if (roster.isRevoked(read.device)) throw refused('a device that was revoked meanwhile');
      return this.#newEpoch(await this.#withNew(read, back), at);
    });
  }

  /** Leaves members out; refused if none of the ids is a member. */
  remove(ids: readonly number[], at: number): Promise<Granted> {
    return this.#sealing.run(async () => {
      const members = this.#members.filter(({ id }) => id === VISITOR || !ids.includes(id));
      if (members.length === this.#members.length) throw refused('nobody to leave out');
      return this.#newEpoch(this.#staying(members, 'leave'), at);
    });
  }

  /** Makes the epoch after one whose record was never said, with the same members (`isRecorded`). */
  renew(at: number): Promise<Granted> {
    return this.#sealing.run(async () => {
      if (this.isRecorded) throw refused('an epoch that everybody knows');
      const were = this.#party.newest;
      const isNew = this.#members.some(({ id }) => were.every((each) => each.id !== id));
      return this.#newEpoch(this.#staying(this.#members, isNew ? 'join' : 'leave'), at);
    });
  }

  /** The members whose device the organisation has taken back: to be removed at once. */
  revoked(roster: Roster): number[] {
    const offers = [...this.#offers].filter(([, { device }]) => roster.isRevoked(device));
    return offers.map(([member]) => member);
  }

  /** The four words of a member's offer and the newest record (§1.9). */
  async words(member: number, list: WordList): Promise<readonly string[]> {
    const offer = this.#offers.get(member);
    if (offer === undefined || !this.isRecorded) throw refused('words with nobody');
    return wordsFor(this.cid, offer.hash, fromBase64(this.#chain), list);
  }

  /** Seals what a reloaded page needs, under our root and the server's share. */
  state(share: Bytes): Promise<Bytes> {
    return this.#sealing.run(async () => {
      this.#stillHere();
      const state = {
        key: this.#grantKey,
        secrets: this.#secrets,
        records: this.#records,
        members: this.#members,
        next: this.#next,
        offers: this.#offers,
      };
      const key = await stateKey(this.#root, share, this.cid);
      return sealState(state, key, this.cid, this.#party.random(NONCE_BYTES));
    });
  }

  /** Drops the root and every key; nothing can be sealed or opened. The token stays, to leave with. */
  forget(): void {
    for (const secret of this.#secrets.values()) wipe(secret);
    wipe(this.#root);
    wipe(this.#grantKey.scalar);
    this.#secrets.clear();
    this.#root = NO_BYTES;
    this.#party.forget();
  }

  #seal(content: Content, at: number): Promise<Bytes> {
    return this.#sealing.run(async () => {
      // Its record was never said: everybody would refuse what is sealed here.
      if (!this.isRecorded) throw refused('an epoch that nobody knows');
      return this.#party.seal(content, this.#epoch, at);
    });
  }

  /** Everybody who is in, and the one who offers. */
  async #withNew(read: OfferRead, back: boolean): Promise<Plan> {
    const member = this.#memberFor(read);
    const since = this.#offers.get(member.id)?.since ?? this.#epoch + 1;
    const offered = { hash: await hash(read.bytes), device: read.device, since };
    // Another key of a device that is in already: a reload that lost the old one.
    const stay = this.#members.filter(({ id }) => {
      const device = this.#offers.get(id)?.device;
      return id !== member.id && (device === undefined || !same(device, read.device));
    });
    return {
      members: [...stay, member],
      offers: new Map(this.#offers).set(member.id, offered),
      reason: 'join',
      older: new Map([[member.id, this.#readableBy(member.id, back)]]),
    };
  }

  /** Only those who are in; whoever was never told of this epoch comes in with the next. */
  #staying(members: readonly Member[], reason: Why): Plan {
    const were = this.#party.newest;
    const untold = members.filter(({ id }) => were.every((each) => each.id !== id));
    const older = new Map(untold.map(({ id }) => [id, this.#readableBy(id, false)]));
    return { members, offers: this.#offers, reason, older };
  }

  /** The older secrets that somebody who comes in is given (§1.5). */
  #readableBy(member: number, back: boolean): ReadonlyMap<number, Bytes> {
    if (back) return this.#secrets;
    const given = new Map<number, Bytes>();
    for (const [epoch, secret] of [...this.#secrets].reverse()) {
      // After a reload, who was in comes from the record. An epoch without one held nobody, or the
      // server keeps its record back: it must not decide who reads.
      const known = epoch === this.#epoch ? this.#members : this.#party.members.get(epoch);
      const isTheirs = known?.every(({ id }) => id === VISITOR || id === member);
      if (isTheirs !== true) break;
      given.set(epoch, secret);
    }
    return given;
  }

  async #newEpoch(plan: Plan, at: number): Promise<Granted> {
    this.#stillHere();
    const { members, reason } = plan;
    const newest = Math.max(...members.map(({ id }) => id));
    if (this.#secrets.size >= MAX_EPOCHS || members.length > MAX_MEMBERS || newest > LAST_MEMBER) {
      throw refused('too many epochs or members');
    }
    const epoch = this.#epoch + 1;
    const secret = this.#party.random(SECRET_BYTES);
    const imported = await importSecret(secret);
    const draft = await this.#party.draft(
      {
        kind: 'epoch',
        n: epoch,
        members,
        previous: this.#chain,
        reason: epoch === 1 ? 'start' : reason,
      },
      epoch,
      imported,
      at,
    );
    const made = { cid: this.cid, epoch, secret, record: draft.hash };
    const { grants, kept } = await grantToAll(plan, made, this.#grantKey);
    this.#stillHere();
    // Never await below: epoch, members and record change together.
    this.#party.secrets.set(epoch, imported);
    this.#party.enter(draft);
    this.#chain = toBase64(draft.hash);
    this.#records.set(epoch, this.#chain);
    this.#secrets.set(epoch, secret);
    this.#party.record(epoch, members);
    this.#members = members;
    this.#offers = kept;
    this.#epoch = epoch;
    this.#next = Math.max(this.#next, newest + 1);
    return { epoch, grants, record: draft.sealed };
  }

  /** The quick exit may come while a grant is being made: then no key comes back to life. */
  #stillHere(): void {
    if (this.#secrets.size === 0) throw refused('a conversation that was forgotten');
  }

  /** The member this offer makes; the same key keeps its number. */
  #memberFor(read: OfferRead): Member {
    const key = toBase64(read.key);
    const known = this.#members.find((member) => member.key === key);
    return { id: known?.id ?? this.#next, role: read.role, name: read.name, key };
  }

  /**
   * Takes one of our own records from an earlier page load; it only says who was in then. Whoever was
   * in an epoch holds its secret and could write another record of it, but not one with the hash that
   * we remember; who is in *now* comes from our own state.
   */
  #adopt(record: EpochRecord, message: Arrived): void {
    if (record.n <= this.#party.recorded || record.previous !== this.#chain) {
      throw refused('a record that does not follow the one before');
    }
    if (this.#records.get(record.n) !== message.hash) throw refused('a record that is not ours');
    this.#chain = message.hash;
  }
}
