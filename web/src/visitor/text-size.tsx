// How large the text is. On every screen, beside the language; kept in memory only, so that no trace of it stays.
import { signal } from '@preact/signals';
import { strings } from './language.ts';

/** Percent of what the browser is set to. The largest still leaves words to read on a phone of 320 px. */
const SIZES = [100, 115, 130, 150];

export const textSize = signal(100);

export function TextSize() {
  return (
    <div class="choice">
      <span aria-hidden="true" dir="ltr">
        A<b>A</b>
      </span>
      <select
        aria-label={strings.value.textSize}
        data-testid="text-size"
        // Without it some browsers put a choice back after a reload, which the page has forgotten.
        autocomplete="off"
        value={textSize.value}
        onChange={(event) => choose(Number(event.currentTarget.value))}
      >
        {SIZES.map((size) => (
          <option key={size} value={size}>
            {size}%
          </option>
        ))}
      </select>
    </div>
  );
}

function choose(size: number): void {
  // Everything is measured in rem. In percent, so that the browser's own setting counts too.
  document.documentElement.style.fontSize = `${size}%`;
  textSize.value = size;
}
