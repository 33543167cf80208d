// What an opened message adds to the screen: what was wrong with it, in plain words, and then the message.
import type { Mark, Member, Opened } from '../hl1/index.ts';
import type { Entry, NoteText } from './journey.ts';

const NOTE_OF: Record<Mark, NoteText> = {
  missing: 'missing',
  reordered: 'reordered',
  repeated: 'repeated',
  late: 'late',
};

/** `members`: everybody who was ever in, for the name of who wrote it. `alive` messages show nothing. */
export function entriesOf(opened: Opened, seq: number, members: readonly Member[]): Entry[] {
  const name = members.find((member) => member.id === opened.sender)?.name ?? '';
  const note = (text: NoteText): Entry => ({
    kind: 'note',
    id: `${text}-${seq}`,
    note: text,
    name,
    seq,
  });
  // Whatever a late message says, its sender is out: one line says so.
  const entries = opened.marks.map((mark) => note(NOTE_OF[mark]));
  if (opened.marks.includes('repeated') || opened.marks.includes('late')) return entries;
  if (opened.kind === 'text') entries.push(said(opened, seq, name));
  else if (opened.kind === 'unknown') entries.push(note('unreadable'));
  else if (opened.kind === 'end' && !opened.mine) entries.push(note('closing'));
  else if (opened.kind === 'leave' && !opened.mine) entries.push(note('left'));
  return entries;
}

function said({ text, isCard, at, mine }: Opened, seq: number, name: string): Entry {
  const id = `m-${seq}`;
  if (mine) return { kind: 'mine', id, text, at, seq, state: 'sent' };
  return { kind: 'theirs', id, text, isCard, at, seq, name };
}

/** Whether anything was said with a professional: by both, because half a conversation is none. */
export function haveBothSpoken(entries: readonly Entry[]): boolean {
  return (['mine', 'theirs'] as const).every((side) => entries.some(({ kind }) => kind === side));
}
