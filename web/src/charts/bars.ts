/** Horizontal bars with what they say written at their end. */

import { plot, rect, ruleX, text } from '@observablehq/plot';
import {
  APART,
  BAR,
  beginsApart,
  hatch,
  INK,
  isCounted,
  isFew,
  isLeftOut,
  isMasked,
  LEFT_OUT,
  LINE,
  linesOf,
  SIGN,
  widthOf,
} from './ink.ts';
import type { Bar, Bars, Drawn, Space } from './shapes.ts';

interface Placed extends Bar {
  readonly top: number;
  readonly bottom: number;
  readonly labelAt: number;
}

export function drawBars({ bars, whole }: Bars, { width, rem }: Space): Drawn {
  const font = 0.875 * rem;
  const isNarrow = width < 30 * rem;
  const labels = isNarrow ? 0 : Math.round(Math.min(0.42 * width, 17 * rem));
  const { placed, height } = place(bars, { font, rem, labels, isNarrow, width });
  const most = whole ?? Math.max(1, ...bars.map(({ count }) => count ?? 0));
  const sign = SIGN * rem;
  const lines = hatch();
  const edges = { y1: 'top', y2: 'bottom' } as const;
  const said = { y: middle, textAnchor: 'start', fill: INK } as const;
  return plot({
    width,
    height,
    margin: 0,
    marginLeft: labels || 1,
    marginRight: Math.max(...bars.map((bar) => widthOf(bar.text, font))) + 0.75 * rem,
    x: { axis: null, domain: [0, most] },
    y: { axis: null, domain: [0, height], range: [0, height] },
    marks: [
      lines.mark,
      whole === null
        ? null
        : rect(
            // Behind a masked count a ground would make it look like a small one.
            placed.filter(isCounted),
            { ...edges, x1: 0, x2: whole, fill: 'var(--chart-ground)' },
          ),
      rect(placed.filter(isCounted), {
        ...edges,
        x1: 0,
        x2: 'count',
        fill: ({ isApart }) => (isApart ? APART : BAR),
      }),
      rect(placed.filter(isFew), {
        ...edges,
        x1: 0,
        x2: 0,
        insetRight: -sign,
        fill: lines.fill,
        stroke: LINE,
      }),
      rect(placed.filter(isLeftOut), {
        ...edges,
        x1: 0,
        x2: 0,
        insetRight: -sign,
        ...LEFT_OUT,
      }),
      // Where labels stand above the bars, a line would run through them.
      isNarrow ? null : ruleX([0], { stroke: LINE }),
      text(placed, {
        y: 'labelAt',
        text: 'label',
        frameAnchor: 'left',
        dx: isNarrow ? 0 : -labels,
        textAnchor: 'start',
        lineWidth: (isNarrow ? width : labels - 0.5 * rem) / font,
        lineHeight: 1.15,
        fontSize: font,
        fill: INK,
      }),
      text(placed.filter(isCounted), {
        ...said,
        x: whole === null ? 'count' : whole,
        dx: 0.4 * rem,
        text: 'text',
        fontSize: font,
      }),
      text(placed.filter(isMasked), {
        ...said,
        x: 0,
        dx: sign + 0.4 * rem,
        text: 'text',
        fontSize: font,
      }),
    ],
  });
}

const middle = ({ top, bottom }: Placed) => (top + bottom) / 2;

interface Measures {
  readonly font: number;
  readonly rem: number;
  readonly labels: number;
  readonly isNarrow: boolean;
  readonly width: number;
}

/** Give each bar its place: labels beside it or, in a narrow space, above; the unknown apart. */
function place(bars: readonly Bar[], { font, rem, labels, isNarrow, width }: Measures) {
  const thick = 1.1 * rem;
  let y = 0;
  const placed: Placed[] = [];
  for (const [index, bar] of bars.entries()) {
    if (beginsApart(bars, index)) y += 0.75 * rem;
    const said = linesOf(bar.label, font, isNarrow ? width : labels - 0.5 * rem) * font * 1.15;
    const above = isNarrow ? said + 0.3 * rem : 0;
    const tall = isNarrow ? thick : Math.max(thick, said);
    const top = y + above + (tall - thick) / 2;
    const labelAt = isNarrow ? y + said / 2 : top + thick / 2;
    placed.push({ ...bar, top, bottom: top + thick, labelAt });
    y += above + tall + (isNarrow ? 0.8 : 0.6) * rem;
  }
  return { placed, height: Math.max(1, y) };
}
