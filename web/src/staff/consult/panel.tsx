/** The consult beside the work: what was said, the composer, and the way out. */

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { timeOf } from '../clock.ts';
import { COMPOSER } from '../composer.tsx';
import type { Desk } from '../desk.ts';
import { words } from '../language.ts';
import type { Consult, Word } from './aside.ts';
import type { Asides } from './asides.ts';

interface Props {
  readonly desk: Desk;
  readonly asides: Asides;
}

/** A word to a colleague is short; of code points HL1 takes more. */
const MAX_WORD = 2000;

/** The consult beside the work, if there is one. */
export function shownConsult({ consults: { all, shown } }: Desk): Consult | undefined {
  return all.find(({ id, state }) => id === shown && state !== 'invited');
}

export function ConsultPanel({ desk, asides }: Props) {
  const consult = shownConsult(desk);
  if (consult === undefined) return null;
  return <Panel key={consult.id} consult={consult} asides={asides} isUp={desk.line === 'up'} />;
}

interface PanelProps {
  readonly consult: Consult;
  readonly asides: Asides;
  readonly isUp: boolean;
}

function Panel({ consult, asides, isUp }: PanelProps) {
  const said = words.value.consult;
  const { id, name, state } = consult;
  const isOver = state === 'over' || state === 'failed';
  return (
    <aside
      class="consult"
      aria-labelledby="consult-name"
      data-testid="consult-panel"
      data-state={state}
      data-why={consult.why ?? ''}
    >
      <header class="consult-head">
        <h2 id="consult-name">{said.title(name)}</h2>
        <button
          type="button"
          class="button quiet"
          data-testid={isOver ? 'consult-close' : 'consult-end'}
          disabled={!isOver && !isUp}
          onClick={() => (isOver ? asides.close(id) : asides.part(id))}
        >
          {isOver ? words.value.close : state === 'asking' ? said.withdraw : said.end}
        </button>
        <p class="small soft">{said.sealed}</p>
      </header>
      <Words consult={consult} />
      <p
        class={state === 'failed' ? 'strip strip-alarm' : state === 'open' ? '' : 'strip'}
        role={state === 'failed' ? 'alert' : 'status'}
        data-testid="consult-state"
      >
        {textOf(consult)}
      </p>
      {state === 'open' && (
        <Composer
          consult={consult}
          onDraft={(text) => asides.draft(id, text)}
          onSay={(text) => asides.say(id, text)}
        />
      )}
    </aside>
  );
}

function textOf({ state, why, name }: Consult): string {
  const said = words.value.consult;
  switch (state) {
    case 'asking':
      return said.asking(name);
    case 'coming':
      return said.coming(name);
    case 'failed':
      return said.failed;
    case 'over':
      return why === null ? '' : said.over[why](name);
    default:
      return '';
  }
}

function Words({ consult }: { readonly consult: Consult }) {
  const list = useRef<HTMLOListElement>(null);
  const many = consult.words.length;
  useLayoutEffect(() => list.current?.scrollTo(0, list.current.scrollHeight), [many]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <ol ref={list} class="consult-words" tabIndex={0} aria-label={words.value.consult.words}>
      {consult.words.map((word) => (
        <Said key={word.key} word={word} name={consult.name} />
      ))}
    </ol>
  );
}

function Said({ word, name }: { readonly word: Word; readonly name: string }) {
  const { consult: said, conversation } = words.value;
  const remark = word.marks.find((mark) => mark === 'missing' || mark === 'reordered');
  return (
    <>
      {remark && <li class="remark">{conversation.note[remark]}</li>}
      <li class={word.isMine ? 'message mine' : 'message'} data-testid="word">
        <p class="message-text" dir="auto">
          {word.text}
        </p>
        <p class="message-meta">
          {word.isMine ? said.you : name} {timeOf(word.at)}
          {!word.isSent && ` ${conversation.state.sending}`}
        </p>
      </li>
    </>
  );
}

interface ComposerProps {
  readonly consult: Consult;
  readonly onDraft: (text: string) => void;
  readonly onSay: (text: string) => void;
}

function Composer({ consult, onDraft, onSay }: ComposerProps) {
  const said = words.value.consult;
  const area = useRef<HTMLTextAreaElement>(null);
  // Whoever is in the middle of a sentence to the visitor goes on there.
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLTextAreaElement)) area.current?.focus();
  }, []);
  const text = consult.draft.trim();
  const send = () => {
    if (text !== '') onSay(text);
    area.current?.focus();
  };
  return (
    <form
      class="composer consult-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="aloud" for="consult-composer">
        {said.composer(consult.name)}
      </label>
      <textarea
        ref={area}
        id="consult-composer"
        data-testid="consult-composer"
        rows={2}
        maxLength={MAX_WORD}
        dir="auto"
        autocomplete="off"
        placeholder={said.placeholder(consult.name)}
        value={consult.draft}
        onInput={(event) => onDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') document.getElementById(COMPOSER)?.focus();
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button
        type="submit"
        class="button quiet wide"
        data-testid="consult-send"
        disabled={text === ''}
      >
        {said.send(consult.name)}
      </button>
    </form>
  );
}
