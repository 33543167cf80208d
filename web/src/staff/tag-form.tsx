/** The tag form: every question on one screen, saved with Enter, skipped only for a reason. */

import { useRef } from 'preact/hooks';
import { offered, type Suggestion } from './aid/reading.ts';
import { Suggested, SuggestedNote } from './aid/suggested.tsx';
import type { Codebook, Question } from './codebook.ts';
import { Units } from './contact-card.tsx';
import { type Card, REGION } from './contacts.ts';
import {
  type Answers,
  answersToSend,
  choose,
  shownQuestions,
  unanswered,
  valueFor,
  warningsFor,
} from './form.ts';
import { labelOf } from './label.ts';
import { language, words } from './language.ts';
import { QuestionField } from './question.tsx';
import { RehearsalNote } from './rehearsal.tsx';
import { SkipChoice } from './skip.tsx';
import { focusIn } from './stops.ts';
import type { SkipReason } from './tag-desk.ts';

interface Props {
  readonly ticket: string;
  /** Undefined while it is fetched, null when it could not be. */
  readonly book: Codebook | null | undefined;
  /** For the police units of a region. */
  readonly cards: readonly Card[];
  readonly chosen: Answers;
  /** Of the indicator aid; none where it is off. What is saved does not know of them. */
  readonly suggestions: readonly Suggestion[];
  readonly isSaving: boolean;
  readonly isUp: boolean;
  /** The professional ended it and goes on here; else somebody may still be typing or reading. */
  readonly takesFocus: boolean;
  /** Nothing of the conversation is left in this window. */
  readonly isAlone: boolean;
  /** It was practice: the form is the real one, and nothing of it is kept. */
  readonly isRehearsal: boolean;
  /** The server has lost it, and its visitor may still come back. */
  readonly isLost: boolean;
  /** It has a tag, which can stay as it is. */
  readonly isCorrection: boolean;
  /** The extra questions were opened in this shift. */
  readonly hasMore: boolean;
  readonly onChoose: (chosen: Answers) => void;
  readonly onMore: () => void;
  readonly onSave: (codebook: string, answers: Answers) => void;
  readonly onSkip: (reason: SkipReason) => void;
  readonly onLetBe: () => void;
  readonly onFetchBook: () => void;
}

export function TagPanel(props: Props) {
  const { ticket, book, isAlone, isCorrection, isLost, onFetchBook } = props;
  const { form: said, conversation, conversations, tryAgain } = words.value;
  // Beside a conversation that one has the page's heading.
  const Heading = isAlone ? 'h1' : 'h2';
  const lead = isCorrection ? said.correctLead : isAlone ? conversation.goneAfterReload : said.lead;
  return (
    <section class="tag" aria-labelledby="tag-name" data-testid="tag-form" data-ticket={ticket}>
      <header class="tag-head">
        <Heading id="tag-name">
          {isCorrection ? said.correctTitle : said.title}
          {isAlone && `: ${conversations.name(labelOf(ticket))}`}
        </Heading>
        {isLost ? null : <p class="soft small">{lead}</p>}
      </header>
      {props.isRehearsal && <RehearsalNote ofForm />}
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
          <Instead {...props} />
        </div>
      )}
    </section>
  );
}

/** What can be done in place of saving. */
function Instead({ isCorrection, isUp, isSaving, onSkip, onLetBe }: Props) {
  if (!isCorrection) return <SkipChoice isDisabled={!isUp || isSaving} onSkip={onSkip} />;
  return (
    <button type="button" class="button quiet" data-testid="let-be" onClick={onLetBe}>
      {words.value.form.letBe}
    </button>
  );
}

function Questions(props: Props & { book: Codebook }) {
  const { book, cards, chosen, isSaving, isUp, takesFocus, onChoose, onSave } = props;
  const said = words.value.form;
  const shown = shownQuestions(book, chosen);
  const missing = unanswered(book, chosen);
  const canSave = missing.length === 0 && isUp && !isSaving;
  const save = () => {
    if (canSave) onSave(book.name, answersToSend(book, chosen));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // On a button Enter presses that button; everywhere else in the form it saves.
    if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    save();
  };
  const suggestions = offered(props.suggestions, book, chosen);
  const field = (question: Question, index: number) => (
    <QuestionField
      key={question.id}
      question={question}
      chosen={chosen}
      takesFocus={takesFocus && index === 0}
      onChoose={(code) => onChoose(choose(question, chosen, code))}
      beside={
        <>
          <Suggested
            {...{ question, chosen, suggestions }}
            onConfirm={(code) => onChoose(choose(question, chosen, code))}
          />
          {question.id === REGION && <Units cards={cards} regions={valueFor(question, chosen)} />}
        </>
      }
    />
  );
  const extra = shown.filter(({ isExtra }) => isExtra);
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
        <SuggestedNote many={suggestions.length} />
        {shown.filter(({ isExtra }) => !isExtra).map(field)}
        {extra.length > 0 && (
          <More {...props} {...{ extra, suggestions }} field={(each) => field(each, -1)} />
        )}
      </div>
      <footer class="tag-foot">
        <Warnings book={book} chosen={chosen} />
        <button type="submit" class="button main" data-testid="save" disabled={!canSave}>
          {isSaving ? said.saving : said.save}
        </button>
        <Instead {...props} />
        <p class="small soft tag-hint" role="status">
          {missing.length > 0 ? (
            said.missing(missing.map(({ label }) => label[language.value]).join(' '))
          ) : (
            <span class="tag-hint-keys">{said.keys}</span>
          )}
        </p>
      </footer>
    </form>
  );
}

type OfMore = 'chosen' | 'hasMore' | 'isAlone' | 'onMore' | 'suggestions';

interface MoreProps extends Pick<Props, OfMore> {
  readonly extra: readonly Question[];
  readonly field: (question: Question) => preact.JSX.Element;
}

/** The questions that seldom have an answer. An answer is never out of sight. */
function More({ chosen, extra, suggestions, hasMore, isAlone, onMore, field }: MoreProps) {
  const { form: said, aid } = words.value;
  const behind = suggestions.filter(({ question }) => extra.some(({ id }) => id === question));
  const Heading = isAlone ? 'h2' : 'h3';
  const group = useRef<HTMLDivElement>(null);
  const isOpen = hasMore || extra.some(({ id }) => (chosen[id] ?? []).length > 0);
  const open = () => {
    onMore();
    requestAnimationFrame(() => {
      const first = group.current?.querySelector<HTMLElement>('fieldset');
      if (first) focusIn(first);
    });
  };
  return (
    <div ref={group}>
      {isOpen ? (
        <>
          <Heading class="more-title">{said.moreTitle}</Heading>
          {extra.map(field)}
        </>
      ) : (
        <button
          type="button"
          class="button quiet more"
          data-stop=""
          data-testid="more"
          aria-expanded={false}
          onClick={open}
        >
          {said.more(extra.length)}
          {behind.length > 0 && ` · ${aid.behindMore(behind.length)}`}
        </button>
      )}
    </div>
  );
}

/** Always in the page, so that what appears in it is read aloud. It is never in the way of saving. */
function Warnings({ book, chosen }: { book: Codebook; chosen: Answers }) {
  const warnings = warningsFor(book, chosen);
  return (
    <div class="warnings" role="status" data-testid="warnings">
      {warnings.map(({ id, label }) => (
        <p key={id} class="small warning" data-testid="warning" data-warning={id}>
          <span aria-hidden="true">! </span>
          {label[language.value]}
        </p>
      ))}
    </div>
  );
}
