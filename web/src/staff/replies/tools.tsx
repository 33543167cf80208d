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
  /** The focus went elsewhere. */
  readonly onLeave: () => void;
}

export function Tools(props: Props) {
  const { language, open, isDisabled, onToggle } = props;
  const said = words.value.replies;
  const buttons = [
    { kind: 'replies', label: said.button, keys: '/', shortcut: 'Alt+V Control+/' },
    { kind: 'phrases', label: said.phrases, keys: 'Alt P', shortcut: 'Alt+P' },
  ] as const;
  return (
    <>
      {open !== null && <OpenPicker key={open} {...props} kind={open} />}
      <div class="composer-tools">
        {buttons.map(({ kind, label, keys, shortcut }) => (
          <button
            key={kind}
            type="button"
            class="button quiet"
            data-testid={kind}
            data-act={kind}
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

type OpenProps = Omit<Props, 'open'> & { readonly kind: Kind };

function OpenPicker(props: OpenProps) {
  const { kind, language } = props;
  const look = kind === 'replies' ? lookForReplies : lookForPhrases;
  useEffect(() => void look(), [look]);
  const languages = { visitor: language, own: own.value };
  const choices =
    kind === 'replies'
      ? replies.value && choicesOf(replies.value.replies, languages).map(withOwn)
      : book.value && phrasesOf(book.value, languages);
  return (
    <Picker
      {...props}
      choices={choices}
      note={kind === 'phrases' ? reviewOf(language) : ''}
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
