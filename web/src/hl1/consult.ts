// Two colleagues aside: a conversation without a visitor (docs/protocol.md §1.12). Whoever asks lays a table: they make
// what a visitor's page makes, seat themselves and the one they asked, and forget it. From then on nobody can be let in.

import { type Bytes, concat, same, utf8 } from './bytes.ts';
import type { Entry } from './entry.ts';
import { refused } from './errors.ts';
import { type Device, ProfessionalConversation } from './professional.ts';
import type { Roster } from './roster.ts';
import { verify } from './signature.ts';
import { CID_BYTES, HASH_BYTES, SUITE, VERSION } from './suite.ts';
import { VisitorConversation } from './visitor.ts';

const MAGIC = utf8('hl1|consult');

/** What a colleague is asked with: which table, and who has laid it. */
export interface Call {
  /** Names the consult. */
  readonly cid: Bytes;
  /** The hash of the key that signs its grants. */
  readonly commitment: Bytes;
  /** Of the device of who asks, over both. */
  readonly signature: Bytes;
  /** Of that device. */
  readonly entry: Bytes;
}

/** What somebody offers who sits down. */
export interface Chair {
  readonly offer: Bytes;
  readonly signature: Bytes;
  readonly entry: Bytes;
}

/** To be handed to the server: the grants of both, and the records to be said, in order. */
export interface Seated {
  readonly mine: readonly Bytes[];
  readonly theirs: readonly Bytes[];
  readonly records: readonly Bytes[];
}

/** What the roster says of who asks; refused unless a device of it has signed this table. */
export async function checkedCall(call: Call, roster: Roster, at: number): Promise<Entry> {
  const theirs = await roster.check(call.entry, at);
  await verify(theirs.key, call.signature, signed(call));
  return theirs;
}

/** What who lays a table signs; an offer never begins like it. */
function signed({ cid, commitment }: Pick<Call, 'cid' | 'commitment'>): Bytes {
  if (cid.length !== CID_BYTES || commitment.length !== HASH_BYTES) {
    throw refused('a table that is none');
  }
  return concat(MAGIC, new Uint8Array([VERSION]), cid, commitment);
}

/** A consult until both sit: `lay`, then `seat` once; it is forgotten by that. */
export class Table {
  /** Our own side, which is in it from `seat` on. */
  readonly mine: ProfessionalConversation;
  readonly call: Call;
  #host: VisitorConversation | null;

  private constructor(host: VisitorConversation, mine: ProfessionalConversation, call: Call) {
    this.#host = host;
    this.mine = mine;
    this.call = call;
  }

  static async lay(device: Device): Promise<Table> {
    const host = await VisitorConversation.begin();
    const { cid, commitment } = host;
    const mine = await ProfessionalConversation.begin({ cid, commitment, suite: SUITE, device });
    const signature = await device.sign(signed(host));
    return new Table(host, mine, { cid, commitment, signature, entry: device.entry });
  }

  /**
   * Lets the colleague in who was asked, and nobody after that. The server says who answers, and may say another's
   * offer: `name` is whom we asked. Refused for anybody else, and when somebody sits there already.
   */
  async seat(chair: Chair, roster: Roster, name: string, at: number): Promise<Seated> {
    const host = this.#host;
    if (host === null) throw refused('a table at which both sit');
    const measure = { roster, at, suites: [SUITE] };
    const theirs = await host.readOffer(chair.offer, chair.signature, chair.entry, measure);
    if (theirs.name !== name) throw refused('another colleague than was asked');
    const { offer, signature, entry } = this.mine;
    const ours = await host.readOffer(offer, signature, entry, measure);
    if (same(ours.device, theirs.device)) throw refused('a consult with oneself');
    // From here nobody else is let in, also while the grants are being made.
    this.#host = null;
    try {
      const alone = await host.grant(ours, at, { back: false });
      const both = await host.grant(theirs, at, { back: false });
      const grants = [...alone.grants, ...both.grants].map(({ grant }) => grant);
      const mine = grants.slice(0, 2);
      for (const grant of mine) await this.mine.admit(grant);
      return { mine, theirs: grants.slice(2), records: [alone.record, both.record] };
    } finally {
      host.forget();
    }
  }

  /** Forgets what could let somebody in. */
  clear(): void {
    this.#host?.forget();
    this.#host = null;
  }
}
