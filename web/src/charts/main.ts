/** The script of the charts: Observable Plot, and how we draw with it. Coordinators alone load it. */

import { hand } from '../ui/late.ts';
import { drawBars } from './bars.ts';
import { drawGrid } from './grid.ts';
import { drawSeries } from './series.ts';
import type { Chart, Draw, Drawn, Space } from './shapes.ts';

const draw: Draw = (chart, space) => {
  const drawn = shape(chart, space);
  // Plot brings a style element, which the page's policy would block: figures.css has its rules.
  for (const style of drawn.querySelectorAll('style')) style.remove();
  // One picture, whose text alternative stands on what it is put in.
  drawn.setAttribute('aria-hidden', 'true');
  return drawn;
};

function shape(chart: Chart, space: Space): Drawn {
  switch (chart.kind) {
    case 'bars':
      return drawBars(chart, space);
    case 'grid':
      return drawGrid(chart, space);
    case 'series':
      return drawSeries(chart, space);
  }
}

hand(draw);
