// How well two colours can be told apart, as WCAG 2.2 measures it. The same as chatserver/domain/contrast.py, and
// tests/vectors/contrast.json keeps the two together.

/** Least ratio of a text to what is behind it (success criterion 1.4.3, level AA). */
export const TEXT = 4.5;

/** Least ratio by which one sees where a control is (success criterion 1.4.11, level AA). */
export const EDGE = 3;

/** `#rrggbb` in small letters, of that or of `#rgb`; null: no colour. What comes out can stand in a style sheet. */
export function readColour(text: string): string | null {
  if (!/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text)) return null;
  const small = text.toLowerCase();
  return small.length === 7 ? small : small.replace(/[0-9a-f]/g, '$&$&');
}

/** From 1, the same, to 21, black and white. Both as `readColour` gives them. */
export function ratio(first: string, second: string): number {
  const [one, other] = [luminance(first), luminance(second)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** A ratio in words, rounded down: 4.499 is not enough for a text, and must not read `4.5:1`. */
export function said(measured: number): string {
  return `${Math.floor(measured * 100) / 100}:1`;
}

function luminance(colour: string): number {
  return 0.2126 * light(colour, 1) + 0.7152 * light(colour, 3) + 0.0722 * light(colour, 5);
}

function light(colour: string, at: number): number {
  const part = Number(`0x${colour.slice(at, at + 2)}`) / 255;
  // Earlier editions of WCAG have 0.03928; no part of eight bits lies between the two.
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
