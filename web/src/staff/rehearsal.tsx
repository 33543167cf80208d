/** What is practice says so, in a word and in a colour, wherever it could be taken for somebody in need. */

import type { Desk } from './desk.ts';
import { words } from './language.ts';
import { firstToTag } from './selection.ts';

export function RehearsalMark() {
  return (
    <span class="rehearsal-mark" data-testid="rehearsal-mark">
      {words.value.rehearsal.mark}
    </span>
  );
}

/** Under the head of a conversation, and above its form. */
export function RehearsalNote({ ofForm = false }: { ofForm?: boolean }) {
  const { note, form } = words.value.rehearsal;
  return (
    <p class="rehearsal-note" data-testid="rehearsal-note">
      <RehearsalMark /> {ofForm ? form : note}
    </p>
  );
}

export function isRehearsal(desk: Desk, ticket: string): boolean {
  const held = desk.conversations.find((each) => each.ticket === ticket);
  return held?.isRehearsal ?? desk.rehearsed.includes(ticket);
}

/** A form of a rehearsal can wait; somebody in need cannot. */
export function mustTagFirst(desk: Desk): boolean {
  return firstToTag(desk) !== undefined;
}

export function reallyWait({ waiting }: Desk): number {
  return waiting.filter(({ rehearsal }) => !rehearsal).length;
}
