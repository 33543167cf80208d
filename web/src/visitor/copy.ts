// What this page has received of its conversation, sealed as it came, in memory only: if the server loses it, the
// page can give it back (docs/protocol.md §5.1). Bounded: a conversation longer than that cannot come back whole.
import type { Grant, Say } from '../wire/frames.ts';

/** The server takes no more (chatserver/wire/limits.py). */
const MOST_MESSAGES = 1500;

/** Base64. Four hours of ordinary talk are a tenth of it, and an old phone can hold that. */
const MOST_CHARACTERS = 1_500_000;

/** Messages in one frame, and characters of them: a frame holds little more. */
const AT_ONCE = 45;
const CHARACTERS_AT_ONCE = 21_900;

export class Copy {
  private readonly sealed = new Map<number, string>();
  private readonly own = new Map<number, Say>();
  private grants: readonly Grant[] = [];
  private size = 0;

  /** Everything that came is still here. */
  get isWhole(): boolean {
    return this.sealed.size <= MOST_MESSAGES && this.size <= MOST_CHARACTERS;
  }

  came(seq: number, sealed: string): void {
    if (this.sealed.has(seq)) return;
    this.size += sealed.length;
    this.sealed.set(seq, sealed);
    // What cannot come back whole is not kept at all.
    if (!this.isWhole) for (const [each] of this.sealed) this.sealed.set(each, '');
  }

  accepted(seq: number, said: Say): void {
    this.came(seq, said.sealed);
    this.own.set(seq, said);
  }

  /** Of an epoch: those of an older one are of no use to anybody any more. */
  granted(grant: Grant): void {
    const others = this.grants.filter(
      ({ epoch, place }) => epoch === grant.epoch && place !== grant.place,
    );
    this.grants = [...others, grant];
  }

  get newestGrants(): readonly Grant[] {
    return this.grants;
  }

  /** The next messages after this number, up to `last`: as many as fit into one frame. */
  after(number: number, last: number): readonly string[] {
    const found: string[] = [];
    let size = 0;
    for (let seq = number + 1; seq <= last && found.length < AT_ONCE; seq += 1) {
      const sealed = this.sealed.get(seq) ?? '';
      size += sealed.length + 3;
      if (size > CHARACTERS_AT_ONCE && found.length > 0) break;
      found.push(sealed);
    }
    return found;
  }

  /** The server has lost what came after `last`: what was ours of it is to be said again. */
  rewind(last: number): readonly Say[] {
    const again = [...this.own].filter(([seq]) => seq > last).sort(([a], [b]) => a - b);
    for (const [seq, { sealed }] of again) {
      this.own.delete(seq);
      this.sealed.delete(seq);
      this.size -= sealed.length;
    }
    return again.map(([, said]) => said);
  }

  clear(): void {
    this.sealed.clear();
    this.own.clear();
    this.grants = [];
    this.size = 0;
  }
}
