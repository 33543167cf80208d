// The visitor's side: makes every epoch, and alone lets somebody in.

import { type Content, textContent } from './body.ts';
import { type Bytes, NO_BYTES, type Random, randomBytes, toBase64 } from './bytes.ts';
import { refused } from './errors.ts';
import { sealGrant } from './grant.ts';
import { hash, type Identity, identity, importSecret, stateKey } from './keys.ts';
import { type Member, THE_VISITOR } from './members.ts';
import { type OfferRead, readOffer } from './offer.ts';
import { type Opened, Party, Queue, wipe } from './party.ts';
import { openState, type State, sealState } from './state.ts';
import {
  LAST_MEMBER,
  MAX_ENTRY_BYTES,
  MAX_EPOCHS,
  NONCE_BYTES,
  SECRET_BYTES,
  VISITOR,
} from './suite.ts';

/** To be kept (`state`), sent as `grant`, and then said: in this order (§1.5). */
export interface Granted {
  readonly epoch: number;
  readonly grant: Bytes;
  readonly record: Bytes;
}

export class VisitorConversation {
  readonly #identity: Identity;
  readonly #party: Party;
  readonly #sealing = new Queue();
  readonly #opening = new Queue();
  /** The secrets themselves: a grant and the state need them. */
  readonly #secrets: Map<number, Bytes>;
  /** Base64 of H(sealed) of the records we remember having made. */
  readonly #records = new Map<number, string>();
  #root: Bytes;
  #epoch: number;
  #next: number;
  /** The newest record in the transcript; after a reload, as far as it has been opened again. */
  #chain = '';
  #replayed = 0;

  private constructor(root: Bytes, known: Identity, state: State, random: Random) {
    this.#root = root;
    this.#identity = known;
    this.#secrets = new Map(state.secrets);
    this.#epoch = Math.max(...state.secrets.keys());
    this.#next = state.next;
    this.#records.set(this.#epoch, state.record);
    this.#party = new Party(known.cid, VISITOR, random, (record, message) => {
      // Who is in *now* comes from our own state: a professional holds the same epoch secret and
      // could write a record, but not the one we remember.
      if (record.n <= this.#replayed || record.previous !== this.#chain) {
        throw refused('a record that does not follow the one before');
      }
      if ((this.#records.get(record.n) ?? message.hash) !== message.hash) {
        throw refused('a record of this epoch that is not ours');
      }
      this.#replayed = record.n;
      this.#chain = message.hash;
      this.#party.members.set(record.n, record.members);
    });
    this.#party.members.set(this.#epoch, state.members);
  }

  /** A new root, alone in epoch 0. */
  static async begin(random: Random = randomBytes): Promise<VisitorConversation> {
    const root = random(SECRET_BYTES);
    const secrets = new Map([[0, random(SECRET_BYTES)]]);
    const state = { secrets, record: '', members: [THE_VISITOR], next: 1 };
    return VisitorConversation.#of(root, state, random);
  }

  static async identity(root: Bytes): Promise<{ cid: Bytes; token: Bytes; commitment: Bytes }> {
    const { cid, token, commitment } = await identity(root);
    return { cid, token, commitment };
  }

  /** Goes on after a reload; then open the transcript from its first message. */
  static async restore(
    root: Bytes,
    share: Bytes,
    blob: Bytes,
    random: Random = randomBytes,
  ): Promise<VisitorConversation> {
    const { cid } = await identity(root);
    const state = await openState(blob, await stateKey(root, share, cid), cid);
    return VisitorConversation.#of(root.slice(), state, random);
  }

  static async #of(root: Bytes, state: State, random: Random): Promise<VisitorConversation> {
    const talk = new VisitorConversation(root, await identity(root), state, random);
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

  get commitment(): Bytes {
    return this.#identity.commitment;
  }

  /** The epoch we seal in. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Who can read what is sealed now. */
  get members(): readonly Member[] {
    return this.#party.members.get(this.#epoch) ?? [];
  }

  async sealText(text: string, at: number): Promise<Bytes> {
    return this.#seal(textContent(text), at);
  }

  sealEnd(at: number): Promise<Bytes> {
    return this.#seal({ kind: 'end' }, at);
  }

  open(sealed: Bytes): Promise<Opened> {
    return this.#opening.run(() => this.#party.open(sealed));
  }

  /** Signature and entry may be empty and are not verified in this version (§1.4). */
  async readOffer(offer: Bytes, signature: Bytes, entry: Bytes): Promise<OfferRead> {
    if (![0, 64].includes(signature.length) || entry.length > MAX_ENTRY_BYTES) {
      throw refused('signature or entry of an offer');
    }
    return readOffer(offer, this.#identity);
  }

  /** Lets somebody in: a new epoch of the visitor and this one person (§1.5). */
  grant(offer: OfferRead, at: number): Promise<Granted> {
    return this.#sealing.run(() => this.#grant(offer, at));
  }

  /** Seals what a reloaded page needs, under our root and the server's share. */
  state(share: Bytes): Promise<Bytes> {
    return this.#sealing.run(async () => {
      const state = {
        secrets: this.#secrets,
        record: this.#records.get(this.#epoch) ?? '',
        members: this.members,
        next: this.#next,
      };
      const key = await stateKey(this.#root, share, this.cid);
      return sealState(state, key, this.cid, this.#party.random(NONCE_BYTES));
    });
  }

  /** Drops the root and every key; nothing can be sealed or opened. The token stays, to leave with. */
  forget(): void {
    for (const secret of this.#secrets.values()) wipe(secret);
    wipe(this.#root);
    wipe(this.#identity.opening);
    this.#secrets.clear();
    this.#root = NO_BYTES;
    this.#party.forget();
  }

  #seal(content: Content, at: number): Promise<Bytes> {
    return this.#sealing.run(() => this.#party.seal(content, this.#epoch, at));
  }

  async #grant(offer: OfferRead, at: number): Promise<Granted> {
    const read = await readOffer(offer.bytes, this.#identity);
    const member = this.#memberFor(read);
    const epoch = this.#epoch + 1;
    this.#stillHere();
    if (this.#secrets.size >= MAX_EPOCHS || member.id > LAST_MEMBER) {
      throw refused('too many epochs');
    }
    const secret = this.#party.random(SECRET_BYTES);
    const given = new Map(member.id === 1 ? this.#secrets : []).set(epoch, secret);
    const { opening } = this.#identity;
    const granted = await sealGrant(
      { opening, member: member.id, secrets: given },
      read.bytes,
      read.key,
    );
    const imported = await importSecret(secret);
    this.#stillHere();
    this.#party.secrets.set(epoch, imported);
    const members = [THE_VISITOR, member];
    const reason = epoch === 1 ? 'start' : 'join';
    const record = await this.#party.seal(
      { kind: 'epoch', n: epoch, members, previous: this.#chain, reason },
      epoch,
      at,
    );
    const chain = toBase64(await hash(record));
    this.#stillHere();
    // Never await below: epoch, members and record change together.
    this.#chain = chain;
    this.#records.set(epoch, chain);
    this.#secrets.set(epoch, secret);
    this.#party.members.set(epoch, members);
    this.#epoch = epoch;
    this.#next = Math.max(this.#next, member.id + 1);
    return { epoch, grant: granted, record };
  }

  /** The quick exit may come while a grant is being made: then no key comes back to life. */
  #stillHere(): void {
    if (this.#secrets.size === 0) throw refused('a conversation that was forgotten');
  }

  /** The member this offer makes; the same key keeps its number. */
  #memberFor(read: OfferRead): Member {
    const key = toBase64(read.key);
    const known = this.members.find((member) => member.key === key);
    return { id: known?.id ?? this.#next, role: read.role, name: read.name, key };
  }
}
