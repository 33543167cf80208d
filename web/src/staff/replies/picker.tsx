/**
 * A list to choose a text from, by typing and with arrows, or with the mouse. Choosing sends nothing.
 *
 * A combobox as the ARIA patterns have it: the focus stays where one types, and `aria-activedescendant` says which
 * option is chosen.
 */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { languageName, language as own, words } from '../language.ts';
import { type Choice, fitting } from './choices.ts';
import { directionOf } from './direction.ts';

const LIST = 'picker-list';

export type Kind = 'replies' | 'phrases';

interface Props {
  readonly kind: Kind;
  /** Undefined while they are fetched, null when they could not be. */
  readonly choices: readonly Choice[] | null | undefined;
  /** Of the visitor. */
  readonly language: string;
  /** What is to be known about all of them. */
  readonly note: string;
  readonly onChoose: (choice: Choice) => void;
  /** Args: typed: what was typed and is meant for the message. */
  readonly onClose: (typed?: string) => void;
  /** The focus went elsewhere: to another conversation, perhaps. */
  readonly onLeave: () => void;
  readonly onFetch: () => void;
}

export function Picker(props: Props) {
  const { kind, choices, language, note, onChoose, onClose, onLeave, onFetch } = props;
  const said = words.value.replies;
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const found = fitting(choices ?? [], sought);
  // A newer list that arrives meanwhile does not put another text under the key.
  const active = found.find(({ key }) => key === chosen) ?? found[0];
  // At once: the next key already goes where the eye does.
  useLayoutEffect(() => input.current?.focus(), []);
  useInSight(active?.key);
  useElsewhere(input, onLeave);

  const move = (step: number) => {
    const at = active ? found.indexOf(active) + step : 0;
    setChosen(found[(at + found.length) % found.length]?.key ?? '');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) move(step);
    else if (event.key === 'Escape') onClose();
    // The `/` that opened the list was meant as one.
    else if (event.key === '/' && sought === '') onClose('/');
    else if (event.key === 'Enter') {
      // A key that is held down since the message before must choose nothing.
      if (active && !event.repeat) onChoose(active);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section
      class="picker"
      aria-label={kind === 'replies' ? said.button : said.phrases}
      data-testid="picker"
      data-kind={kind}
    >
      <label class="picker-search">
        <span class="aloud">{said.search[kind]}</span>
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={LIST}
          aria-autocomplete="list"
          aria-activedescendant={active && idOf(active)}
          autocomplete="off"
          spellcheck={false}
          placeholder={said.search[kind]}
          data-testid="picker-search"
          value={sought}
          onInput={(event) => {
            setSought(event.currentTarget.value);
            setChosen('');
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <p class="small soft picker-keys">
        <span role="status" data-testid="picker-count">
          {choices === undefined && said.fetching}
          {choices && (choices.length === 0 ? said.none : said.count(found.length))}
        </span>
        <span>{said.keys}</span>
      </p>
      {choices === null && (
        <p role="alert">
          {said.failed[kind]}{' '}
          <button type="button" class="button quiet" onClick={onFetch}>
            {words.value.tryAgain}
          </button>
        </p>
      )}
      {note !== '' && <p class="small picker-note">{note}</p>}
      <Options found={found} active={active} language={language} onChoose={onChoose} />
    </section>
  );
}

interface OptionsProps extends Pick<Props, 'language' | 'onChoose'> {
  readonly found: readonly Choice[];
  readonly active: Choice | undefined;
}

function Options({ found, active, language, onChoose }: OptionsProps) {
  const said = words.value.replies;
  return (
    <div class="picker-list" role="listbox" id={LIST} aria-label={said.button}>
      {found.map((choice, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard in the field
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
        <div
          key={choice.key}
          id={idOf(choice)}
          class="picker-option"
          role="option"
          aria-selected={choice === active}
          data-testid="choice"
          data-key={choice.key}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(choice)}
        >
          {choice.group !== found[at - 1]?.group && (
            <span class="picker-group">{said.group[choice.group] ?? choice.group}</span>
          )}
          {choice.title !== '' && (
            <span class="picker-title">
              <strong>{choice.title}</strong> <span class="small soft">/{choice.key}</span>
            </span>
          )}
          <span class="picker-texts">
            {choice.beside !== null && <span lang={own.value}>{choice.beside}</span>}
            <span lang={choice.language} dir={directionOf(choice.language)}>
              {choice.text}
            </span>
          </span>
          {choice.language !== language && (
            <span class="small picker-instead" data-testid="instead">
              {said.instead(languageName(language), languageName(choice.language))}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

const idOf = ({ key }: Choice): string => `choice-${key}`;

/** One list is open at a time, also where several conversations stand beside each other. */
function useElsewhere(inside: { readonly current: HTMLElement | null }, leave: () => void): void {
  const newest = useRef(leave);
  newest.current = leave;
  useEffect(() => {
    const look = ({ target }: FocusEvent) => {
      const form = inside.current?.closest('form');
      if (form && target instanceof Node && !form.contains(target)) newest.current();
    };
    document.addEventListener('focusin', look);
    return () => document.removeEventListener('focusin', look);
  }, [inside]);
}

function useInSight(key: string | undefined): void {
  useLayoutEffect(() => {
    if (key !== undefined) {
      document.getElementById(`choice-${key}`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [key]);
}
