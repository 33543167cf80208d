/** Codes that the aid suggests beside a question. Each is confirmed by itself; none is ever ticked before. */

import type { Question } from '../codebook.ts';
import { type Answers, valueFor } from '../form.ts';
import { language, words } from '../language.ts';
import type { Suggestion } from './reading.ts';

/** More quotations than this would hide the question. */
const MOST_QUOTED = 3;

interface Props {
  readonly question: Question;
  readonly chosen: Answers;
  readonly suggestions: readonly Suggestion[];
  readonly onConfirm: (code: string) => void;
}

export function Suggested({ question, chosen, suggestions, onConfirm }: Props) {
  const said = words.value.aid;
  const own = suggestions.filter((each) => each.question === question.id);
  if (own.length === 0) return null;
  const isChosen = (code: string) =>
    chosen[question.id] !== undefined && valueFor(question, chosen).includes(code);
  return (
    <ul class="plain-list offers" aria-label={said.suggested}>
      {own.map(({ code, phrases }) => {
        const label = question.codes.find((option) => option.code === code)?.label[language.value];
        if (label === undefined) return null;
        const isDone = isChosen(code);
        return (
          <li key={code} data-testid="suggestion" data-question={question.id} data-code={code}>
            <span class="small">
              <span class="soft">{said.suggestedHere}</span> <strong>{label}</strong>{' '}
              {phrases.slice(0, MOST_QUOTED).map((phrase) => (
                <q key={phrase} dir="auto">
                  {phrase}
                </q>
              ))}
            </span>
            <button
              type="button"
              class="button quiet offer-take"
              data-testid="confirm"
              // It keeps its place and the focus: a button that goes away sends the next key elsewhere.
              aria-disabled={isDone}
              aria-label={isDone ? said.taken(label) : said.take(label)}
              onClick={() => {
                if (!isDone) onConfirm(code);
              }}
            >
              {isDone ? said.takenShort : said.takeShort}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** At the top of the form: that something is suggested below, and that nothing of it is filled in. */
export function SuggestedNote({ many }: { readonly many: number }) {
  return (
    <p class="small offers-note" role="status" data-testid="suggested-note">
      {many > 0 && words.value.aid.inForm(many)}
    </p>
  );
}
