/** What a session does about tags: send them, correct them, and tag what needs no form. */

import type { FromStaff, Reopened } from '../wire/frames.ts';
import { newRef } from '../wire/ref.ts';
import type { Between, Word } from './between.ts';
import type { Codebook } from './codebook.ts';
import type { Desk } from './desk.ts';
import { type Answers, chosenIn, isBegun, NOTHING_CHOSEN, silentTag } from './form.ts';
import type { Step } from './step.ts';
import { wasSilent } from './tagging.ts';

export type SkipReason = 'fault' | 'no_time' | 'other';

interface Around {
  desk(): Desk;
  send(frame: FromStaff): boolean;
  tell(step: Step): void;
  between(hear: (word: Word) => void): Between;
}

export class TagDesk {
  private readonly around: Around;
  private book: Codebook | null = null;
  private between: Between | null = null;
  private hasAsked = false;

  constructor(around: Around) {
    this.around = around;
  }

  start(): void {
    this.between ??= this.around.between((word) => this.heard(word));
  }

  stop(): void {
    this.between?.close();
    this.between = null;
    this.hasAsked = false;
  }

  /** The questions have come. */
  use(book: Codebook): void {
    this.book = book;
    this.look();
  }

  /** Something changed: tag what needs no form, and hear once what other windows have begun. */
  look(): void {
    const { untagged } = this.around.desk();
    if (untagged.length === 0) return;
    if (!this.hasAsked && this.between !== null) {
      this.hasAsked = true;
      this.between.post({ kind: 'ask' });
    }
    this.tagSilent();
  }

  /** Somebody chose something in this window. */
  choose(ticket: string, answers: Answers): void {
    this.around.tell({ type: 'chosen', ticket, answers });
    this.between?.post({ kind: 'chosen', ticket, answers });
  }

  tag(ticket: string, codebook: string, answers: Answers): void {
    this.save(ticket, { type: 'tag', ref: newRef(), ticket, codebook, answers });
  }

  skip(ticket: string, reason: SkipReason): void {
    this.save(ticket, { type: 'skip', ref: newRef(), ticket, reason });
  }

  /** Ask for the answers of a tag, to correct them. */
  reopen(ticket: string): void {
    const ref = newRef();
    if (this.around.send({ type: 'reopen', ref, ticket })) {
      this.around.tell({ type: 'reopening', ref, ticket });
    }
  }

  reopened({ ref, ticket, codebook, answers }: Reopened): void {
    if (this.around.desk().tagging.reopening?.ref !== ref) return;
    if (this.book?.name === codebook) {
      this.around.tell({ type: 'reopened', ticket, answers: chosenIn(this.book, answers) });
      return;
    }
    // This page has the questions of before the server was renewed.
    this.around.tell({ type: 'frame', frame: { type: 'refused', code: 'bad_answers', ref } });
  }

  private save(ticket: string, frame: Extract<FromStaff, { type: 'tag' | 'skip' }>): void {
    if (this.around.send(frame)) this.around.tell({ type: 'saving', ref: frame.ref, ticket });
  }

  /** Every window of ours does it: the same ticket twice is one tag. */
  private tagSilent(): void {
    const { conversations, untagged, tagging, line } = this.around.desk();
    const answers = this.book && silentTag(this.book);
    if (!answers || !this.book || line !== 'up') return;
    for (const held of conversations.filter(wasSilent)) {
      const { ticket } = held;
      if (!untagged.includes(ticket) || ticket in tagging.silent) continue;
      const ref = newRef();
      if (!this.around.send({ type: 'tag', ref, ticket, codebook: this.book.name, answers }))
        return;
      this.around.tell({ type: 'silent', ref, ticket });
    }
  }

  private heard(word: Word): void {
    const { tagging, untagged } = this.around.desk();
    if (word.kind === 'ask') {
      for (const [ticket, answers] of Object.entries(tagging.chosen)) {
        if (isBegun(answers)) this.between?.post({ kind: 'chosen', ticket, answers });
      }
      return;
    }
    const { ticket, answers } = word;
    if (untagged.includes(ticket)) this.around.tell({ type: 'chosen', ticket, answers });
  }
}

/** What was chosen for a ticket so far. */
export function chosenFor({ tagging }: Desk, ticket: string): Answers {
  return tagging.chosen[ticket] ?? NOTHING_CHOSEN;
}
