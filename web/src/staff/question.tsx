/** One question as a row of chips: native radio buttons or checkboxes, so every keyboard and reader knows them. */

import { useEffect, useRef } from 'preact/hooks';
import type { Question } from './codebook.ts';
import { type Answers, codeOfKey, valueFor } from './form.ts';
import { language, words } from './language.ts';

interface Props {
  readonly question: Question;
  readonly chosen: Answers;
  readonly takesFocus: boolean;
  readonly onChoose: (code: string) => void;
}

export function QuestionField({ question, chosen, takesFocus, onChoose }: Props) {
  const said = words.value.form;
  const spoken = language.value;
  const row = useRef<HTMLFieldSetElement>(null);
  const value = valueFor(question, chosen);
  const isUntouched = chosen[question.id] === undefined;
  // Once, when the form appears: later the focus belongs to who is typing.
  useEffect(() => {
    if (takesFocus) row.current?.querySelector('input')?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const code = codeOfKey(question, event.key);
    if (code === undefined) return;
    event.preventDefault();
    onChoose(code);
    // One answer is all a single question takes, so the next digit is for the next question.
    if (!question.multi) requestAnimationFrame(() => focusAfter(row.current));
  };
  return (
    <fieldset
      ref={row}
      class={isUntouched ? 'question untouched' : 'question'}
      data-testid="question"
      data-question={question.id}
      onKeyDown={onKeyDown}
    >
      <legend>
        {question.label[spoken]}
        {question.multi && <span class="soft small"> {said.multi}</span>}
        {question.required && value.length === 0 && (
          <span class="needed small"> {said.required}</span>
        )}
      </legend>
      <div class="chips">
        {question.codes.map(({ code, label }, index) => (
          <label key={code} class="chip">
            <input
              type={question.multi ? 'checkbox' : 'radio'}
              name={question.id}
              value={code}
              data-testid="chip"
              data-question={question.id}
              data-code={code}
              checked={value.includes(code)}
              onChange={() => onChoose(code)}
            />
            <span>
              {index < 9 && (
                <span class="chip-key" aria-hidden="true">
                  {index + 1}
                </span>
              )}
              {label[spoken]}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** To the chosen chip of the next question, else its first: where Tab would go. */
function focusAfter(row: HTMLFieldSetElement | null): void {
  const next = row?.nextElementSibling;
  const chip =
    next?.querySelector<HTMLInputElement>('input:checked') ?? next?.querySelector('input');
  chip?.focus();
}
