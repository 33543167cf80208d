/** The codebook: the questions are data, so their words live there and not here. */

import type { Text } from './language.ts';

export interface CodeOption {
  readonly code: string;
  readonly label: Text;
  /** Chosen alone: "none", "not discussed", "unclear". */
  readonly exclusive: boolean;
}

export interface Question {
  readonly id: string;
  readonly label: Text;
  readonly multi: boolean;
  readonly required: boolean;
  /** Shown when every named question has one of these codes; empty means always. */
  readonly when: Readonly<Record<string, readonly string[]>>;
  /** Counts as the answer until something is chosen; '' for none. */
  readonly default: string;
  readonly codes: readonly CodeOption[];
}

export interface Codebook {
  readonly id: string;
  readonly version: string;
  /** What a tag frame names: id and version together. */
  readonly name: string;
  readonly questions: readonly Question[];
}

/** A question as `GET /api/codebook` sends it. */
export type SentQuestion = Omit<Question, 'when' | 'default'> & {
  readonly when: readonly { readonly question: string; readonly has: readonly string[] }[];
  readonly default: string | null;
};

export interface SentCodebook {
  readonly id: string;
  readonly version: string;
  readonly questions: readonly SentQuestion[];
}

export function readCodebook({ id, version, questions }: SentCodebook): Codebook {
  return {
    id,
    version,
    name: `${id}-${version}`,
    questions: questions.map((sent) => ({
      ...sent,
      when: Object.fromEntries(sent.when.map(({ question, has }) => [question, has])),
      default: sent.default ?? '',
    })),
  };
}
