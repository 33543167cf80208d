/** What is asked before something is sent that may be a mistake. In place: the text stays where it is. */

import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../language.ts';
import type { Slip } from './slips.ts';

interface Props {
  readonly slips: readonly Slip[];
  readonly onSend: () => void;
  readonly onBack: () => void;
}

export function Caution({ slips, onSend, onBack }: Props) {
  const said = words.value.replies.caution;
  const back = useRef<HTMLButtonElement>(null);
  const what = useId();
  const whole = useRef<HTMLDivElement>(null);
  // The harmless answer has the focus, at once: a second Enter takes nothing with it.
  useLayoutEffect(() => back.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(whole.current?.querySelectorAll('button') ?? [])];
    if (event.key === 'Escape') onBack();
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      buttons.find((each) => each !== document.activeElement)?.focus();
    } else if (event.key === 'Enter' && event.repeat) {
      // Held down since it was pressed to send.
    } else return;
    event.preventDefault();
  };
  return (
    <div
      ref={whole}
      class="strip strip-care caution"
      role="alertdialog"
      aria-label={said.title}
      aria-describedby={what}
      data-testid="caution"
      onKeyDown={onKeyDown}
    >
      <div>
        <strong>{said.title}</strong>
        <p id={what} class="small">
          {slips.map(({ kind, text }) => (
            <span key={`${kind} ${text}`} data-testid="slip" data-kind={kind}>
              {said[kind]} <b dir="ltr">{text}</b>{' '}
            </span>
          ))}
          {said.why}
        </p>
      </div>
      <div class="caution-acts">
        <button
          ref={back}
          type="button"
          class="button quiet"
          data-testid="caution-back"
          onClick={onBack}
        >
          {said.back}
        </button>
        <button
          type="button"
          class="button quiet strong"
          data-testid="caution-send"
          onClick={onSend}
        >
          {said.send}
        </button>
      </div>
    </div>
  );
}
