// Times on the helpline's clock, as frames carry them (`2026-11-28T19:00`), and how people say them. Pure: no clock
// and no time zone of this phone, which may both be wrong.

/** 0 is Monday; months count from 1. `time` is as on a clock: "19:00". */
export type When =
  | { readonly kind: 'night' | 'morning' | 'afternoon' | 'evening'; readonly time: string }
  | { readonly kind: 'tomorrow'; readonly time: string }
  | { readonly kind: 'weekday'; readonly time: string; readonly weekday: number }
  | {
      readonly kind: 'date';
      readonly time: string;
      readonly weekday: number;
      readonly day: number;
      readonly month: number;
    };

const WALL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;

const DAY_MS = 86_400_000;

/** From here on the name of a weekday alone would be of this week or the next. */
const WEEK = 7;

/** The night is over. */
const MORNING = 6;
const AFTERNOON = 12;
const EVENING = 18;

interface Wall {
  readonly date: Date;
  readonly hour: number;
  readonly time: string;
}

export function isWall(text: unknown): text is string {
  return typeof text === 'string' && WALL.test(text);
}

/** "19:00". */
export function timeOf(wall: string): string {
  return wall.slice(-5);
}

/** How somebody who sees `at` on the clock says `then`; null: not written as frames have them. */
export function whenOf(at: string, then: string): When | null {
  const [now, later] = [read(at), read(then)];
  if (!now || !later) return null;
  const { date, hour, time } = later;
  const days = Math.round((date.getTime() - now.date.getTime()) / DAY_MS);
  if (days === 1 && hour < MORNING && now.hour >= MORNING) return { kind: 'night', time };
  if (days === 0) return { kind: partOf(hour), time };
  if (days === 1) return { kind: 'tomorrow', time };
  const weekday = (date.getUTCDay() + 6) % WEEK;
  if (days > 1 && days < WEEK) return { kind: 'weekday', time, weekday };
  return { kind: 'date', time, weekday, day: date.getUTCDate(), month: date.getUTCMonth() + 1 };
}

function partOf(hour: number): 'night' | 'morning' | 'afternoon' | 'evening' {
  if (hour < MORNING) return 'night';
  if (hour < AFTERNOON) return 'morning';
  return hour < EVENING ? 'afternoon' : 'evening';
}

function read(text: string): Wall | null {
  const found = WALL.exec(text);
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0] = found.slice(1).map(Number);
  return { date: new Date(Date.UTC(year, month - 1, day)), hour, time: timeOf(text) };
}
