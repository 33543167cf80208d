/**
 * The tag form, without a screen: which questions show, what a choice does, what is sent.
 *
 * Only what somebody chose is kept; a question's default is its answer for as long as nothing is
 * chosen. A question that is hidden keeps its choice (a mis-click on `thb` must not cost twelve
 * answers), but it neither counts for other questions nor is it sent.
 */

import type { Codebook, Question } from './codebook.ts';

export type Answers = Readonly<Record<string, readonly string[]>>;

export const NOTHING_CHOSEN: Answers = {};

/** The answer of a question as it stands: the choice, else the default, else nothing. */
export function valueFor(question: Question, chosen: Answers): readonly string[] {
  const choice = chosen[question.id];
  if (choice !== undefined && choice.length > 0) return choice;
  return question.default === '' ? [] : [question.default];
}

/** The questions to show, in the codebook's order; conditions only look at shown questions. */
export function shownQuestions(book: Codebook, chosen: Answers): readonly Question[] {
  const shown: Question[] = [];
  const values = new Map<string, readonly string[]>();
  for (const question of book.questions) {
    const isShown = Object.entries(question.when).every(([id, codes]) =>
      (values.get(id) ?? []).some((code) => codes.includes(code)),
    );
    if (!isShown) continue;
    shown.push(question);
    values.set(question.id, valueFor(question, chosen));
  }
  return shown;
}

/** The answers after one click or key on `code`. */
export function choose(question: Question, chosen: Answers, code: string): Answers {
  const option = question.codes.find((known) => known.code === code);
  if (option === undefined) return chosen;
  if (!question.multi) return { ...chosen, [question.id]: [code] };
  const before = valueFor(question, chosen);
  return { ...chosen, [question.id]: toggled(question, before, code, option.exclusive) };
}

function toggled(
  question: Question,
  before: readonly string[],
  code: string,
  isExclusive: boolean,
): readonly string[] {
  if (before.includes(code)) return before.filter((other) => other !== code);
  if (isExclusive) return [code];
  const alone = new Set(question.codes.filter((known) => known.exclusive).map(({ code }) => code));
  const together = new Set([...before.filter((other) => !alone.has(other)), code]);
  // In the codebook's order, so that the same answers always make the same frame.
  return question.codes.map((known) => known.code).filter((known) => together.has(known));
}

/** The shown questions that must still be answered before saving. */
export function unanswered(book: Codebook, chosen: Answers): readonly Question[] {
  return shownQuestions(book, chosen).filter(
    (question) => question.required && valueFor(question, chosen).length === 0,
  );
}

/** What the tag frame carries: shown questions that have a value, nothing else. */
export function answersToSend(book: Codebook, chosen: Answers): Answers {
  return Object.fromEntries(
    shownQuestions(book, chosen)
      .map((question) => [question.id, valueFor(question, chosen)] as const)
      .filter(([, codes]) => codes.length > 0),
  );
}

/** The code that a number key means in this question: '1' is the first. */
export function codeOfKey(question: Question, key: string): string | undefined {
  return /^[1-9]$/.test(key) ? question.codes[Number(key) - 1]?.code : undefined;
}
