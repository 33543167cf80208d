/** Asking a colleague into a conversation, and what has come of it. */

import { COMPOSER } from './composer.tsx';
import { type Conversation, successorOf } from './held.ts';
import { words } from './language.ts';
import { usePopover } from './popover.ts';
import type { How } from './step.ts';

interface Props {
  readonly held: Conversation;
  readonly isUp: boolean;
  readonly onAsk: (how: How | null) => void;
}

export function AskButton({ isUp, onAsk }: Pick<Props, 'isUp' | 'onAsk'>) {
  const said = words.value.ask;
  const { isOpen, whole, opener, first, toggle, close, onKeyDown } = usePopover();
  const choose = (how: How) => {
    close();
    onAsk(how);
    // The button goes; the conversation goes on.
    document.getElementById(COMPOSER)?.focus();
  };
  return (
    <div class="two-steps" ref={whole}>
      <button
        ref={opener}
        type="button"
        class="button quiet"
        data-testid="ask"
        aria-expanded={isOpen}
        disabled={!isUp}
        onClick={toggle}
      >
        {said.button}
      </button>
      {isOpen && (
        <fieldset class="ask ask-colleague" onKeyDown={onKeyDown}>
          <legend>{said.question}</legend>
          <button
            type="button"
            class="choice"
            data-testid="ask-handover"
            onClick={() => choose('handover')}
          >
            <strong>{said.handover}</strong>
            <span class="small">{said.handoverMeans}</span>
          </button>
          <button
            type="button"
            class="choice"
            data-testid="ask-join"
            onClick={() => choose('join')}
          >
            <strong>{said.join}</strong>
            <span class="small">{said.joinMeans}</span>
          </button>
          <p class="small soft">{said.visitorDecides}</p>
          <button ref={first} type="button" class="button plain small" onClick={close}>
            {said.back}
          </button>
        </fieldset>
      )}
    </div>
  );
}

/** Always in the page, so that a screen reader hears what appears in it. */
export function AskState({ held, isUp, onAsk, onStepOut }: Props & { onStepOut: () => void }) {
  const said = words.value.ask;
  const { ask } = held;
  const successor = successorOf(held.members);
  const isShown = ask !== null && ask.state !== 'withdrawn' && held.going === null;
  return (
    <div
      class={isShown ? 'strip asked' : ''}
      role="status"
      data-testid="ask-state"
      data-state={isShown ? ask.state : ''}
    >
      {isShown && (ask.state === 'asking' || ask.state === 'asked') && (
        <>
          <p>{said.asked[ask.how]}</p>
          <button
            type="button"
            class="button quiet"
            data-testid="ask-withdraw"
            disabled={!isUp}
            onClick={() => onAsk(null)}
          >
            {said.withdraw}
          </button>
        </>
      )}
      {isShown && ask.state === 'answered' && <p>{said.answered}</p>}
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
