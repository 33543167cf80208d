/** What cannot be taken back takes two steps, in the page: a slip of the mouse must not cost a conversation. */

import type { ComponentChildren } from 'preact';
import type { Act } from './keymap/keys.ts';
import { usePopover } from './popover.ts';

interface Props {
  /** Test ids are this, `cancel-` this and `confirm-` this. */
  readonly id: string;
  /** Of the keymap. */
  readonly act?: Act;
  readonly said: {
    readonly label: string;
    readonly question: string;
    readonly confirm: string;
    readonly cancel: string;
  };
  readonly onConfirm: () => void;
  /** More than yes and no. */
  readonly children?: ComponentChildren;
}

export function TwoSteps({ id, act, said, onConfirm, children }: Props) {
  const { isOpen, whole, opener, first, toggle, close, onKeyDown } = usePopover();
  return (
    <div class="two-steps" ref={whole}>
      <button
        ref={opener}
        type="button"
        class="button quiet"
        data-testid={id}
        data-act={act}
        aria-expanded={isOpen}
        onClick={toggle}
      >
        {said.label}
      </button>
      {isOpen && (
        <fieldset class="ask" onKeyDown={onKeyDown}>
          <legend>{said.question}</legend>
          <button
            ref={first}
            type="button"
            class="button quiet"
            data-testid={`cancel-${id}`}
            onClick={close}
          >
            {said.cancel}
          </button>
          <button
            type="button"
            class="button quiet strong"
            data-testid={`confirm-${id}`}
            onClick={onConfirm}
          >
            {said.confirm}
          </button>
          {children}
        </fieldset>
      )}
    </div>
  );
}
