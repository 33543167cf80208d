/** Ending because of misuse: then nobody there begins a new conversation for a while. */

import { useState } from 'preact/hooks';
import { words } from './language.ts';
import { type CoolDown, MINUTES } from './step.ts';

interface Props {
  readonly onEnd: (coolDown: CoolDown) => void;
}

/** Folded away: most conversations end as they should, and this is not to be pressed by mistake. */
export function Misuse({ onEnd }: Props) {
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
