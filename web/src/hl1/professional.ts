// The professional's side: offers a key, is granted epochs, and follows their records.

import { type Content, cardContent, type EpochRecord, textContent } from './body.ts';
import { type Bytes, fromBase64, type Random, randomBytes, toBase64, wipe } from './bytes.ts';
import { type KeptKey, newKey } from './encapsulation.ts';
import { readEntry } from './entry.ts';
import { refused } from './errors.ts';
import { type Answered, type Grant, openGrant } from './grant.ts';
import { hash, importSecret } from './keys.ts';
import type { Member } from './members.ts';
import { makeOffer, readOffer } from './offer.ts';
import type { Arrived } from './order.ts';
import { type Opened, Party, Queue } from './party.ts';
import { type Sign, verify } from './signature.ts';
import { LAST_MEMBER } from './suite.ts';
import { type WordList, wordsFor } from './words.ts';

/** A professional's device: its entry on the roster, and what signs for it. */
export interface Device {
  readonly entry: Bytes;
  readonly sign: Sign;
}

/** What a reloaded staff page goes on from, for IndexedDB; the private key cannot be exported. */
export interface Kept {
  readonly cid: Bytes;
  readonly commitment: Bytes;
  readonly offer: Bytes;
  readonly signature: Bytes;
  readonly entry: Bytes;
  readonly key: KeptKey;
  /** Base64 of H(sealed) of the newest record that had opened; nothing is sealed before it is back. */
  readonly record: string;
}

export class ProfessionalConversation {
  readonly offer: Bytes;
  /** 64 bytes: the device's, over the offer. */
  readonly signature: Bytes;
  /** The device's entry on the roster. */
  readonly entry: Bytes;
  readonly #party: Party;
  readonly #sealing = new Queue();
  readonly #opening = new Queue();
  /** Base64 of our public key, as records name us. */
  readonly #key: string;
  readonly #answered: Promise<Answered>;
  /** Base64 of H(ES) of each epoch: another secret for the same epoch is refused. */
  readonly #marks = new Map<number, string>();
  /** Base64 of H(sealed) of the record of each epoch that had a grant of its own. */
  readonly #granted = new Map<number, string>();
  #kept: Kept | null;
  #member = 0;
  /** The newest epoch of our first grant: records before it do not name us. */
  #joined = 0;
  /** Base64 of H(sealed) of the newest record. */
  #record = '';
  /** The newest record before a reload, until it has opened again. */
  #awaited: string;

  private constructor(kept: Kept, key: Bytes, random: Random) {
    this.#kept = kept;
    this.offer = kept.offer;
    this.signature = kept.signature;
    this.entry = kept.entry;
    this.#awaited = kept.record;
    this.#key = toBase64(key);
    this.#answered = hash(kept.offer).then((hash) => ({ cid: kept.cid, key, hash }));
    // Before the first grant nothing can be sealed or opened, under whatever number.
    this.#party = new Party(kept.cid, LAST_MEMBER, random, (record, message) =>
      this.#adopt(record, message),
    );
  }

  /** Makes a key for this conversation, and offers it in the name of the device's entry. */
  static async begin(
    of: { cid: Bytes; commitment: Bytes; suite: number; device: Device },
    random: Random = randomBytes,
  ): Promise<ProfessionalConversation> {
    const { cid, commitment, suite, device } = of;
    const entry = await readEntry(device.entry);
    const made = await newKey(suite);
    const offer = makeOffer(of, entry, suite, made.key);
    const signature = await device.sign(offer);
    // A device with the entry of another: found here instead of by a visitor who waits.
    await verify(entry.key, signature, offer);
    const signed = { offer, signature, entry: entry.bytes };
    const kept = { cid, commitment, ...signed, key: made.kept, record: '' };
    return new ProfessionalConversation(kept, made.key, random);
  }

  /** Goes on after a reload; then `admit` the grants and open the messages again. */
  static async restore(
    kept: Kept,
    random: Random = randomBytes,
  ): Promise<ProfessionalConversation> {
    const { key } = readOffer(kept.offer, kept);
    return new ProfessionalConversation(kept, key, random);
  }

  /** What `restore` needs; to be kept anew after each record that opened. */
  kept(): Kept {
    if (this.#kept === null) throw refused('a conversation that was forgotten');
    return { ...this.#kept, record: this.#isIn ? this.#record : this.#awaited };
  }

  /** The newest epoch we were granted: up to here messages can be opened. -1 before the first grant. */
  get granted(): number {
    return Math.max(-1, ...this.#party.secrets.keys());
  }

  /**
   * The newest epoch whose record has opened, in which we seal; -1 before the first. A record from
   * before we came in is not enough, nor after a reload one from before the newest we had opened: a
   * server that keeps the newer one back would have us write to whoever has been left out since.
   */
  get epoch(): number {
    return this.#isIn ? this.#party.recorded : -1;
  }

  /** Who is in, by the newest record that has opened; nobody before the first. */
  get members(): readonly Member[] {
    return this.#party.recorded > 0 ? this.#party.newest : [];
  }

  /** After 60 seconds without a message of our own, `sealAlive` is due (§1.3). */
  get owesAlive(): boolean {
    return this.#isIn && this.#party.owesAlive;
  }

  /** The seq, in its own line, of our newest message of this page load that a member has opened. */
  get confirmed(): number {
    return this.#party.confirmed;
  }

  /** Takes the epochs a grant gives; the same grant again changes nothing. */
  admit(grant: Bytes): Promise<void> {
    return this.#opening.run(() => this.#admit(grant));
  }

  async sealText(text: string, at: number): Promise<Bytes> {
    return this.#seal(textContent(text), at);
  }

  /** The lines of a contact card (docs/protocol.md §1.3). */
  async sealCard(text: string, at: number): Promise<Bytes> {
    return this.#seal(cardContent(text), at);
  }

  sealEnd(at: number): Promise<Bytes> {
    return this.#seal({ kind: 'end' }, at);
  }

  /** Our last message in a conversation that goes on without us. */
  sealLeave(at: number): Promise<Bytes> {
    return this.#seal({ kind: 'leave' }, at);
  }

  /** Nothing but what we have sent and opened: a cut end shows by it. */
  sealAlive(at: number): Promise<Bytes> {
    return this.#seal({ kind: 'alive' }, at);
  }

  /** 'unreadable' if it was written before we were let in. */
  open(sealed: Bytes): Promise<Opened> {
    return this.#opening.run(() => this.#party.open(sealed));
  }

  /** The four words of our offer and the newest record (§1.9); refused before we are in. */
  async words(list: WordList): Promise<readonly string[]> {
    const { cid } = this.kept();
    if (!this.#isIn) throw refused('words before we are in');
    return wordsFor(cid, (await this.#answered).hash, fromBase64(this.#record), list);
  }

  forget(): void {
    this.#kept = null;
    this.#party.forget();
  }

  get #isIn(): boolean {
    return this.#party.recorded >= Math.max(this.#joined, 1) && this.#awaited === '';
  }

  #seal(content: Content, at: number): Promise<Bytes> {
    return this.#sealing.run(() => this.#party.seal(content, this.epoch, at));
  }

  async #admit(grant: Bytes): Promise<void> {
    const { key, commitment } = this.kept();
    const given = await openGrant(grant, await this.#answered, commitment, key);
    const newest = Math.max(...given.secrets.keys());
    const record = toBase64(given.record);
    this.#checkAgainstEarlier(given, newest, record);
    const taken: [number, string, CryptoKey][] = [];
    for (const [epoch, secret] of given.secrets) {
      const mark = toBase64(await hash(secret));
      if ((this.#marks.get(epoch) ?? mark) !== mark) {
        throw refused('another secret for the same epoch');
      }
      taken.push([epoch, mark, await importSecret(secret)]);
      wipe(secret);
    }
    this.kept(); // forgotten meanwhile: nothing comes back to life
    const first = this.#member === 0 ? given.since : this.#party.first;
    if (this.#member === 0) this.#joined = newest;
    this.#member = given.member;
    this.#party.number = given.member;
    this.#party.first = Math.min(first, given.since);
    this.#granted.set(newest, record);
    for (const [epoch, mark, secret] of taken) {
      this.#marks.set(epoch, mark);
      this.#party.secrets.set(epoch, secret);
    }
  }

  #checkAgainstEarlier({ member }: Grant, newest: number, record: string): void {
    if (this.#member !== 0 && this.#member !== member) throw refused('another member number');
    if ((this.#granted.get(newest) ?? record) !== record) {
      throw refused('another record of the same epoch');
    }
  }

  /** Believes a record that follows the one before (§1.3). */
  #adopt(record: EpochRecord, message: Arrived): void {
    const { recorded, since, order } = this.#party;
    const cameLater = recorded === 0 && since > 0;
    if (record.n <= recorded) throw refused('a record of an epoch that is over');
    if (record.previous !== this.#record && !cameLater) {
      throw refused('a record that does not follow the one before');
    }
    // An epoch from before our first grant has none of its own; the first that has, must follow.
    const granted = this.#granted.get(record.n) ?? (record.n < this.#joined ? message.hash : '');
    if (granted !== message.hash) throw refused('a record that the visitor did not make');
    const isOurs = record.members.some(({ id, key }) => id === this.#member && key === this.#key);
    // Let in to read back, or after the visitor was alone: we were not there yet.
    if (!isOurs && record.n >= this.#joined) throw refused('a record that does not name us');
    if (cameLater) order.comeIn(message, since);
    this.#record = message.hash;
    if (this.#awaited === message.hash) this.#awaited = '';
  }
}
