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
  /** Of message `last`; null where we came in later and cannot know. */
  hash: string | null;
  readonly opened: Set<number>;
}

/** Lines of each sender that `seen` mentions: a page and its reload. */
const NEWEST_LINES = 2;

const name = (line: Line) => `${line.sender} ${line.instance}`;

export class Order {
  readonly #lines = new Map<string, Progress>();
  #cameLater = false;

  hasOpened(message: Seen): boolean {
    return this.#lines.get(name(message))?.opened.has(message.seq) === true;
  }

  /**
   * Starts to follow in the middle: what was written before was not for us. A line that we meet for
   * the first time then starts where we meet it, and `seen` may mention lines that we never met.
   */
  comeInAt(message: Seen): void {
    this.#cameLater = true;
    this.#start(message, message.seq - 1, null);
  }

  /** Enters a message that has opened. `own` is our own line and how far it has got. */
  note(message: Arrived, own: Seen): readonly Mark[] {
    if (this.hasOpened(message)) return ['repeated'];
    const progress = this.#lines.get(name(message)) ?? this.#meet(message);
    progress.opened.add(message.seq);
    if (message.seq <= progress.last) return ['reordered'];
    const follows =
      message.seq === progress.last + 1 &&
      (progress.hash === null || progress.hash === message.prev);
    const lacks = message.seen.some((entry) => entry.seq > this.#reached(entry, own));
    progress.last = message.seq;
    progress.hash = message.hash;
    return follows && !lacks ? [] : ['missing'];
  }

  /** The newest message of each line, the two newest lines of each sender, and no more than are read. */
  seen(): readonly Seen[] {
    const count = new Map<number, number>();
    const newest: Seen[] = [];
    for (const { sender, instance, last } of [...this.#lines.values()].reverse()) {
      const lines = (count.get(sender) ?? 0) + 1;
      count.set(sender, lines);
      if (lines <= NEWEST_LINES) newest.push({ sender, instance, seq: last });
    }
    return newest.slice(0, MAX_SEEN).reverse();
  }

  #meet(message: Seen): Progress {
    if (this.#cameLater) return this.#start(message, message.seq - 1, null);
    return this.#start(message, 0, '');
  }

  #start(line: Line, last: number, hash: string | null): Progress {
    const { sender, instance } = line;
    const progress: Progress = { sender, instance, last, hash, opened: new Set() };
    this.#lines.set(name(line), progress);
    return progress;
  }

  /**
   * How far we have got with a line that somebody else mentions. Everybody gets the messages in
   * the server's one order, so whatever the sender had opened must have reached us before.
   */
  #reached(entry: Seen, own: Seen): number {
    if (name(entry) === name(own)) return own.seq;
    return this.#lines.get(name(entry))?.last ?? (this.#cameLater ? entry.seq : 0);
  }
}
