/** How answers went over time: a small panel for each, all on one scale. */

import { dot, line, plot, ruleX, ruleY, text } from '@observablehq/plot';
import {
  APART,
  BAR,
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
  SOFT,
  widthOf,
} from './ink.ts';
import type { Drawn, Panel, Point, Series, Space } from './shapes.ts';

/** `fx` and `fy`: the place of the panel, which is what Plot calls a facet. */
interface Placed extends Point {
  readonly at: number;
  readonly fx: number;
  readonly fy: number;
  readonly isApart: boolean;
}

export function drawSeries({ columns, breaks, panels }: Series, { width, rem }: Space): Drawn {
  const font = 0.8125 * rem;
  const least = Math.max(13 * rem, columns.length * (breaks.length > 0 ? 4 : 2.3) * rem);
  const abreast = Math.max(1, Math.min(panels.length, Math.floor(width / least)));
  const rows = Math.ceil(panels.length / abreast);
  const where = (index: number) => ({ fx: index % abreast, fy: Math.floor(index / abreast) });
  const points = panels.flatMap((panel, index) => placed(panel, where(index)));
  const frames = panels.map((panel, index) => ({ ...panel, ...where(index) }));
  const inner = Math.max(least, width / abreast) - 1.5 * rem;
  const titles = Math.max(...panels.map(({ label }) => linesOf(label, 1.1 * font, inner)));
  const head = titles * font * 1.3 + (breaks.length > 0 ? 3.6 : 1.2) * font + 0.5 * rem;
  const foot = 2.2 * rem;
  const high = head + 4 * rem + foot;
  const most = Math.max(1, ...points.map(({ count }) => count ?? 0));
  const lines = hatch();
  const shared = { x: 'at', fx: 'fx', fy: 'fy' } as const;
  const square = { symbol: 'square', r: 0.45 * SIGN * rem, dy: -0.5 * SIGN * rem } as const;
  const sign = { ...shared, ...square, y: 0 };
  const ticks = frames.flatMap(({ fx, fy }) => columns.map((name, at) => ({ name, at, fx, fy })));
  const cuts = frames.flatMap(({ fx, fy }) => breaks.map((cut) => ({ ...cut, fx, fy })));
  const isTight = columns.some((name) => widthOf(name, font) > inner / columns.length);
  return plot({
    width: Math.max(width, least),
    height: rows * high,
    margin: 0,
    marginLeft: 0.25 * rem,
    marginRight: 0.25 * rem,
    // The space inside a panel, above and below what is drawn in it.
    x: { axis: null, domain: [-0.5, columns.length - 0.5] },
    y: { axis: null, domain: [0, most], insetTop: head, insetBottom: foot },
    fx: { axis: null, padding: 0.06, domain: [...Array(abreast).keys()] },
    fy: { axis: null, padding: 0, domain: [...Array(rows).keys()] },
    marks: [
      lines.mark,
      ruleY(frames, { y: 0, fx: 'fx', fy: 'fy', stroke: LINE }),
      ruleX(cuts, {
        x: ({ before }) => before - 0.5,
        fx: 'fx',
        fy: 'fy',
        stroke: INK,
        strokeDasharray: '2 3',
        insetTop: titles * font * 1.3 + 0.3 * rem,
        insetBottom: foot,
      }),
      text(cuts, {
        x: ({ before }) => before - 0.5,
        fx: 'fx',
        fy: 'fy',
        text: 'label',
        frameAnchor: 'top',
        textAnchor: 'start',
        dx: 0.25 * rem,
        dy: titles * font * 1.3 + 0.3 * rem,
        lineWidth: (inner / columns.length - 0.25 * rem) / (0.9 * font),
        lineHeight: 1.1,
        fontSize: 0.9 * font,
        fill: SOFT,
      }),
      line(
        // The masked are in it without a height, so that no line runs across them.
        points,
        {
          ...shared,
          y: 'count',
          z: ({ fx, fy, segment }: Placed) => `${fx} ${fy} ${segment}`,
          stroke: ({ isApart }: Placed) => (isApart ? APART : BAR),
          strokeWidth: 2,
        },
      ),
      dot(points.filter(isCounted), {
        ...shared,
        y: 'count',
        r: 0.25 * rem,
        fill: ({ isApart }) => (isApart ? APART : BAR),
      }),
      dot(points.filter(isFew), { ...sign, fill: lines.fill, stroke: LINE }),
      dot(points.filter(isLeftOut), { ...sign, ...LEFT_OUT }),
      text(points.filter(isCounted), {
        ...shared,
        y: 'count',
        text: 'text',
        dy: -0.85 * rem,
        fontSize: font,
        fill: INK,
      }),
      text(points.filter(isMasked), {
        ...shared,
        y: 0,
        text: 'text',
        dy: -1.8 * rem,
        fontSize: font,
        fill: INK,
      }),
      text(ticks, {
        ...shared,
        y: 0,
        text: 'name',
        dy: 0.45 * rem,
        lineAnchor: 'top',
        lineWidth: isTight ? inner / columns.length / font : Number.POSITIVE_INFINITY,
        fontSize: 0.95 * font,
        fill: SOFT,
      }),
      text(frames, {
        fx: 'fx',
        fy: 'fy',
        text: 'label',
        frameAnchor: 'top-left',
        lineWidth: inner / (1.1 * font),
        lineHeight: 1.15,
        fontSize: 1.05 * font,
        fontWeight: 600,
        fill: INK,
      }),
    ],
  });
}

function placed({ points, isApart }: Panel, place: { fx: number; fy: number }): Placed[] {
  return points.flatMap((point, at) => (point ? [{ ...point, ...place, at, isApart }] : []));
}
