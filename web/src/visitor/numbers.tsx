// Whom to call, on every screen.
import type { Strings } from '../strings/visitor/strings.ts';
import { organisation } from './furniture.ts';
import { numbersOf } from './organisation.ts';

export function Numbers({ t }: { t: Strings }) {
  return (
    <ul class="numbers" data-testid="numbers">
      {numbersOf(organisation.value, t).map(({ shown, call, name, text }) => (
        <li key={call}>
          <a dir="ltr" href={`tel:${call}`}>
            {shown}
          </a>
          <span>
            <b>{name}</b>: {text}
          </span>
        </li>
      ))}
    </ul>
  );
}
