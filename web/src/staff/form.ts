/**
 * The tag form, without a screen: which questions show, what a choice does, what is sent.
 *
 * Only what somebody chose is kept; a question's default is its answer for as long as nothing is
 * chosen. A question that is hidden keeps its choice (a mis-click on `thb` must not cost twelve
 * answers), but it neither counts for other questions nor is it sent.
 */

import type { Codebook, Condition, Question, Warning } from './codebook.ts';

export type Answers = Readonly<Record<string, readonly string[]>>;

export const NOTHING_CHOSEN: Answers = {};

/** The tag of a conversation in which the visitor wrote nothing (rule V7); nobody is asked for it. */
export const SILENT = { contact: ['silent'] } as const satisfies Answers;

/** The keys of the codes, in the order in which they lie on a keyboard. */
const KEYS = '1234567890-=';

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
    if (!question.when.every((condition) => holds(condition, values))) continue;
    shown.push(question);
    values.set(question.id, valueFor(question, chosen));
  }
  return shown;
}

/** What seldom goes together in these answers: said, and never in the way. */
export function warningsFor(book: Codebook, chosen: Answers): readonly Warning[] {
  const values = new Map(
    shownQuestions(book, chosen).map((question) => [question.id, valueFor(question, chosen)]),
  );
  return book.warnings.filter(({ when }) => when.every((condition) => holds(condition, values)));
}

function holds(
  { question, has, atLeast }: Condition,
  values: ReadonlyMap<string, readonly string[]>,
): boolean {
  const given = values.get(question) ?? [];
  return given.filter((code) => has.includes(code)).length >= atLeast;
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

/** Whether something was chosen that is not saved. */
export function isBegun(chosen: Answers): boolean {
  return Object.values(chosen).some((codes) => codes.length > 0);
}

/** What the tag frame carries: shown questions that have a value, nothing else. */
export function answersToSend(book: Codebook, chosen: Answers): Answers {
  return Object.fromEntries(
    shownQuestions(book, chosen)
      .map((question) => [question.id, valueFor(question, chosen)] as const)
      .filter(([, codes]) => codes.length > 0),
  );
}

/** What was chosen, by the answers of a tag: what is as by itself was left alone. */
export function chosenIn(book: Codebook, answers: Answers): Answers {
  return Object.fromEntries(
    book.questions.flatMap((question) => {
      const known = new Set(question.codes.map(({ code }) => code));
      const codes = (answers[question.id] ?? []).filter((code) => known.has(code));
      const isDefault = codes.length === 1 && codes[0] === question.default;
      return codes.length === 0 || isDefault ? [] : [[question.id, codes] as const];
    }),
  );
}

/** The tag that needs no form; undefined where this codebook has none. */
export function silentTag(book: Codebook): Answers | undefined {
  const codes = book.questions.find(({ id }) => id === 'contact')?.codes ?? [];
  const isKnown = codes.some(({ code }) => code === SILENT.contact[0]);
  return isKnown && unanswered(book, SILENT).length === 0 ? SILENT : undefined;
}

/** The code that a key means in this question: '1' is the first, '0' the tenth. */
export function codeOfKey(question: Question, key: string): string | undefined {
  return key.length === 1 ? question.codes[KEYS.indexOf(key)]?.code : undefined;
}

/** The key of a code by its place in the question; '' for none. */
export function keyOf(index: number): string {
  return KEYS[index] ?? '';
}
