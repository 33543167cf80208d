/** Two variables against each other: a small grid, darker where there are more. */

import { plot, rect, text } from '@observablehq/plot';
import {
  BAR,
  beginsApart,
  hatch,
  INK,
  isCounted,
  isFew,
  isLeftOut,
  LEFT_OUT,
  LINE,
  linesOf,
} from './ink.ts';
import type { Drawn, Grid, Mark, Side, Space } from './shapes.ts';

interface Placed extends Mark {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

export function drawGrid({ down, across, cells }: Grid, { width, rem }: Space): Drawn {
  const font = 0.875 * rem;
  const labels = Math.min(11 * rem, Math.max(6.5 * rem, 0.26 * width));
  const apart = 0.5 * rem;
  const gaps = across.some(({ isApart }) => isApart) ? apart : 0;
  // Narrower than this a number does not fit its cell; the picture is scrolled instead.
  const wide = Math.max(3.9 * rem, (width - labels - gaps - 1) / across.length);
  const heads = Math.max(...across.map(({ label }) => linesOf(label, font, wide - 6)));
  const head = heads * font * 1.15 + 0.4 * rem;
  const lefts = starts(across, labels, wide, apart);
  const tall = Math.max(
    2.1 * rem,
    ...down.map(({ label }) => linesOf(label, font, labels) * font * 1.2),
  );
  const tops = starts(down, head, tall, apart);
  const placed = down.flatMap((_, row) =>
    across.map((__, column): Placed => {
      const [x, y] = [lefts[column] ?? 0, tops[row] ?? 0];
      const mark = cells[row]?.[column] ?? { count: null, mask: null, text: '' };
      return { ...mark, x1: x + 1, x2: x + wide - 1, y1: y + 1, y2: y + tall - 1 };
    }),
  );
  const size = { width: (lefts.at(-1) ?? 0) + wide + 1, height: (tops.at(-1) ?? 0) + tall + 1 };
  const lines = hatch();
  const edges = { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2' } as const;
  const number = {
    x: ({ x1, x2 }: Placed) => (x1 + x2) / 2,
    y: ({ y1, y2 }: Placed) => (y1 + y2) / 2,
    text: 'text',
    fontSize: font,
    fontVariant: 'tabular-nums',
    fill: INK,
  };
  return plot({
    ...size,
    margin: 0,
    x: { axis: null, domain: [0, size.width], range: [0, size.width] },
    y: { axis: null, domain: [0, size.height], range: [0, size.height] },
    // Never darker: the ink of the number has to stand out against it.
    opacity: { type: 'linear', domain: [0, most(cells)], range: [0.03, 0.42] },
    marks: [
      lines.mark,
      rect(placed.filter(isCounted), { ...edges, fill: BAR, fillOpacity: 'count' }),
      rect(placed.filter(isFew), { ...edges, fill: lines.fill, fillOpacity: 0.45, stroke: LINE }),
      rect(placed.filter(isLeftOut), { ...edges, ...LEFT_OUT }),
      text(
        placed.filter((cell) => !isFew(cell)),
        number,
      ),
      // A rim around it, to be read on the hatching.
      text(placed.filter(isFew), { ...number, stroke: 'var(--surface)', strokeWidth: 4 }),
      text(down, {
        x: 0,
        y: (_: Side, row: number) => (tops[row] ?? 0) + tall / 2,
        text: 'label',
        textAnchor: 'start',
        lineWidth: (labels - 0.5 * rem) / font,
        lineHeight: 1.15,
        fontSize: font,
        fill: INK,
      }),
      text(across, {
        x: (_: Side, column: number) => (lefts[column] ?? 0) + wide / 2,
        y: head - 0.4 * rem,
        text: 'label',
        lineAnchor: 'bottom',
        lineWidth: (wide - 6) / font,
        lineHeight: 1.15,
        fontSize: font,
        fill: INK,
      }),
    ],
  });
}

const most = (cells: readonly (readonly Mark[])[]) =>
  Math.max(1, ...cells.flat().map(({ count }) => count ?? 0));

/** Where each side begins; the unknown stand a little apart. */
function starts(sides: readonly Side[], first: number, size: number, apart: number): number[] {
  let at = first;
  return sides.map((_, index) => {
    if (beginsApart(sides, index)) at += apart;
    const here = at;
    at += size;
    return here;
  });
}
