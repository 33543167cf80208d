/** What a chart is before it is drawn: counts that may be drawn, and signs for those that may not. */

/** One count. A masked one has no number, so nothing can be drawn at its height by mistake. */
export interface Mark {
  /** null: masked, and never a length or a height. */
  readonly count: number | null;
  /** How it is drawn if it is masked: 1 to 4 hatched, left out open. */
  readonly mask: 'few' | 'left-out' | null;
  /** What is written beside it, such as "166 · 72 %", "<5" or "–". */
  readonly text: string;
}

/** `isApart`: not an answer but the lack of one, so it stands apart from the answers. */
export interface Bar extends Mark {
  readonly label: string;
  readonly isApart: boolean;
}

export interface Bars {
  readonly kind: 'bars';
  readonly bars: readonly Bar[];
  /** What the whole width stands for, if that is not the largest count. */
  readonly whole: number | null;
}

export interface Side {
  readonly label: string;
  readonly isApart: boolean;
}

/** `cells`: row by row, as many as there are sides down times sides across. */
export interface Grid {
  readonly kind: 'grid';
  readonly down: readonly Side[];
  readonly across: readonly Side[];
  readonly cells: readonly (readonly Mark[])[];
}

/** `segment`: only points of one segment may be joined. null: nothing is known here. */
export interface Point extends Mark {
  readonly segment: number;
}

export interface Panel extends Side {
  readonly points: readonly (Point | null)[];
}

/** `breaks`: lines before a column (its index), across which nothing may be compared. */
export interface Series {
  readonly kind: 'series';
  readonly columns: readonly string[];
  readonly breaks: readonly { readonly before: number; readonly label: string }[];
  readonly panels: readonly Panel[];
}

export type Chart = Bars | Grid | Series;

/** `width`: pixels there are; `rem`: pixels of the reader's text size. */
export interface Space {
  readonly width: number;
  readonly rem: number;
}

/** Plot says it may also give a figure element with a legend; ours have none. */
export type Drawn = SVGElement | HTMLElement;

export type Draw = (chart: Chart, space: Space) => Drawn;
