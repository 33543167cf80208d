/** How a professional wants to be called: kept in this browser, for every window of it. Pure. */

export interface Settings {
  /** False: nothing calls but the title of the tab, whatever is chosen below. */
  readonly isOn: boolean;
  readonly sound: boolean;
  readonly notice: boolean;
  /** Minutes of the day between which it is quiet; the same twice: never. */
  readonly quietFrom: number;
  readonly quietUntil: number;
}

const MINUTES_A_DAY = 24 * 60;

/** A sound from the first shift on; a notice of the browser once somebody has said that it may. */
export const DEFAULTS: Settings = {
  isOn: true,
  sound: true,
  notice: false,
  quietFrom: 0,
  quietUntil: 0,
};

/** What is well-formed of what was kept, the defaults for the rest. */
export function readSettings(found: unknown): Settings {
  if (typeof found !== 'object' || found === null) return DEFAULTS;
  const given = found as Record<keyof Settings, unknown>;
  const flag = (name: 'isOn' | 'sound' | 'notice') => {
    const value = given[name];
    return typeof value === 'boolean' ? value : DEFAULTS[name];
  };
  const minute = (value: unknown) =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < MINUTES_A_DAY
      ? (value as number)
      : 0;
  return {
    isOn: flag('isOn'),
    sound: flag('sound'),
    notice: flag('notice'),
    quietFrom: minute(given.quietFrom),
    quietUntil: minute(given.quietUntil),
  };
}

/** Whether it is quiet now. Args: minute: of the day, 0 to 1439. Quiet hours may go past midnight. */
export function isQuiet({ quietFrom, quietUntil }: Settings, minute: number): boolean {
  return quietFrom <= quietUntil
    ? minute >= quietFrom && minute < quietUntil
    : minute >= quietFrom || minute < quietUntil;
}

/** As a time field writes it: 22:00. */
export function timeFrom(minute: number): string {
  const two = (value: number) => `${value}`.padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Minutes of the day of what a time field holds; null: it is empty, or no time. */
export function minuteFrom(time: string): number | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)/.exec(time);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}
