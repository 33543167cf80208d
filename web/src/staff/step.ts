/** What can happen to a desk: a frame that came, something that was opened, something one did. */

import type { Proposal, ToStaff } from '../wire/frames.ts';
import type { Consults } from './consult/asides.ts';
import type { Answers } from './form.ts';
import type { OpenedHere } from './transcript.ts';

/** 'replaced': a newer window took over; 'stopped': the server will not have this page as it is. */
export type Line = 'connecting' | 'up' | 'down' | 'replaced' | 'stopped';

/** How colleagues are asked: to go on alone, or to be there too. */
export type How = 'handover' | 'join';

/** Whom one asks: everybody who can, one colleague by the id that they have here, or all supervisors. */
export type To =
  | { readonly whom?: never; readonly role?: never }
  | { readonly whom: string; readonly role?: never }
  | { readonly whom?: never; readonly role: 'supervisor' };

export const EVERYBODY: To = {};

/** The visitor's whole connection is held back from new conversations for so many minutes. */
export interface CoolDown {
  readonly minutes: number;
  /** And a coordinator is asked to make that longer. */
  readonly longer: boolean;
}

/** What can be chosen, the shortest first; the server allows one person no more than the last. */
export const MINUTES = [10, 20, 30] as const;

/** How we go from a conversation. */
export type Going = 'end' | 'step_out' | 'give_back';

export type Step =
  | { readonly type: 'line'; readonly line: Line }
  | { readonly type: 'frame'; readonly frame: ToStaff }
  | { readonly type: 'proposed'; readonly frame: Proposal; readonly now: number }
  | { readonly type: 'consults'; readonly consults: Consults }
  | { readonly type: 'expired' }
  | { readonly type: 'taking'; readonly ref: string }
  | { readonly type: 'saving'; readonly ref: string; readonly ticket: string }
  | { readonly type: 'asking'; readonly cid: string; readonly how: How | null; readonly to?: To }
  | { readonly type: 'admitted'; readonly cid: string }
  | ({ readonly type: 'opened'; readonly cid: string } & OpenedHere)
  | { readonly type: 'unreadable'; readonly cid: string; readonly seq: number }
  | { readonly type: 'before'; readonly cid: string; readonly seq: number }
  | { readonly type: 'unconfirmed'; readonly cid: string; readonly seq: number }
  | { readonly type: 'confirmed'; readonly cid: string }
  | {
      readonly type: 'wrote';
      readonly cid: string;
      readonly ref: string;
      readonly text: string;
      readonly isCard: boolean;
      readonly at: number;
      readonly author: string;
    }
  | { readonly type: 'has_read'; readonly cid: string; readonly seq: number }
  | { readonly type: 'failed'; readonly cid: string }
  | { readonly type: 'going'; readonly cid: string; readonly how: Going }
  | { readonly type: 'staying'; readonly cid: string }
  | { readonly type: 'unheard'; readonly cid: string }
  | { readonly type: 'chosen'; readonly ticket: string; readonly answers: Answers }
  | { readonly type: 'reopening'; readonly ref: string; readonly ticket: string }
  | { readonly type: 'reopened'; readonly ticket: string; readonly answers: Answers }
  | { readonly type: 'let_be' }
  | { readonly type: 'silent'; readonly ref: string; readonly ticket: string }
  | { readonly type: 'more' }
  | { readonly type: 'too_long' }
  /** Nothing was heard of it for seconds. */
  | { readonly type: 'stopped_writing'; readonly cid: string }
  | { readonly type: 'draft'; readonly cid: string; readonly text: string }
  | { readonly type: 'select'; readonly ticket: string }
  | { readonly type: 'close'; readonly ticket: string }
  | { readonly type: 'places'; readonly places: number }
  | { readonly type: 'dismiss' };
