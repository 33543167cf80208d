/** The tag form: every question on one screen, saved with Enter, skipped only for a reason. */

import type { Codebook } from './codebook.ts';
import { type Answers, answersToSend, choose, shownQuestions, unanswered } from './form.ts';
import { labelOf } from './label.ts';
import { language, words } from './language.ts';
import { QuestionField } from './question.tsx';
import type { SkipReason } from './session.ts';
import { SkipChoice } from './skip.tsx';

interface Props {
  readonly ticket: string;
  /** Undefined while it is fetched, null when it could not be. */
  readonly book: Codebook | null | undefined;
  readonly chosen: Answers;
  readonly isSaving: boolean;
  readonly isUp: boolean;
  /** The professional ended it and goes on here; else somebody may still be typing or reading. */
  readonly takesFocus: boolean;
  /** Nothing of the conversation is left in this window. */
  readonly isAlone: boolean;
  /** The server has lost it, and its visitor may still come back. */
  readonly isLost: boolean;
  readonly onChoose: (chosen: Answers) => void;
  readonly onSave: (codebook: string, answers: Answers) => void;
  readonly onSkip: (reason: SkipReason) => void;
  readonly onFetchBook: () => void;
}

export function TagPanel(props: Props) {
  const { ticket, book, isAlone, isLost, isUp, isSaving, onSkip, onFetchBook } = props;
  const { form: said, conversation, conversations, tryAgain } = words.value;
  // Beside a conversation that one has the page's heading.
  const Heading = isAlone ? 'h1' : 'h2';
  return (
    <section class="tag" aria-labelledby="tag-name" data-testid="tag-form" data-ticket={ticket}>
      <header class="tag-head">
        <Heading id="tag-name">
          {said.title}
          {isAlone && `: ${conversations.name(labelOf(ticket))}`}
        </Heading>
        {isLost ? null : (
          <p class="soft small">{isAlone ? conversation.goneAfterReload : said.lead}</p>
        )}
      </header>
      {isLost && (
        <div class="strip strip-care" role="status" data-testid="lost">
          <p>
            <strong>{conversation.lostTitle}</strong>
          </p>
          <p class="small">{conversation.lostLead}</p>
        </div>
      )}
      {book ? (
        <Questions {...props} book={book} />
      ) : (
        <div class="tag-body">
          {book === null && (
            <p role="alert">
              {said.noCodebook}{' '}
              <button type="button" class="button quiet" onClick={onFetchBook}>
                {tryAgain}
              </button>
            </p>
          )}
          <SkipChoice isDisabled={!isUp || isSaving} onSkip={onSkip} />
        </div>
      )}
    </section>
  );
}

function Questions({
  book,
  chosen,
  isSaving,
  isUp,
  takesFocus,
  ...on
}: Props & { book: Codebook }) {
  const said = words.value.form;
  const shown = shownQuestions(book, chosen);
  const missing = unanswered(book, chosen);
  const canSave = missing.length === 0 && isUp && !isSaving;
  const save = () => {
    if (canSave) on.onSave(book.name, answersToSend(book, chosen));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // On a button Enter presses that button; everywhere else in the form it saves.
    if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    save();
  };
  return (
    <form
      class="tag-form"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div class="tag-body">
        {shown.map((question, index) => (
          <QuestionField
            key={question.id}
            question={question}
            chosen={chosen}
            takesFocus={takesFocus && index === 0}
            onChoose={(code) => on.onChoose(choose(question, chosen, code))}
          />
        ))}
      </div>
      <footer class="tag-foot">
        <button type="submit" class="button main" data-testid="save" disabled={!canSave}>
          {isSaving ? said.saving : said.save}
        </button>
        <SkipChoice isDisabled={!isUp || isSaving} onSkip={on.onSkip} />
        <p class="small soft tag-hint" role="status">
          {missing.length > 0
            ? said.missing(missing.map(({ label }) => label[language.value]).join(' '))
            : said.keys}
        </p>
      </footer>
    </form>
  );
}
