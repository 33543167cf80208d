// Notices what the server repeats, drops or reorders (docs/protocol.md §1.8). Pure: it refuses
// nothing, it marks. Each page load of each member is a line of messages numbered 1, 2, 3 …

import { MAX_SEEN } from './suite.ts';

/** 'late': by somebody who was left out since; its text is not given. */
export type Mark = 'repeated' | 'missing' | 'reordered' | 'late';

/** One page load of one member; instances are base64. */
export interface Line {
  readonly sender: number;
  readonly instance: string;
}

/** The newest message of a line that somebody had opened. */
export interface Seen extends Line {
  readonly seq: number;
  /** The one it was sealed in: whoever came in later knows by it that it was not for them. */
  readonly epoch: number;
}

export interface Arrived extends Seen {
  /** Base64 of its predecessor's hash, as it says itself. */
  readonly prev: string;
  /** Base64 of H(sealed). */
  readonly hash: string;
  readonly seen: readonly Seen[];
}

interface Progress extends Line {
  last: number;
  /** The epoch that message `last` was sealed in. */
  epoch: number;
  /** Of message `last`; null where nothing before the next one was for us. */
  hash: string | null;
  readonly opened: Set<number>;
}

/** Lines of each sender that `seen` mentions: a page and its reload. */
const NEWEST_LINES = 2;

const name = (line: Line) => `${line.sender} ${line.instance}`;

export class Order {
  readonly #lines = new Map<string, Progress>();
  /** Hashes of what was written before `since`: the next word of its line names it. */
  readonly #passedOver = new Set<string>();
  #since = 0;

  /** The first epoch that is ours to read in this page load; 0 from the start. */
  get since(): number {
    return this.#since;
  }

  hasOpened(message: Seen): boolean {
    return this.#lines.get(name(message))?.opened.has(message.seq) === true;
  }

  /**
   * Remembers a message that was written before we came in, by its hash. `since` is the oldest epoch
   * that we were given.
   */
  passOver(hash: string, since: number): void {
    this.#since = since;
    this.#passedOver.add(hash);
  }

  /** Starts to follow in the middle, with the first record that we open. */
  comeIn(record: Seen, since: number): void {
    this.#since = since;
    // The first message of its epoch: whatever its line had before was not for us.
    if (record.epoch === since) this.#start(record, record.seq - 1, null);
  }

  /** Enters a message that has opened. `own` is our own line and how far it has got. */
  note(message: Arrived, own: Seen): readonly Mark[] {
    if (this.hasOpened(message)) return ['repeated'];
    const progress = this.#lines.get(name(message)) ?? this.#start(message, 0, '');
    const follows = this.#follows(progress, message);
    progress.opened.add(message.seq);
    if (message.seq <= progress.last) return ['reordered'];
    progress.last = message.seq;
    progress.epoch = message.epoch;
    progress.hash = message.hash;
    return follows && !this.#lacks(message, own) ? [] : ['missing'];
  }

  /** The newest message of each line, the two newest lines of each sender, and no more than are read. */
  seen(): readonly Seen[] {
    const count = new Map<number, number>();
    const newest: Seen[] = [];
    for (const { sender, instance, last, epoch } of [...this.#lines.values()].reverse()) {
      const lines = (count.get(sender) ?? 0) + 1;
      count.set(sender, lines);
      if (lines <= NEWEST_LINES) newest.push({ sender, instance, seq: last, epoch });
    }
    return newest.slice(0, MAX_SEEN).reverse();
  }

  #start(line: Line, last: number, hash: string | null): Progress {
    const { sender, instance } = line;
    const progress: Progress = { sender, instance, last, epoch: 0, hash, opened: new Set() };
    this.#lines.set(name(line), progress);
    return progress;
  }

  /**
   * Nothing that was for us lies between a message and the one before it. A line that we meet in the
   * middle goes on from a message that was passed over. Its hash covers the epoch in its header, so
   * the server cannot pass off a later one as such.
   */
  #follows({ last, hash, opened }: Progress, { seq, prev }: Arrived): boolean {
    if (opened.size === 0 && this.#passedOver.has(prev)) return true;
    return seq === last + 1 && (hash === null || hash === prev);
  }

  /**
   * Its sender had opened a message for us that never came to us. Everybody gets the messages in the
   * server's one order, so whatever the sender had opened must have reached us before.
   */
  #lacks({ seen }: Arrived, own: Seen): boolean {
    return seen.some((entry) => {
      const { seq, epoch } = entry;
      const isOurs = name(entry) === name(own);
      const reached = isOurs ? own.seq : (this.#lines.get(name(entry))?.last ?? 0);
      return epoch >= this.#since && seq > reached;
    });
  }
}
