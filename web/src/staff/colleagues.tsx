/** Asking colleagues into a conversation, and what has come of it. */

import { useState } from 'preact/hooks';
import type { Colleague } from '../wire/frames.ts';
import { COMPOSER } from './composer.tsx';
import { type Ask, type Conversation, successorOf } from './held.ts';
import { words } from './language.ts';
import { usePopover } from './popover.ts';
import { EVERYBODY, type How, type To } from './step.ts';

/** Characters of a note: what one needs to know at the door, and no report. */
const MAX_NOTE = 500;

/** What a conversation knows of colleagues, and can ask of them. */
export interface Company {
  readonly colleagues: readonly Colleague[];
  readonly onAsk: (how: How | null, to?: To, note?: string) => void;
  /** Talk to one of them aside. */
  readonly onAside: (whom: Colleague) => void;
  readonly onGiveBack: () => void;
}

interface Props extends Company {
  readonly held: Conversation;
  readonly isUp: boolean;
}

export function AskButton(props: Company & Pick<Props, 'isUp'>) {
  const said = words.value.ask;
  const { isOpen, whole, opener, first, toggle, close, onKeyDown } = usePopover();
  /** The button goes; the conversation goes on. */
  const closing = (act: () => void) => {
    close();
    act();
    document.getElementById(COMPOSER)?.focus();
  };
  return (
    <div class="two-steps" ref={whole}>
      <button
        ref={opener}
        type="button"
        class="button quiet"
        data-testid="ask"
        data-act="ask"
        aria-expanded={isOpen}
        disabled={!props.isUp}
        onClick={toggle}
      >
        {said.button}
      </button>
      {isOpen && (
        <fieldset class="ask ask-colleague" onKeyDown={onKeyDown}>
          <legend>{said.question}</legend>
          <Choices
            {...props}
            onAsk={(how, to, note) => closing(() => props.onAsk(how, to, note))}
            onAside={(whom) => {
              close();
              props.onAside(whom);
            }}
            onGiveBack={() => closing(props.onGiveBack)}
          />
          <p class="small soft">{said.visitorDecides}</p>
          <button ref={first} type="button" class="button plain small" onClick={close}>
            {said.back}
          </button>
        </fieldset>
      )}
    </div>
  );
}

function Choices({ colleagues, onAsk, onAside, onGiveBack }: Company) {
  const { ask: said, company, consult } = words.value;
  const [whom, setWhom] = useState('');
  const [note, setNote] = useState('');
  const chosen = colleagues.find(({ id }) => id === whom);
  const to: To = chosen === undefined ? EVERYBODY : { whom };
  const cannot = chosen?.role === 'supervisor';
  return (
    <>
      <label class="ask-whom">
        {company.whom}
        <select
          data-testid="ask-whom"
          value={whom}
          onChange={(event) => setWhom(event.currentTarget.value)}
        >
          <option value="">{company.everybody}</option>
          {colleagues.map((each) => (
            <option key={each.id} value={each.id}>
              {company.one(each.name, doing(each))}
            </option>
          ))}
        </select>
      </label>
      <details class="ask-whom" data-testid="ask-note-open">
        <summary>{consult.note}</summary>
        <textarea
          data-testid="ask-note"
          rows={2}
          maxLength={MAX_NOTE}
          autocomplete="off"
          aria-label={consult.note}
          aria-describedby="ask-note-means"
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <p class="small soft" id="ask-note-means">
          {consult.noteMeans}
        </p>
      </details>
      <Choice
        id="ask-handover"
        label={said.handover}
        means={cannot ? company.cannotTakeOver : said.handoverMeans}
        isDisabled={cannot}
        onChoose={() => onAsk('handover', to, note.trim())}
      />
      <Choice
        id="ask-join"
        label={said.join}
        means={said.joinMeans}
        onChoose={() => onAsk('join', to, note.trim())}
      />
      {chosen !== undefined && (
        <Choice
          id="ask-aside"
          label={consult.aside}
          means={consult.asideMeans}
          onChoose={() => onAside(chosen)}
        />
      )}
      {whom === '' && (
        <Choice
          id="give-back"
          label={company.giveBack}
          means={company.giveBackMeans}
          onChoose={onGiveBack}
        />
      )}
    </>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly means: string;
  readonly isDisabled?: boolean;
  readonly onChoose: () => void;
}

function Choice({ id, label, means, isDisabled = false, onChoose }: ChoiceProps) {
  return (
    <button type="button" class="choice" data-testid={id} disabled={isDisabled} onClick={onChoose}>
      <strong>{label}</strong>
      <span class="small">{means}</span>
    </button>
  );
}

/** One press asks every supervisor who is here. */
export function HelpButton({ colleagues, isUp, onAsk }: Company & Pick<Props, 'isUp'>) {
  const said = words.value.company;
  const isAnybodyHere = colleagues.some(({ role }) => role === 'supervisor');
  return (
    <button
      type="button"
      class="button quiet"
      data-testid="help"
      aria-label={isAnybodyHere ? said.helpLong : said.noHelp}
      title={isAnybodyHere ? said.helpLong : said.noHelp}
      disabled={!isUp || !isAnybodyHere}
      onClick={() => {
        onAsk('join', { role: 'supervisor' });
        document.getElementById(COMPOSER)?.focus();
      }}
    >
      {said.help}
    </button>
  );
}

/** Always in the page, so that a screen reader hears what appears in it. */
export function AskState({
  held,
  isUp,
  colleagues,
  onAsk,
  onStepOut,
}: Props & { onStepOut: () => void }) {
  const { ask: said, close } = words.value;
  const { ask } = held;
  const successor = successorOf(held.members);
  const isShown = ask !== null && ask.state !== 'withdrawn' && held.going === null;
  const isOpen = isShown && (ask.state === 'asking' || ask.state === 'asked');
  return (
    <div
      class={isShown ? 'strip asked' : ''}
      role="status"
      data-testid="ask-state"
      data-state={isShown ? ask.state : ''}
    >
      {isShown && ask.state !== 'in' && <p>{textOf(ask, colleagues)}</p>}
      {isShown && (isOpen || ask.state === 'not_now') && (
        <button
          type="button"
          class="button quiet"
          data-testid="ask-withdraw"
          disabled={!isUp}
          onClick={() => onAsk(null)}
        >
          {isOpen ? said.withdraw : close}
        </button>
      )}
      {isShown && ask.state === 'in' && successor && (
        <>
          <p>{said.isIn(successor.name)}</p>
          <button type="button" class="button main" data-testid="step-out" onClick={onStepOut}>
            {said.leaveTo(successor.name)}
          </button>
        </>
      )}
    </div>
  );
}

function textOf(ask: Ask, colleagues: readonly Colleague[]): string {
  const { ask: said, company } = words.value;
  if (ask.state === 'answered') return ask.name ? company.comes(ask.name) : said.answered;
  if (ask.state === 'not_now') return company.notNow(ask.name ?? '');
  if (ask.to.role) return company.askedHelp;
  if (!ask.to.whom) return said.asked[ask.how];
  const whom = colleagues.find(({ id }) => id === ask.to.whom);
  return whom ? company.asked[ask.how](whom.name) : company.hasLeft;
}

/** What somebody is doing, as one reads it beside their name. */
export function doing({ role, state }: Colleague): string {
  const said = words.value.company;
  return role === 'supervisor' ? `${said.supervisor}, ${said.state[state]}` : said.state[state];
}
