/** Colleagues who want to talk aside, and the consults that are not in the panel. */

import type { Desk } from '../desk.ts';
import { words } from '../language.ts';
import type { Asides } from './asides.ts';

interface Props {
  readonly desk: Desk;
  readonly asides: Asides;
}

/** Always in the page, so that a screen reader hears what appears in it. */
export function Invitations({ desk, asides }: Props) {
  const said = words.value.consult;
  const { all, shown } = desk.consults;
  const invited = all.filter(({ state }) => state === 'invited');
  const others = all.filter(({ id, state }) => state !== 'invited' && id !== shown);
  const isEmpty = invited.length + others.length === 0;
  const isUp = desk.line === 'up';
  return (
    <div class={isEmpty ? '' : 'rail-part'} role="status" data-testid="invitations">
      {invited.map(({ id, name }) => (
        <div key={id} class="asking-row asking-you" data-testid="invitation" data-name={name}>
          <span class="waiting-what">{said.invites(name)}</span>
          <button
            type="button"
            class="button quiet"
            data-testid="consult-come"
            disabled={!isUp || desk.device !== 'approved'}
            onClick={() => asides.come(id)}
          >
            {said.come}
          </button>
          <button
            type="button"
            class="button plain"
            data-testid="consult-not-now"
            aria-label={said.notNowLong(name)}
            disabled={!isUp}
            onClick={() => asides.part(id)}
          >
            {said.notNow}
          </button>
        </div>
      ))}
      {others.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          class="button quiet wide"
          data-testid="consult-show"
          onClick={() => asides.show(id)}
        >
          {said.title(name)}
        </button>
      ))}
    </div>
  );
}
