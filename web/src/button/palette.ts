// The colours of the button, from the attributes of its script. What somebody could not read is refused here once
// more: a snippet can be changed after `chatserver button` made it.
import { EDGE, ratio, readColour, said, TEXT } from './contrast.ts';

/** As `readColour` gives them. */
export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly border: string;
}

/** What stands in the attributes, unread. */
export interface Given {
  readonly background?: string;
  readonly text?: string;
  readonly border?: string;
  readonly page?: string;
  readonly radius?: string;
}

/** The accent of the visitor's page. */
export const DEFAULT: Palette = { background: '#1d6a63', text: '#ffffff', border: '#ffffff' };

/** On which the button may stand where nobody says: a white page, and an almost black one. */
export const PAGES = ['#ffffff', '#121212'] as const;

/** Pixels: half the height of the button at the usual size of text. */
const MOST_RADIUS = 28;

/** The colours that were chosen, and what is wrong with them: with anything wrong, all of them are the default. */
export function paletteOf(given: Given): { palette: Palette; faults: string[] } {
  const faults: string[] = [];
  const read = (name: keyof Given, otherwise: string): string => {
    const text = given[name];
    const colour = text === undefined ? otherwise : readColour(text);
    if (colour === null) faults.push(`${name}: expected a colour such as #1d6a63`);
    return colour || otherwise;
  };
  const background = read('background', DEFAULT.background);
  const text = read('text', DEFAULT.text);
  // Of two colours that make a readable text one can be seen on a white page and one on a black page.
  const border = read('border', text);
  const pages = given.page === undefined ? PAGES : [read('page', '')];
  if (faults.length === 0) weigh({ background, text, border }, pages, faults);
  return { palette: faults.length > 0 ? DEFAULT : { background, text, border }, faults };
}

/** Corners in pixels. */
export function radiusOf(given: Given): number {
  const text = given.radius || '';
  return /^\d{1,2}$/.test(text) ? Math.min(Number(text), MOST_RADIUS) : 10;
}

function weigh(palette: Palette, pages: readonly string[], faults: string[]): void {
  const { background, text, border } = palette;
  const demand = (what: string, measured: number, needed: number): void => {
    if (measured >= needed) return;
    faults.push(`${what}: ${said(measured)}, needs ${needed}:1`);
  };
  demand(`text ${text} on background ${background}`, ratio(text, background), TEXT);
  for (const page of pages) {
    const seen = Math.max(ratio(border, page), ratio(background, page));
    demand(`border ${border} and background ${background} on a page of ${page}`, seen, EDGE);
  }
}
