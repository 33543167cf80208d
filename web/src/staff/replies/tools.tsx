/** Above the composer: which language the visitor chose, the replies and the phrase book. */

import { useEffect } from 'preact/hooks';
import { languageName, language as own, words } from '../language.ts';
import { filled, type Own } from './blanks.ts';
import { type Choice, choicesOf, phrasesOf, spokenIn } from './choices.ts';
import { directionOf } from './direction.ts';
import { type Kind, Picker } from './picker.tsx';
import { book, lookForPhrases, lookForReplies, replies, writer } from './shelf.ts';

interface Props {
  /** Of the visitor. */
  readonly language: string;
  readonly open: Kind | null;
  readonly isDisabled: boolean;
  readonly onToggle: (kind: Kind) => void;
  readonly onChoose: (choice: Choice) => void;
  /** Args: typed: what was typed and is meant for the message. */
  readonly onClose: (typed?: string) => void;
}

export function Tools({ language, open, isDisabled, onToggle, onChoose, onClose }: Props) {
  const said = words.value.replies;
  const buttons = [
    { kind: 'replies', label: said.button, keys: '/', shortcut: 'Control+/' },
    { kind: 'phrases', label: said.phrases, keys: 'Alt /', shortcut: 'Alt+/' },
  ] as const;
  return (
    <>
      {open !== null && (
        <OpenPicker
          key={open}
          kind={open}
          language={language}
          onChoose={onChoose}
          onClose={onClose}
        />
      )}
      <div class="composer-tools">
        {buttons.map(({ kind, label, keys, shortcut }) => (
          <button
            key={kind}
            type="button"
            class="button quiet"
            data-testid={kind}
            aria-expanded={open === kind}
            aria-keyshortcuts={shortcut}
            disabled={isDisabled}
            onClick={() => onToggle(kind)}
          >
            {label}{' '}
            <span class="shortcut" aria-hidden="true">
              {keys}
            </span>
          </button>
        ))}
        <p class="composer-language" data-testid="visitor-language" data-language={language}>
          {said.reads} <strong>{languageName(language)}</strong>
          {language !== own.value && <OwnName language={language} />}
        </p>
      </div>
    </>
  );
}

/** As those who speak it call it: to be recognised on a phone that somebody holds up. */
function OwnName({ language }: { readonly language: string }) {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language);
  return (
    <span lang={language} dir={directionOf(language)}>
      {name}
    </span>
  );
}

type OpenProps = Pick<Props, 'language' | 'onChoose' | 'onClose'> & { readonly kind: Kind };

function OpenPicker({ kind, language, onChoose, onClose }: OpenProps) {
  const look = kind === 'replies' ? lookForReplies : lookForPhrases;
  useEffect(() => void look(), [look]);
  const languages = { visitor: language, own: own.value };
  const choices =
    kind === 'replies'
      ? replies.value && choicesOf(replies.value.replies, languages).map(withOwn)
      : book.value && phrasesOf(book.value, languages);
  return (
    <Picker
      kind={kind}
      choices={choices}
      language={language}
      note={kind === 'phrases' ? reviewOf(language) : ''}
      onChoose={onChoose}
      onClose={onClose}
      onFetch={() => void look()}
    />
  );
}

/** With what the page fills in: one reads what is sent. */
function withOwn(choice: Choice): Choice {
  const { text, beside, language } = choice;
  return {
    ...choice,
    text: filled(text, ownIn(language)),
    beside: beside && filled(beside, ownIn(own.value)),
  };
}

function ownIn(language: string): Own {
  const name = replies.value?.organisation;
  return { naam: writer.value, organisatie: name?.[spokenIn(name, language)] ?? '' };
}

/** Whether somebody who speaks it has read the phrases. */
function reviewOf(language: string): string {
  if (!book.value) return '';
  const said = words.value.replies;
  const { languages } = book.value;
  const spoken = Object.hasOwn(languages, language) ? language : spokenIn({ nl: '', en: '' }, 'en');
  const by = languages[spoken]?.reviewed || '';
  const name = languageName(spoken);
  return by === '' ? said.unreviewed(name) : said.reviewed(name, by);
}
