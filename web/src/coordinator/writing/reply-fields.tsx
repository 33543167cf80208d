/** The fields of one reply. What was written stays until it was saved or its writer lets it go. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { languageName } from '../../staff/language.ts';
import { CATEGORIES, type Category, type Reply } from '../../staff/replies/choices.ts';
import { directionOf } from '../../staff/replies/direction.ts';
import { words } from '../language.ts';
import {
  type Draft,
  EMPTY,
  type Fault,
  faultsOf,
  LANGUAGES,
  LONGEST_TITLE,
  NEEDED,
  replyOf,
} from './reply-form.ts';
import type { Change } from './reply-words.tsx';

interface Props {
  /** The reply as it was when it was opened; null: a new one. */
  readonly was: Reply | null;
  /** Those of the newest version. */
  readonly replies: readonly Reply[];
  readonly change: Change;
  readonly onCancel: () => void;
}

export function ReplyForm({ was, replies, change, onCancel }: Props) {
  const said = words.value.writing;
  const names = words.value.replies;
  const [draft, setDraft] = useState<Draft>(was ?? EMPTY);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [isBusy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const now = was && replies.find(({ key }) => key === was.key);
  const save = async () => {
    const others = replies.map(({ key }) => key).filter((key) => key !== now?.key);
    const found = faultsOf(draft, others);
    setFaults(found);
    if (found.length > 0) return first.current?.focus();
    setBusy(true);
    const why = await change('save', { was: now?.key ?? null, reply: replyOf(draft) });
    // Saved, the form is gone.
    if (why !== null) setBusy(false);
  };
  return (
    <form
      class="card reply-form"
      data-testid="reply-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {was && !now && <p class="strip strip-care">{said.gone}</p>}
      {was && now && JSON.stringify(now) !== JSON.stringify(was) && <Theirs reply={now} />}
      <div class="reply-head">
        <label class="field">
          <span>{said.key}</span>
          <input
            ref={first}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            data-testid="reply-key"
            value={draft.key}
            onInput={(event) => setDraft({ ...draft, key: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>{said.category}</span>
          <select
            data-testid="reply-category"
            value={draft.category}
            onChange={(event) =>
              setDraft({ ...draft, category: event.currentTarget.value as Category })
            }
          >
            {CATEGORIES.map((each) => (
              <option key={each} value={each}>
                {names.group[each]}
              </option>
            ))}
          </select>
        </label>
        {NEEDED.map((each) => (
          <label class="field" key={each}>
            <span>{said.titleIn[each]}</span>
            <input
              lang={each}
              autocomplete="off"
              maxLength={LONGEST_TITLE}
              data-testid={`reply-title-${each}`}
              value={draft.title[each]}
              onInput={(event) =>
                setDraft({ ...draft, title: { ...draft.title, [each]: event.currentTarget.value } })
              }
            />
          </label>
        ))}
      </div>
      <Texts draft={draft} onText={(text) => setDraft({ ...draft, text })} />
      <p class="small soft">{said.blanks}</p>
      <div role="alert" data-testid="reply-faults">
        {faults.length > 0 && (
          <ul class="strip strip-alarm plain-list">
            {faults.map((fault) => (
              <li key={JSON.stringify(fault)}>{sentenceOf(fault)}</li>
            ))}
          </ul>
        )}
      </div>
      <div class="reply-acts">
        <button type="submit" class="button main" data-testid="reply-save" disabled={isBusy}>
          {isBusy ? said.busy : said.save}
        </button>
        <button type="button" class="button" data-testid="reply-cancel" onClick={onCancel}>
          {said.cancel}
        </button>
      </div>
    </form>
  );
}

interface TextsProps {
  readonly draft: Draft;
  readonly onText: (text: Draft['text']) => void;
}

/** One field for each language, and a way to another. */
function Texts({ draft, onText }: TextsProps) {
  const said = words.value.writing;
  const { text } = draft;
  const more = LANGUAGES.filter((each) => !Object.hasOwn(text, each));
  return (
    <div class="reply-texts">
      {Object.keys(text).map((each) => (
        <label class="field" key={each}>
          <span>{said.textIn(languageName(each))}</span>
          <textarea
            rows={4}
            lang={each}
            dir={directionOf(each)}
            autocomplete="off"
            data-testid={`reply-text-${each}`}
            value={text[each]}
            onInput={(event) => onText({ ...text, [each]: event.currentTarget.value })}
          />
        </label>
      ))}
      {more.length > 0 && (
        <label class="field">
          <span>{said.addLanguage}</span>
          <select
            data-testid="reply-language"
            value=""
            onChange={(event) => onText({ ...text, [event.currentTarget.value]: '' })}
          >
            <option value="">{said.choose}</option>
            {more.map((each) => (
              <option key={each} value={each}>
                {languageName(each)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** What a colleague made of it meanwhile. */
function Theirs({ reply }: { readonly reply: Reply }) {
  return (
    <div class="strip strip-care" data-testid="reply-theirs">
      <p>
        <strong>{words.value.writing.theirs}</strong>
      </p>
      {Object.entries(reply.text).map(([language, text]) => (
        <p key={language} lang={language} dir={directionOf(language)} class="reply-text">
          {text}
        </p>
      ))}
    </div>
  );
}

function sentenceOf(fault: Fault): string {
  const said = words.value.writing.fault;
  const name = 'language' in fault ? languageName(fault.language) : '';
  const more = 'excess' in fault ? String(fault.excess) : 'blank' in fault ? fault.blank : '';
  return said[fault.kind](name, more);
}
