// For tests: steps of a desk, and the desk after them.

import type { Opened } from '../hl1/index.ts';
import type { Asking, Code, Ended, Held, ToStaff } from '../wire/frames.ts';
import { after, type Desk, EMPTY } from './desk.ts';
import type { Step } from './step.ts';
import type { Reader } from './transcript.ts';

export const VISITOR: Reader = { role: 'visitor', name: '', isMe: false };
export const MARIA: Reader = { role: 'professional', name: 'Maria', isMe: true };
export const NOOR: Reader = { role: 'professional', name: 'Noor', isMe: false };

export const frame = (each: ToStaff): Step => ({ type: 'frame', frame: each });

export function held(cid: string, rest: Partial<Held> = {}): Step {
  return frame({
    type: 'held',
    cid,
    ticket: `ticket of ${cid}`,
    place: 'place',
    commitment: 'commitment',
    language: 'nl',
    suites: [1],
    last: 0,
    delivered: 0,
    ...rest,
  });
}

export function opened(cid: string, seq: number, rest: Partial<Opened> = {}): Step {
  const message: Opened = {
    kind: 'text',
    text: `text ${seq}`,
    isCard: false,
    sender: 0,
    instance: 'i',
    seq,
    epoch: 1,
    at: 28_000_000,
    mine: false,
    marks: [],
    ...rest,
  };
  return { type: 'opened', cid, seq, opened: message, author: '', readers: [VISITOR, MARIA] };
}

export const wrote = (cid: string, ref: string): Step => {
  const text = `said ${ref}`;
  return { type: 'wrote', cid, ref, text, isCard: false, at: 28_000_000, author: 'Maria' };
};
export const accepted = (cid: string, ref: string, seq: number) =>
  frame({ type: 'accepted', cid, ref, seq });
export const ended = (cid: string, reason: Ended['reason']) =>
  frame({ type: 'ended', cid, reason });
export const untagged = (...tickets: string[]) => frame({ type: 'untagged', tickets });
export const refused = (code: Code, ref: string | null = null) =>
  frame({ type: 'refused', code, ref });

export function desk(...steps: readonly Step[]): Desk {
  return steps.reduce(after, { ...EMPTY, line: 'up' as const });
}

export function texts(at: Desk, cid: string): readonly string[] {
  const items = at.conversations.find((each) => each.cid === cid)?.items ?? [];
  return items.map((item) => (item.kind === 'said' ? item.text : item.note));
}

export const record = (cid: string, seq: number, ...readers: readonly Reader[]): Step => {
  const step = opened(cid, seq, { kind: 'epoch', text: '', epoch: seq });
  return { ...step, readers } as Step;
};
export const asking = (...rows: readonly Asking[]) =>
  frame({ type: 'line', waiting: [], asking: rows });
export const row = (cid: string, how: Asking['how']): Asking => ({
  cid,
  language: 'nl',
  how,
  by: 'Noor',
});
export const ask = (at: Desk) => at.conversations[0]?.ask?.state;
