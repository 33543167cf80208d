// The professional's side: offers a key, is granted epochs, and follows their records.

import { type Content, type EpochRecord, textContent } from './body.ts';
import { type Bytes, NO_BYTES, type Random, randomBytes, same, toBase64 } from './bytes.ts';
import { Hl1Error, refused } from './errors.ts';
import { newKeyPair, openGrant } from './grant.ts';
import { commitmentOf, hash, importSecret } from './keys.ts';
import type { Member, Role } from './members.ts';
import { makeOffer, readOffer } from './offer.ts';
import type { Arrived } from './order.ts';
import { type Opened, Party, Queue, wipe } from './party.ts';
import { LAST_MEMBER, SUITE } from './suite.ts';

/** What a reloaded staff page goes on from, for IndexedDB; the private key cannot be exported. */
export interface Kept {
  readonly cid: Bytes;
  readonly commitment: Bytes;
  readonly offer: Bytes;
  readonly pair: CryptoKeyPair;
}

export class ProfessionalConversation {
  readonly offer: Bytes;
  /** Empty: offers are not yet signed (§1.4). */
  readonly signature: Bytes = NO_BYTES;
  /** Empty: there is no roster yet (§1.4). */
  readonly entry: Bytes = NO_BYTES;
  readonly #party: Party;
  readonly #sealing = new Queue();
  readonly #opening = new Queue();
  /** Base64 of our public key, as records name us. */
  readonly #key: string;
  /** Base64 of H(ES) of each epoch: another secret for the same epoch is refused. */
  readonly #granted = new Map<number, string>();
  #kept: Kept | null;
  #member = 0;
  #recorded = 0;
  #record = '';

  private constructor(kept: Kept, key: Bytes, random: Random) {
    this.#kept = kept;
    this.offer = kept.offer;
    this.#key = toBase64(key);
    // Before the first grant nothing can be sealed or opened, under whatever number.
    this.#party = new Party(kept.cid, LAST_MEMBER, random, (record, message) =>
      this.#adopt(record, message),
    );
  }

  static async begin(
    of: { cid: Bytes; commitment: Bytes; suite: number; name: string; role: Role },
    random: Random = randomBytes,
  ): Promise<ProfessionalConversation> {
    if (of.suite !== SUITE) throw new Hl1Error('unsupported', 'suite of a conversation');
    const { pair, key } = await newKeyPair();
    const offer = makeOffer(of, of.role, of.name, key);
    const kept = { cid: of.cid, commitment: of.commitment, offer, pair };
    return new ProfessionalConversation(kept, key, random);
  }

  /** Goes on after a reload; then `admit` the grants and open the messages again. */
  static async restore(
    kept: Kept,
    random: Random = randomBytes,
  ): Promise<ProfessionalConversation> {
    const { key } = await readOffer(kept.offer, kept);
    return new ProfessionalConversation(kept, key, random);
  }

  kept(): Kept {
    if (this.#kept === null) throw refused('a conversation that was forgotten');
    return this.#kept;
  }

  /** The newest epoch we were granted, in which we seal; -1 before the first grant. */
  get epoch(): number {
    return Math.max(-1, ...this.#party.secrets.keys());
  }

  /** Who is in, by the newest record that has opened; nobody before the first. */
  get members(): readonly Member[] {
    return (this.#recorded > 0 && this.#party.members.get(this.#recorded)) || [];
  }

  /** Takes the epochs a grant gives; the same grant again changes nothing. */
  admit(grant: Bytes): Promise<void> {
    return this.#opening.run(() => this.#admit(grant));
  }

  async sealText(text: string, at: number): Promise<Bytes> {
    return this.#seal(textContent(text), at);
  }

  sealEnd(at: number): Promise<Bytes> {
    return this.#seal({ kind: 'end' }, at);
  }

  /** 'unreadable' if it was written before we were let in. */
  open(sealed: Bytes): Promise<Opened> {
    return this.#opening.run(() => this.#party.open(sealed));
  }

  forget(): void {
    this.#kept = null;
    this.#party.forget();
  }

  #seal(content: Content, at: number): Promise<Bytes> {
    return this.#sealing.run(() => this.#party.seal(content, this.epoch, at));
  }

  async #admit(grant: Bytes): Promise<void> {
    const { pair, commitment } = this.kept();
    const given = await openGrant(grant, this.offer, pair);
    if (!same(await commitmentOf(given.opening), commitment)) {
      throw refused('a grant that the visitor did not make');
    }
    if (this.#member !== 0 && this.#member !== given.member) throw refused('another member number');
    const taken: [number, string, CryptoKey][] = [];
    for (const [epoch, secret] of given.secrets) {
      const mark = toBase64(await hash(secret));
      if ((this.#granted.get(epoch) ?? mark) !== mark) {
        throw refused('another secret for the same epoch');
      }
      taken.push([epoch, mark, await importSecret(secret)]);
      wipe(secret);
    }
    this.kept(); // forgotten meanwhile: nothing comes back to life
    this.#member = given.member;
    this.#party.number = given.member;
    for (const [epoch, mark, secret] of taken) {
      this.#granted.set(epoch, mark);
      this.#party.secrets.set(epoch, secret);
    }
  }

  /** Believes a record that follows the one before (§1.3). */
  #adopt(record: EpochRecord, message: Arrived): void {
    const cameLater = this.#recorded === 0 && !this.#party.secrets.has(0);
    if (record.n <= this.#recorded) throw refused('a record of an epoch that is over');
    if (record.previous !== this.#record && !cameLater) {
      throw refused('a record that does not follow the one before');
    }
    const we = record.members.find((member) => member.id === this.#member);
    if (we?.key !== this.#key) throw refused('a record that does not name us');
    if (cameLater) this.#party.order.comeInAt(message);
    this.#recorded = record.n;
    this.#record = message.hash;
    this.#party.members.set(record.n, record.members);
  }
}
