/** How busy it is and was: the shapes of `GET /api/board` and `GET /api/footfall`, and what is drawn of them. */

/** How many of a professional's colleagues do what now. */
export interface Crew {
  readonly free: number;
  readonly busy: number;
  readonly away: number;
  readonly break: number;
}

/** Somebody at the desk. */
export interface AtTheDesk {
  readonly name: string;
  readonly role: 'professional' | 'supervisor';
  readonly state: 'free' | 'busy' | 'away' | 'break' | 'ending';
  /** How many; with whom is nobody's to see. */
  readonly conversations: number;
}

/** What was counted in some time. Stretches are numbered from the shortest; bounds in minutes. */
export interface Footfall {
  readonly came: number;
  readonly taken: number;
  readonly taken_after: readonly number[];
  readonly left: number;
  readonly left_after: readonly number[];
  readonly unanswered: number;
  readonly ended: number;
  readonly ended_after: readonly number[];
  readonly longest_line: number;
  readonly open_minutes: number;
  readonly paused_minutes: number;
  readonly full_minutes: number;
  readonly wait_bounds: readonly number[];
  readonly length_bounds: readonly number[];
}

export interface Board {
  readonly waiting: number;
  readonly longest_wait_minutes: number;
  readonly conversations: number;
  readonly finished_today: number;
  /** Of what visitors were told about the wait, how much came true lately; null: too little to say. */
  readonly true_ranges_percent: number | null;
  /** Absent from an older server, as the next is. */
  readonly crew?: Crew;
  readonly here?: readonly AtTheDesk[];
  readonly today?: Footfall;
}

export interface Hour {
  readonly came: number;
  /** Left the line before anybody took them. */
  readonly left: number;
}

/** Closed weeks together, as days: the first Monday and the last Sunday. */
export interface Weeks extends Footfall {
  readonly weeks: number;
  readonly first: string;
  readonly last: string;
  readonly counted_percent: number;
  /** From midnight, 24 of them. */
  readonly hours: readonly Hour[];
}

export interface Month {
  /** As 2026-11. */
  readonly month: string;
  readonly left: number;
  readonly left_after: readonly number[];
  readonly unanswered: number;
}

export interface Closed {
  readonly weeks: Weeks | null;
  readonly months: readonly Month[];
}

/** One row of how many took how long: from some minutes to some; null: no end on that side. */
export interface Stretch {
  readonly from: number | null;
  readonly to: number | null;
  readonly count: number;
  /** Length of its bar, of 100: the longest stretch fills it. */
  readonly bar: number;
}

export function stretchesOf(counts: readonly number[], bounds: readonly number[]): Stretch[] {
  const most = Math.max(1, ...counts);
  return counts.map((count, at) => ({
    from: bounds[at - 1] ?? null,
    to: bounds[at] ?? null,
    count,
    bar: (100 * count) / most,
  }));
}

/** Heights of one hour's bar, of 100: of all who came or left in it, and of those who left. */
export interface Column {
  readonly hour: number;
  readonly came: number;
  readonly left: number;
}

export function columnsOf(hours: readonly Hour[]): Column[] {
  const most = mostOf(hours);
  return hours.map(({ came, left }, hour) => ({
    hour,
    came: (100 * came) / most,
    left: (100 * left) / most,
  }));
}

/** What the whole height of the chart stands for; at least 1, so that nothing has no height. */
export function mostOf(hours: readonly Hour[]): number {
  return Math.max(1, ...hours.flatMap(({ came, left }) => [came, left]));
}

/** The hour in which most came; null when nobody did. */
export function busiestOf(hours: readonly Hour[]): number | null {
  const most = Math.max(0, ...hours.map(({ came }) => came));
  return most === 0 ? null : hours.findIndex(({ came }) => came === most);
}
