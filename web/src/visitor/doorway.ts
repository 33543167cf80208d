// Who is at the door, who is in, and what this page has to do about it. Pure, so that every order of frames can be
// tested.
//
// What the server says only ever makes the circle smaller: it may say that somebody is gone, and then they are
// left out. Who comes in, the visitor decides; who is in, this page's own keys say.
import type { Member, OfferRead } from '../hl1/index.ts';

/** Somebody who may be let in. `key`: base64 of the public key they offer. */
export interface Door {
  readonly place: string;
  readonly key: string;
  readonly offer: OfferRead;
}

/** What this page knows of its own keys and of the transcript. */
export interface Known {
  /** The record of the newest epoch was said: everybody who is in knows it. */
  readonly isRecorded: boolean;
  /** Of the newest epoch. */
  readonly members: readonly Member[];
  /** Members whose device the organisation has taken back. */
  readonly revoked: readonly number[];
  /** The cursor: everything up to here was opened. */
  readonly opened: number;
}

/**
 * `unsure`: not everything was opened yet. `remove`: these must be left out first. `renew`: the newest epoch was
 * kept, but nobody was told of it. `asks`: somebody is at the door. `in`: somebody reads. `alone`: nobody does.
 */
export type Verdict =
  | { readonly is: 'unsure' | 'renew' | 'in' | 'alone' }
  | { readonly is: 'remove'; readonly members: readonly number[] }
  | { readonly is: 'asks'; readonly door: Door };

export class Doorway {
  private doors: readonly Door[] = [];
  private readonly places = new Map<string, string>();
  private readonly goers = new Set<number>();
  private isInLine = false;
  private replayUntil = 0;

  /** A line is (again) open; the transcript goes on to `last`. */
  welcomed(last: number): void {
    this.isInLine = false;
    this.doors = [];
    this.replayUntil = last;
  }

  /** The server says: nobody has this visitor now. */
  inLine(): void {
    this.isInLine = true;
    this.doors = [];
  }

  offered(door: Door): void {
    this.isInLine = false;
    this.places.set(door.key, door.place);
    this.doors = [...this.doors.filter(({ place }) => place !== door.place), door];
  }

  /** Nobody sits in this place any more. */
  vacated(place: string, members: readonly Member[]): void {
    this.doors = this.doors.filter((door) => door.place !== place);
    for (const { id, key } of members) if (this.places.get(key) === place) this.goers.add(id);
  }

  /** A member said that they go. */
  goes(member: number): void {
    this.goers.add(member);
  }

  /** Who is at the door and not in. */
  door(readers: readonly Member[]): Door | undefined {
    return this.doors.find(({ key }) => readers.every((member) => member.key !== key));
  }

  /** Whoever was at this door is in, or was told no. */
  closed(door: Door): void {
    this.doors = this.doors.filter((each) => each !== door);
  }

  /** Where the server seats who holds this key; undefined before they have offered it. */
  placeOf(key: string): string | undefined {
    return this.places.get(key);
  }

  forget(): void {
    this.doors = [];
    this.places.clear();
    this.goers.clear();
    this.isInLine = false;
    this.replayUntil = 0;
  }

  verdict({ isRecorded, members, revoked, opened }: Known): Verdict {
    if (opened < this.replayUntil) return { is: 'unsure' };
    const others = members.filter(({ role }) => role !== 'visitor');
    const out = others
      .map(({ id }) => id)
      .filter((id) => this.isInLine || this.goers.has(id) || revoked.includes(id));
    if (out.length > 0) return { is: 'remove', members: out };
    if (!isRecorded) return { is: 'renew' };
    const door = this.door(others);
    if (door) return { is: 'asks', door };
    return { is: others.length > 0 ? 'in' : 'alone' };
  }
}
