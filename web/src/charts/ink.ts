/** Colours and signs that all charts share. Colours are those of the page, so they follow light, dark and print. */

import type { Markish } from '@observablehq/plot';
import type { Mark } from './shapes.ts';

export const INK = 'var(--ink)';
export const SOFT = 'var(--ink-soft)';
export const LINE = 'var(--edge)';
export const BAR = 'var(--chart-bar)';
export const APART = 'var(--chart-apart)';

/** How wide and high the sign of a masked count is: always the same, because it has no size. */
export const SIGN = 1.1;

/** How a count is drawn that was left out: open, and without a length. */
export const LEFT_OUT = { fill: 'none', stroke: LINE, strokeDasharray: '3 2' } as const;

export const isCounted = ({ count }: Mark) => count !== null;
export const isMasked = ({ count }: Mark) => count === null;
export const isFew = ({ mask }: Mark) => mask === 'few';
export const isLeftOut = ({ mask }: Mark) => mask === 'left-out';

/** Whether the unknown begin here, after answers: they stand a little apart. */
export function beginsApart(sides: readonly { readonly isApart: boolean }[], at: number): boolean {
  return at > 0 && sides[at]?.isApart === true && !sides[at - 1]?.isApart;
}

const SVG = 'http://www.w3.org/2000/svg';

let made = 0;

/** Slanted lines to fill the sign of 1 to 4 with, under a name of its own in the document. */
export function hatch(): { fill: string; mark: Markish } {
  made += 1;
  const id = `hatch-${made}`;
  const mark = (): SVGElement => {
    const defs = document.createElementNS(SVG, 'defs');
    const pattern = set('pattern', {
      id,
      width: 5,
      height: 5,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    });
    pattern.append(set('line', { x1: 1, y1: 0, x2: 1, y2: 5, stroke: SOFT, 'stroke-width': 1.5 }));
    defs.append(pattern);
    return defs;
  };
  return { fill: `url(#${id})`, mark };
}

function set(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** About how many pixels a text takes in a font of this size: enough to keep space for it. */
export const widthOf = (text: string, font: number) => text.length * font * 0.56;

/** About how many lines a text takes when it is broken between words. */
export function linesOf(text: string, font: number, width: number): number {
  let lines = 1;
  let filled = 0;
  for (const word of text.split(' ')) {
    const more = widthOf(filled === 0 ? word : ` ${word}`, font);
    if (filled > 0 && filled + more > width) {
      lines += 1;
      filled = widthOf(word, font);
    } else filled += more;
  }
  return lines;
}
