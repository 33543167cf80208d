/** Ending takes two steps, in the page: a slip of the mouse must not cost somebody their conversation. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { words } from './language.ts';

export function EndButton({ isEnding, onEnd }: { isEnding: boolean; onEnd: () => void }) {
  const said = words.value.conversation;
  const [isAsking, setAsking] = useState(false);
  const back = useRef<HTMLButtonElement>(null);
  const end = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking) back.current?.focus();
  }, [isAsking]);
  const cancel = () => {
    setAsking(false);
    end.current?.focus();
  };
  if (isEnding) return <p class="talk-end soft">{said.ending}</p>;
  return (
    <div class="talk-end">
      <button
        ref={end}
        type="button"
        class="button quiet"
        data-testid="end"
        aria-expanded={isAsking}
        onClick={() => setAsking(!isAsking)}
      >
        {said.end}
      </button>
      {isAsking && (
        <fieldset
          class="ask"
          onKeyDown={(event) => {
            if (event.key === 'Escape') cancel();
          }}
        >
          <legend>{said.endQuestion}</legend>
          <button
            ref={back}
            type="button"
            class="button quiet"
            data-testid="cancel-end"
            onClick={cancel}
          >
            {said.endCancel}
          </button>
          <button
            type="button"
            class="button quiet strong"
            data-testid="confirm-end"
            onClick={onEnd}
          >
            {said.endConfirm}
          </button>
        </fieldset>
      )}
    </div>
  );
}
