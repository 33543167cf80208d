/** The codebook: the questions are data, so their words live there and not here. */

import type { Text } from './language.ts';

export interface CodeOption {
  readonly code: string;
  readonly label: Text;
  /** Chosen alone: "none", "not discussed", "unclear". */
  readonly exclusive: boolean;
  /** What falls under it. */
  readonly help: Text | null;
}

/** Holds if at least so many of these codes were answered. */
export interface Condition {
  readonly question: string;
  readonly has: readonly string[];
  readonly atLeast: number;
}

export interface Question {
  readonly id: string;
  readonly label: Text;
  readonly help: Text | null;
  readonly multi: boolean;
  readonly required: boolean;
  /** Kept behind "more" until somebody wants to see it. */
  readonly isExtra: boolean;
  /** All of them must hold, else it is not shown. */
  readonly when: readonly Condition[];
  /** Counts as the answer until something is chosen; '' for none. */
  readonly default: string;
  readonly codes: readonly CodeOption[];
}

/** Answers that seldom go together. */
export interface Warning {
  readonly id: string;
  readonly label: Text;
  readonly when: readonly Condition[];
}

export interface Codebook {
  readonly id: string;
  readonly version: string;
  /** What a tag frame names: id and version together. */
  readonly name: string;
  readonly questions: readonly Question[];
  readonly warnings: readonly Warning[];
}

export interface SentCondition {
  readonly question: string;
  readonly has: readonly string[];
  readonly at_least?: number;
}

/** A question as `GET /api/codebook` sends it; an older server sends less. */
export interface SentQuestion {
  readonly id: string;
  readonly label: Text;
  readonly help?: Text | null;
  readonly multi: boolean;
  readonly required: boolean;
  readonly more?: boolean;
  readonly when: readonly SentCondition[];
  readonly default: string | null;
  readonly codes: readonly (Omit<CodeOption, 'help'> & { readonly help?: Text | null })[];
}

export interface SentCodebook {
  readonly id: string;
  readonly version: string;
  readonly questions: readonly SentQuestion[];
  readonly warnings?: readonly {
    readonly id: string;
    readonly label: Text;
    readonly when: readonly SentCondition[];
  }[];
}

export function readCodebook({ id, version, questions, warnings }: SentCodebook): Codebook {
  return {
    id,
    version,
    name: `${id}-${version}`,
    questions: questions.map(readQuestion),
    warnings: (warnings ?? []).map((sent) => ({ ...sent, when: sent.when.map(readCondition) })),
  };
}

function readQuestion({ more, ...sent }: SentQuestion): Question {
  return {
    ...sent,
    help: sent.help ?? null,
    isExtra: more ?? false,
    when: sent.when.map(readCondition),
    default: sent.default ?? '',
    codes: sent.codes.map((code) => ({ ...code, help: code.help ?? null })),
  };
}

function readCondition({ question, has, at_least: atLeast }: SentCondition): Condition {
  return { question, has, atLeast: atLeast ?? 1 };
}
