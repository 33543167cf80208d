/** One chart, drawn as wide as there is space, in the reader's text size; on paper as wide as the paper. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chart, Draw, Space } from '../charts/shapes.ts';
import { words } from './language.ts';

interface Props {
  readonly chart: Chart;
  readonly sentence: string;
  /** undefined: not loaded yet; null: it never will be. */
  readonly draw: Draw | null | undefined;
}

/** A4 with the margins and the text size of print.css. */
const PAPER: Space = { width: 660, rem: 12 };

const textSize = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

export function ChartView({ chart, sentence, draw }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  useEffect(() => {
    const here = box.current;
    if (!here || !draw || width === 0) return undefined;
    const show = (space: Space) => here.replaceChildren(draw(chart, space));
    const onScreen = () => show({ width, rem: textSize() });
    const onPaper = () => show(PAPER);
    onScreen();
    addEventListener('beforeprint', onPaper);
    addEventListener('afterprint', onScreen);
    return () => {
      removeEventListener('beforeprint', onPaper);
      removeEventListener('afterprint', onScreen);
    };
  }, [chart, draw, width]);
  if (draw === null) return null;
  return (
    <div
      ref={box}
      class="chart"
      role="img"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it can be wider than the screen, and is scrolled with the keys
      tabIndex={0}
      data-testid="chart"
      data-kind={chart.kind}
      aria-label={`${words.value.tally.chart}. ${sentence}`}
    />
  );
}

/** How wide an element is, in whole pixels; 0 before it is known. */
function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const here = box.current;
    if (!here) return undefined;
    const watch = new ResizeObserver(([entry]) => {
      if (entry && !matchMedia('print').matches) setWidth(Math.floor(entry.contentRect.width));
    });
    watch.observe(here);
    return () => watch.disconnect();
  }, [box]);
  return width;
}
