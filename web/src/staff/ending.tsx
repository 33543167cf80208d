/** Ending a conversation: as always, or because of misuse, and then nobody there begins a new one for a while. */

import { useState } from 'preact/hooks';
import { words } from './language.ts';
import { usePopover } from './popover.ts';
import { type CoolDown, MINUTES } from './step.ts';

interface Props {
  readonly onEnd: (coolDown: CoolDown | null) => void;
}

export function Ending({ onEnd }: Props) {
  const said = words.value.parting;
  const { isOpen, whole, opener, first, toggle, close, onKeyDown } = usePopover();
  return (
    <div class="two-steps" ref={whole}>
      <button
        ref={opener}
        type="button"
        class="button quiet"
        data-testid="end"
        aria-expanded={isOpen}
        onClick={toggle}
      >
        {said.end.label}
      </button>
      {isOpen && (
        <fieldset class="ask" onKeyDown={onKeyDown}>
          <legend>{said.end.question}</legend>
          <button
            ref={first}
            type="button"
            class="button quiet"
            data-testid="cancel-end"
            onClick={close}
          >
            {said.end.cancel}
          </button>
          <button
            type="button"
            class="button quiet strong"
            data-testid="confirm-end"
            onClick={() => onEnd(null)}
          >
            {said.end.confirm}
          </button>
          <Misuse onEnd={onEnd} />
        </fieldset>
      )}
    </div>
  );
}

/** Folded away: most conversations end as they should, and this is not to be pressed by mistake. */
function Misuse({ onEnd }: Props) {
  const said = words.value.parting.misuse;
  const [minutes, setMinutes] = useState<number>(MINUTES[0]);
  const [longer, setLonger] = useState(false);
  return (
    <details class="misuse">
      <summary data-testid="misuse">{said.label}</summary>
      <p class="small">{said.what}</p>
      <p class="strip strip-care small">{said.others}</p>
      <fieldset>
        <legend>{said.howLong}</legend>
        {MINUTES.map((each) => (
          <label key={each} class="option">
            <input
              type="radio"
              name="cool-down"
              value={each}
              data-testid={`minutes-${each}`}
              checked={minutes === each}
              onChange={() => setMinutes(each)}
            />
            {said.minutes(each)}
          </label>
        ))}
      </fieldset>
      <label class="option">
        <input
          type="checkbox"
          data-testid="longer"
          checked={longer}
          onChange={(event) => setLonger(event.currentTarget.checked)}
        />
        {said.longer}
      </label>
      <button
        type="button"
        class="button quiet strong"
        data-testid="confirm-misuse"
        onClick={() => onEnd({ minutes, longer })}
      >
        {said.confirm(minutes)}
      </button>
    </details>
  );
}
