/** One question as a row of chips: native radio buttons or checkboxes, so every keyboard and reader knows them. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CodeOption, Question } from './codebook.ts';
import { type Answers, codeOfKey, keyOf, valueFor } from './form.ts';
import { language, words } from './language.ts';
import { focusChip, focusNeighbour, focusNext } from './stops.ts';

interface Props {
  readonly question: Question;
  readonly chosen: Answers;
  readonly takesFocus: boolean;
  readonly onChoose: (code: string) => void;
  /** What belongs with the answer. */
  readonly beside?: ComponentChildren;
}

export function QuestionField({ question, chosen, takesFocus, onChoose, beside }: Props) {
  const said = words.value.form;
  const row = useRef<HTMLFieldSetElement>(null);
  const [hasHelp, showHelp] = useState(false);
  const value = valueFor(question, chosen);
  const isUntouched = chosen[question.id] === undefined;
  // Once, when the form appears: later the focus belongs to who is typing.
  useEffect(() => {
    if (takesFocus) row.current?.querySelector('input')?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = actOf(event.key, question, row.current);
    if (act === undefined) return;
    event.preventDefault();
    // A digit that is held down must not answer one question after the other.
    if (event.repeat && typeof act !== 'function') return;
    if (act === 'help') showHelp(!hasHelp);
    else if (typeof act === 'function') act();
    else {
      onChoose(act.code);
      // One answer is all a single question takes, so the next key is for the next question.
      if (!question.multi) requestAnimationFrame(() => focusNext(row.current));
    }
  };
  return (
    <fieldset
      ref={row}
      class={isUntouched ? 'question untouched' : 'question'}
      data-stop=""
      data-testid="question"
      data-question={question.id}
      onKeyDown={onKeyDown}
    >
      <legend>
        {question.label[language.value]}
        {question.multi && <span class="soft small"> {said.multi}</span>}
        {question.required && value.length === 0 && (
          <span class="needed small"> {said.required}</span>
        )}
      </legend>
      <Chips question={question} value={value} onChoose={onChoose}>
        {isExplained(question) && (
          <button
            type="button"
            class="help-toggle"
            data-testid="help-toggle"
            // By key it is '?', from every chip; Tab goes from question to question.
            tabIndex={-1}
            aria-expanded={hasHelp}
            aria-controls={helpId(question)}
            aria-label={said.help(question.label[language.value])}
            onClick={() => showHelp(!hasHelp)}
          >
            ?
          </button>
        )}
      </Chips>
      {isExplained(question) && <Help question={question} isShown={hasHelp} />}
      {beside}
    </fieldset>
  );
}

type Act = 'help' | { readonly code: string } | (() => void);

/** What a key does in a question; undefined for what is none of ours. */
function actOf(key: string, question: Question, row: HTMLElement | null): Act | undefined {
  switch (key) {
    case 'ArrowDown':
      return () => focusNeighbour(row, 1);
    case 'ArrowUp':
      return () => focusNeighbour(row, -1);
    case 'ArrowLeft':
    case 'ArrowRight':
      // Among radio buttons the browser does this itself.
      return question.multi ? () => focusChip(row, key === 'ArrowLeft' ? -1 : 1) : undefined;
    case '?':
      return isExplained(question) ? 'help' : undefined;
    default: {
      const code = codeOfKey(question, key);
      return code === undefined ? undefined : { code };
    }
  }
}

interface ChipsProps {
  readonly question: Question;
  readonly value: readonly string[];
  readonly onChoose: (code: string) => void;
  readonly children: preact.ComponentChildren;
}

function Chips({ question, value, onChoose, children }: ChipsProps) {
  const first = question.codes.findIndex(({ code }) => value.includes(code));
  const [visited, visit] = useState<number | null>(null);
  // As among radio buttons, one of several checkboxes is where Tab comes in.
  const entrance = visited ?? Math.max(0, first);
  return (
    <div class="chips">
      {question.codes.map((option, index) => (
        <label key={option.code} class="chip" title={option.help?.[language.value]}>
          <input
            type={question.multi ? 'checkbox' : 'radio'}
            name={question.id}
            value={option.code}
            data-testid="chip"
            data-question={question.id}
            data-code={option.code}
            tabIndex={question.multi && index !== entrance ? -1 : undefined}
            aria-describedby={option.help ? helpId(question, option) : undefined}
            checked={value.includes(option.code)}
            onChange={() => onChoose(option.code)}
            onFocus={() => visit(index)}
            onBlur={() => visit(null)}
          />
          <span>
            {keyOf(index) !== '' && (
              <span class="chip-key" aria-hidden="true">
                {keyOf(index)}
              </span>
            )}
            {option.label[language.value]}
          </span>
        </label>
      ))}
      {children}
    </div>
  );
}

/** Always in the page: a screen reader reads it with its chip, whether it is shown or not. */
function Help({ question, isShown }: { question: Question; isShown: boolean }) {
  const spoken = language.value;
  const explained = question.codes.filter(({ help }) => help !== null);
  return (
    <div class="help small" id={helpId(question)} data-testid="help" hidden={!isShown}>
      {question.help && <p>{question.help[spoken]}</p>}
      {explained.length > 0 && (
        <dl>
          {explained.map((option) => (
            <div key={option.code}>
              <dt>{option.label[spoken]}</dt>
              <dd id={helpId(question, option)}>{option.help?.[spoken]}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function isExplained({ help, codes }: Question): boolean {
  return help !== null || codes.some((option) => option.help !== null);
}

function helpId(question: Question, option?: CodeOption): string {
  return option === undefined ? `help-${question.id}` : `help-${question.id}-${option.code}`;
}
