/** What a lexicon holds once it was checked (rules.ts), and what the page is told about it. */

import type { Text } from '../language.ts';
import type { Lists } from './pattern.ts';

export const DIMENSIONS = [
  'deceptive_recruitment',
  'coercive_recruitment',
  'vulnerability_recruitment',
  'exploitation',
  'coercion_destination',
  'vulnerability_destination',
  'context',
] as const;

/** The six of the ILO; `context` says who, where or when, for which the ILO has none. */
export type Dimension = (typeof DIMENSIONS)[number];

export const TONGUES = ['nl', 'en'] as const;
export type Tongue = (typeof TONGUES)[number];

export interface Indicator {
  readonly id: string;
  /** Of the codebook. */
  readonly question: string;
  readonly code: string;
  readonly dimension: Dimension;
  readonly name: Text;
}

/** An indicator with its phrases, in the order of the file. */
export interface Entry extends Indicator {
  readonly phrases: Readonly<Record<Tongue, readonly string[]>>;
}

export interface Negation {
  readonly words: readonly string[];
  readonly before: number;
  readonly after: number;
  readonly until: readonly string[];
  readonly unless: readonly string[];
}

/** How a language is written, and what takes a phrase back in it. */
export interface Usage {
  readonly lists: Lists;
  /** By what is written: the word it is read as. */
  readonly spelling: Readonly<Record<string, string>>;
  readonly negation: Negation;
  readonly elsewhere: readonly string[];
}

export interface Lexicon {
  /** The codebook its codes are of: id and version. */
  readonly codebook: string;
  readonly edition: number;
  readonly usage: Readonly<Record<Tongue, Usage>>;
  readonly indicators: readonly Entry[];
}

/** A phrase that was found: from where to where in the text, and which indicator's. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly indicator: Indicator;
}

/** What the script of the lexicon hands to the page. */
export interface Aid {
  readonly codebook: string;
  readonly edition: number;
  /** What one message says; by place. */
  find(text: string): readonly Finding[];
}
