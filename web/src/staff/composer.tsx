/** Where one writes. Enter sends, Shift+Enter makes a new line; the draft belongs to the conversation. */

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from './language.ts';

/** Unicode code points in one text (docs/protocol.md §1.3). */
const MAX_TEXT = 4000;

/** Where the focus goes when what had it is done. */
export const COMPOSER = 'composer';

interface Props {
  readonly draft: string;
  /** The line is down: what is sent waits here. */
  readonly isHeldBack: boolean;
  readonly isDisabled: boolean;
  readonly onDraft: (text: string) => void;
  readonly onSay: (text: string) => void;
}

export function Composer({ draft, isHeldBack, isDisabled, onDraft, onSay }: Props) {
  const said = words.value.conversation;
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  // As high as its text, up to the CSS maximum.
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [draft]);

  const excess = [...draft].length - MAX_TEXT;
  const canSend = !isDisabled && draft.trim() !== '' && excess <= 0;
  const send = () => {
    if (canSend) onSay(draft.trim());
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being composed (IME), Enter belongs to the keyboard.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="aloud" for={COMPOSER}>
        {said.composer}
      </label>
      <textarea
        ref={area}
        id={COMPOSER}
        data-testid="composer"
        rows={2}
        dir="auto"
        autocomplete="off"
        placeholder={said.placeholder}
        aria-describedby="composer-keys"
        disabled={isDisabled}
        value={draft}
        onInput={(event) => onDraft(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="button main" data-testid="send" disabled={!canSend}>
        {said.send}
      </button>
      <p class="composer-keys small soft" id="composer-keys">
        {excess > 0 ? (
          <strong class="alarm">{said.tooLong(excess)}</strong>
        ) : isHeldBack ? (
          said.held
        ) : (
          said.keys
        )}
      </p>
    </form>
  );
}
