// Before the line: a few closed questions, ours or the organisation's. Nobody has to answer; what is answered goes to
// the professional alone, sealed like every other message.
import { useState } from 'preact/hooks';
import type { Strings } from '../strings/visitor/strings.ts';
import { laterIn } from './later.ts';
import { type Organisation, said } from './organisation.ts';
import { type Screen, Title } from './parts.tsx';
import { spoken } from './phrases.ts';

/** One question, in the language of the page. `help` is said at once to who gives that answer. */
export interface Asked {
  readonly ask: string;
  readonly answers: readonly { readonly text: string; readonly help: string }[];
}

/** What is asked: what the organisation wants to know; if it says nothing of it, what we would. May be nothing. */
export function askedFirst(found: Organisation | null, t: Strings): readonly Asked[] {
  if (found?.questions) {
    return found.questions.map(({ ask, answers }) => ({
      ask: said(ask, t),
      answers: answers.map(({ text, help }) => ({
        text: said(text, t),
        help: help ? said(help, t) : '',
      })),
    }));
  }
  const { who, safe } = laterIn(t).ask;
  return [
    {
      ask: who.ask,
      answers: [
        { text: who.me, help: '' },
        { text: who.other, help: who.otherHelp },
      ],
    },
    {
      ask: safe.ask,
      answers: [
        { text: safe.yes, help: '' },
        { text: safe.no, help: safe.noHelp },
      ],
    },
  ];
}

/** The place of the answer to each question; absent: rather not. */
type Given = Readonly<Record<number, number>>;

/** What the professional reads: only what was answered; empty when that is nothing. */
export function answersIn(questions: readonly Asked[], given: Given, heading: string): string {
  const lines = questions.map(({ ask, answers }, at) => {
    const answer = answers[given[at] ?? -1];
    return answer ? `${ask} ${answer.text}` : '';
  });
  const found = lines.filter(Boolean);
  return found.length > 0 ? [heading, ...found].join('\n') : '';
}

interface Props extends Pick<Screen, 'session' | 't'> {
  readonly organisation: Organisation | null;
}

export function Questions({ session, t, organisation }: Props) {
  const [given, setGiven] = useState<Given>({});
  const words = laterIn(t);
  const questions = askedFirst(organisation, t);
  const goOn = (answers: string) => void session.start(spoken(t), null, answers);
  return (
    <div class="page stack" data-testid="questions-page">
      <div class="lead">
        <Title>{words.questionsTitle}</Title>
        <p>{words.questionsLead}</p>
      </div>
      <button
        type="button"
        class="button plain"
        data-testid="questions-skip"
        onClick={() => goOn('')}
      >
        {words.questionsSkip}
      </button>
      {questions.map((question, at) => (
        <Ask
          // What is asked may arrive in another language, and nobody should have to answer again.
          key={`q${at + 1}`}
          name={`asked-${at + 1}`}
          {...{ question, none: words.questionsNone }}
          given={given[at] ?? -1}
          give={(place) => setGiven({ ...given, [at]: place })}
        />
      ))}
      <button
        type="button"
        class="button main wide"
        data-testid="questions-on"
        onClick={() => goOn(answersIn(questions, given, words.questionsSaid))}
      >
        {words.questionsOn}
      </button>
    </div>
  );
}

interface AskProps {
  readonly name: string;
  readonly question: Asked;
  readonly none: string;
  readonly given: number;
  readonly give: (place: number) => void;
}

function Ask({ name, question, none, given, give }: AskProps) {
  const { ask, answers } = question;
  const help = answers[given]?.help;
  const options = [...answers.map(({ text }) => text), none];
  return (
    <fieldset class="ask" data-testid="question" dir="auto">
      <legend>{ask}</legend>
      {options.map((option, at) => {
        const place = at < answers.length ? at : -1;
        return (
          <label key={place}>
            <input
              type="radio"
              name={name}
              // Firefox writes down what differs from what a page began with, whatever `autocomplete` says.
              autocomplete="off"
              defaultChecked={given === place}
              checked={given === place}
              onChange={() => give(place)}
            />
            <span>{option}</span>
          </label>
        );
      })}
      <div role="status">
        {help && (
          <p class="banner" data-testid="question-help">
            {help}
          </p>
        )}
      </div>
    </fieldset>
  );
}
