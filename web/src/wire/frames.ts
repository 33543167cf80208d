// Made by `make wire` from chatserver/wire/frames. Do not edit.

/** Bytes, as standard base64 with padding. */
export type Base64 = string;

export type Code =
  | 'malformed'
  | 'too_large'
  | 'too_fast'
  | 'out_of_turn'
  | 'gone'
  | 'nobody'
  | 'not_spoken'
  | 'not_ready'
  | 'taken'
  | 'at_capacity'
  | 'untagged'
  | 'shift_ends'
  | 'not_yours'
  | 'full'
  | 'closed'
  | 'replaced'
  | 'unavailable'
  | 'bad_answers'
  | 'counted'
  | 'not_signed_in'
  | 'wrong_role'
  | 'not_approved'
  | 'declined'
  | 'not_here'
  | 'same_person'
  | 'not_safe'
  | 'changed'
  | 'released'
  | 'wrong_password';

export const FRAME_SIZES = [640, 2048, 6144, 22528];
export const MAX_FRAME_BYTES = 22528;
export const MAX_BLOB_BYTES = 16384;

export interface Awake {
  readonly type: 'awake';
}

export interface Before {
  readonly cid: Base64;
  readonly token: Base64;
  readonly slip: Base64;
}

export interface Arrive {
  readonly type: 'arrive';
  readonly cid: Base64;
  readonly token: Base64;
  readonly commitment: Base64;
  readonly language: string;
  readonly suites: readonly number[];
  readonly before?: Before | null;
  readonly rehearsal?: Base64 | null;
}

export interface Resume {
  readonly type: 'resume';
  readonly cid: Base64;
  readonly token: Base64;
  readonly after: number;
  readonly slip?: Base64;
}

export interface Return {
  readonly type: 'return';
  readonly cid: Base64;
  readonly token: Base64;
  readonly slip: Base64;
  readonly count: number;
}

export interface Pieces {
  readonly type: 'pieces';
  readonly first: number;
  readonly sealed: readonly Base64[];
}

export interface Grant {
  readonly type: 'grant';
  readonly place: Base64;
  readonly epoch: number;
  readonly grant: Base64;
}

export interface Decline {
  readonly type: 'decline';
  readonly place: Base64;
  readonly why: 'no' | 'not_accepted';
}

export interface Keep {
  readonly type: 'keep';
  readonly blob: Base64;
}

export interface Say {
  readonly type: 'say';
  readonly ref: Base64;
  readonly epoch: number;
  readonly sealed: Base64;
}

export interface Delivered {
  readonly type: 'delivered';
  readonly seq: number;
}

export interface Read {
  readonly type: 'read';
  readonly seq: number;
}

export interface Here {
  readonly type: 'here';
}

export interface Writing {
  readonly type: 'writing';
}

export interface Ready {
  readonly type: 'ready';
}

export interface Leave {
  readonly type: 'leave';
  readonly how: 'left' | 'exit';
}

export interface Cursor {
  readonly cid: Base64;
  readonly after: number;
}

export interface HandedBack {
  readonly cid: Base64;
  readonly slip: Base64;
}

export interface Hello {
  readonly type: 'hello';
  readonly cursors: readonly Cursor[];
  readonly device?: Base64 | null;
  readonly slips?: readonly HandedBack[];
}

export interface Take {
  readonly type: 'take';
  readonly ref: Base64;
  readonly cid?: Base64 | null;
}

export interface Be {
  readonly type: 'be';
  readonly state?: 'free' | 'away' | 'break' | 'ending' | null;
  readonly capacity?: number | null;
}

export interface GoOn {
  readonly type: 'go_on';
}

export interface PassOn {
  readonly type: 'pass_on';
  readonly cid: Base64;
}

export interface Ask {
  readonly type: 'ask';
  readonly cid: Base64;
  readonly how?: 'handover' | 'join' | null;
  readonly whom?: Base64;
  readonly role?: 'supervisor';
}

export interface NotNow {
  readonly type: 'not_now';
  readonly cid: Base64;
}

export interface SitIn {
  readonly type: 'sit_in';
  readonly ref: Base64;
  readonly cid: Base64;
}

export interface StepOut {
  readonly type: 'step_out';
  readonly cid: Base64;
}

export interface GiveBack {
  readonly type: 'give_back';
  readonly cid: Base64;
}

export interface Offer {
  readonly type: 'offer';
  readonly cid: Base64;
  readonly offer: Base64;
  readonly signature: Base64;
  readonly entry: Base64;
}

export interface StaffSay {
  readonly type: 'say';
  readonly cid: Base64;
  readonly ref: Base64;
  readonly epoch: number;
  readonly sealed: Base64;
}

export interface StaffDelivered {
  readonly type: 'delivered';
  readonly cid: Base64;
  readonly seq: number;
}

export interface StaffRead {
  readonly type: 'read';
  readonly cid: Base64;
  readonly seq: number;
}

export interface StaffWriting {
  readonly type: 'writing';
  readonly cid: Base64;
}

export interface End {
  readonly type: 'end';
  readonly cid: Base64;
  readonly cool_down?: number | null;
  readonly longer?: boolean;
}

export interface Tag {
  readonly type: 'tag';
  readonly ref: Base64;
  readonly ticket: Base64;
  readonly codebook: string;
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

export interface Skip {
  readonly type: 'skip';
  readonly ref: Base64;
  readonly ticket: Base64;
  readonly reason: 'fault' | 'no_time' | 'other';
}

export interface Reopen {
  readonly type: 'reopen';
  readonly ref: Base64;
  readonly ticket: Base64;
}

export interface Call {
  readonly type: 'call';
  readonly consult: Base64;
  readonly whom: Base64;
  readonly commitment: Base64;
  readonly signature: Base64;
  readonly entry: Base64;
  readonly about?: Base64;
}

export interface SitDown {
  readonly type: 'sit_down';
  readonly consult: Base64;
  readonly offer: Base64;
  readonly signature: Base64;
  readonly entry: Base64;
}

export interface Seat {
  readonly type: 'seat';
  readonly consult: Base64;
  readonly mine: readonly Base64[];
  readonly theirs: readonly Base64[];
}

export interface Confide {
  readonly type: 'confide';
  readonly consult: Base64;
  readonly ref: Base64;
  readonly sealed: Base64;
}

export interface Part {
  readonly type: 'part';
  readonly consult: Base64;
}

export interface Beat {
  readonly type: 'beat';
}

export interface Accepted {
  readonly type: 'accepted';
  readonly ref: Base64;
  readonly seq: number;
  readonly cid?: Base64 | null;
}

export interface Message {
  readonly type: 'message';
  readonly seq: number;
  readonly sealed: Base64;
  readonly cid?: Base64 | null;
}

export interface Arrived {
  readonly type: 'delivered';
  readonly seq: number;
  readonly cid?: Base64 | null;
}

export interface WasRead {
  readonly type: 'read';
  readonly seq: number;
  readonly cid?: Base64 | null;
}

export interface Seen {
  readonly type: 'presence';
  readonly state: 'here' | 'lost';
  readonly cid?: Base64 | null;
  readonly place?: Base64 | null;
}

export interface Writes {
  readonly type: 'writing';
  readonly cid?: Base64 | null;
}

export interface Ends {
  readonly type: 'ends';
  readonly minutes: number;
  readonly cid?: Base64 | null;
}

export interface Ended {
  readonly type: 'ended';
  readonly reason: 'left' | 'exit' | 'done' | 'gone' | 'silent' | 'time' | 'passed' | 'declined' | 'not_accepted' | 'absent' | 'unanswered';
  readonly cid?: Base64 | null;
}

export interface Slip {
  readonly type: 'slip';
  readonly slip: Base64;
  readonly cid?: Base64 | null;
}

export interface Lost {
  readonly type: 'lost';
  readonly may_return: boolean;
  readonly cid?: Base64 | null;
  readonly ticket?: Base64 | null;
}

export interface Refusal {
  readonly type: 'refused';
  readonly code: Code;
  readonly ref?: Base64 | null;
  readonly cid?: Base64 | null;
}

export interface Revoked {
  readonly type: 'revoked';
  readonly listed: Base64;
}

export interface Welcome {
  readonly type: 'welcome';
  readonly share: Base64;
  readonly blob: Base64;
  readonly last: number;
  readonly delivered: number;
  readonly asks_ready?: boolean;
  readonly says_writing?: boolean;
  readonly read?: number;
  readonly has_read?: number;
}

export interface Waiting {
  readonly type: 'waiting';
  readonly position: number;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly ready?: boolean;
}

export interface Offered {
  readonly type: 'offer';
  readonly place: Base64;
  readonly offer: Base64;
  readonly signature: Base64;
  readonly entry: Base64;
}

export interface Vacated {
  readonly type: 'vacated';
  readonly place: Base64;
}

export interface Still {
  readonly type: 'still';
  readonly minutes: number;
}

export interface Stored {
  readonly type: 'stored';
  readonly upto: number;
}

export interface Again {
  readonly type: 'again';
  readonly minutes: number;
}

export interface Afterwards {
  readonly type: 'afterwards';
  readonly voucher: Base64;
}

export interface Desk {
  readonly type: 'desk';
  readonly state: 'open' | 'full' | 'closed';
  readonly paused?: boolean;
  readonly at?: string | null;
  readonly opens?: string | null;
  readonly closes?: string | null;
}

export interface InLine {
  readonly cid: Base64;
  readonly language: string;
  readonly since: number;
  readonly ready?: boolean;
  readonly rehearsal?: boolean;
}

export interface Asking {
  readonly cid: Base64;
  readonly language: string;
  readonly how: 'handover' | 'join';
  readonly by: string;
  readonly asker?: Base64 | null;
  readonly whom?: Base64 | null;
  readonly role?: 'supervisor' | null;
  readonly rehearsal?: boolean;
}

export interface Colleague {
  readonly id: Base64;
  readonly name: string;
  readonly role: 'professional' | 'supervisor';
  readonly state: 'free' | 'busy' | 'away' | 'break' | 'ending';
  readonly languages: readonly string[];
}

export interface Colleagues {
  readonly type: 'colleagues';
  readonly you: Base64;
  readonly here: readonly Colleague[];
}

export interface Answered {
  readonly type: 'answered';
  readonly cid: Base64;
  readonly colleague: Base64;
  readonly name: string;
  readonly comes: boolean;
}

export interface Line {
  readonly type: 'line';
  readonly waiting: readonly InLine[];
  readonly asking?: readonly Asking[];
}

export interface Duty {
  readonly type: 'duty';
  readonly state: 'free' | 'away' | 'break' | 'ending';
  readonly why?: 'missed' | 'rested' | null;
  readonly until?: number | null;
  readonly rest?: number | null;
  readonly proposes?: boolean;
  readonly capacity?: number | null;
  readonly most?: number | null;
}

export interface Proposal {
  readonly type: 'proposal';
  readonly cid?: Base64 | null;
  readonly language?: string | null;
  readonly since?: number | null;
  readonly seconds?: number | null;
  readonly why?: 'late' | 'gone' | null;
}

export interface Reserved {
  readonly type: 'reserved';
  readonly cids: readonly Base64[];
}

export interface Held {
  readonly type: 'held';
  readonly cid: Base64;
  readonly ticket: Base64;
  readonly place: Base64;
  readonly commitment: Base64;
  readonly language: string;
  readonly suites: readonly number[];
  readonly last: number;
  readonly delivered: number;
  readonly guest?: boolean;
  readonly ref?: Base64 | null;
  readonly rehearsal?: boolean;
  readonly says_writing?: boolean;
  readonly read?: number;
  readonly has_read?: number;
}

export interface Passed {
  readonly type: 'passed';
  readonly cid: Base64;
}

export interface DeviceIs {
  readonly type: 'device';
  readonly state: 'unknown' | 'waiting' | 'approved' | 'revoked';
  readonly entry: Base64;
}

export interface Cooling {
  readonly type: 'cooling';
  readonly cid: Base64;
  readonly minutes: number;
}

export interface Granting {
  readonly type: 'grant';
  readonly cid: Base64;
  readonly epoch: number;
  readonly grant: Base64;
}

export interface Untagged {
  readonly type: 'untagged';
  readonly tickets: readonly Base64[];
  readonly rehearsals?: readonly Base64[];
}

export interface Tagged {
  readonly type: 'tagged';
  readonly ref: Base64;
  readonly ticket: Base64;
  readonly rehearsal?: boolean;
}

export interface Given {
  readonly ticket: Base64;
  readonly at: number;
}

export interface Tags {
  readonly type: 'tags';
  readonly given: readonly Given[];
}

export interface Reopened {
  readonly type: 'reopened';
  readonly ref: Base64;
  readonly ticket: Base64;
  readonly codebook: string;
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

export interface Called {
  readonly type: 'called';
  readonly consult: Base64;
  readonly colleague: Base64;
  readonly name: string;
  readonly commitment: Base64;
  readonly signature: Base64;
  readonly entry: Base64;
  readonly mine?: boolean;
  readonly sits?: boolean;
  readonly about?: Base64 | null;
}

export interface Chair {
  readonly type: 'chair';
  readonly consult: Base64;
  readonly offer: Base64;
  readonly signature: Base64;
  readonly entry: Base64;
}

export interface Seated {
  readonly type: 'seated';
  readonly consult: Base64;
  readonly grants: readonly Base64[];
}

export interface Confided {
  readonly type: 'confided';
  readonly consult: Base64;
  readonly seq: number;
  readonly ref: Base64;
  readonly sealed: Base64;
}

export interface Parted {
  readonly type: 'parted';
  readonly consult: Base64;
  readonly why: 'ended' | 'not_now' | 'gone';
}

export type FromVisitor = Arrive | Resume | Return | Pieces | Grant | Decline | Keep | Say | Delivered | Read | Here | Writing | Ready | Leave | Awake;

export type FromStaff = Hello | Take | Be | GoOn | PassOn | Ask | NotNow | SitIn | StepOut | GiveBack | Offer | StaffSay | StaffDelivered | StaffRead | StaffWriting | End | Tag | Skip | Reopen | Call | SitDown | Seat | Confide | Part | Awake;

export type ToVisitor = Welcome | Waiting | Offered | Vacated | Again | Afterwards | Desk | Still | Stored | Accepted | Arrived | WasRead | Beat | Ended | Ends | Lost | Message | Refusal | Revoked | Seen | Slip | Writes;

export type ToStaff = Line | DeviceIs | Passed | Answered | Colleagues | Duty | Proposal | Reserved | Held | Cooling | Granting | Untagged | Tagged | Tags | Reopened | Called | Chair | Seated | Confided | Parted | Accepted | Arrived | WasRead | Beat | Ended | Ends | Lost | Message | Refusal | Revoked | Seen | Slip | Writes;
