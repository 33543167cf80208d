// Nothing to read while nobody is there: in the list of open apps, behind another tab, on a phone that was put
// down. The exit stays above the cover.
import { effect } from '@preact/signals';
import { isUnderWay } from './journey.ts';
import { strings } from './language.ts';
import type { Session } from './session.ts';
import { Stillness } from './stillness.ts';

/** How exact ten minutes have to be. */
const LOOK_EVERY_MS = 10_000;

const page = document.documentElement.classList;

export function coverWhenHidden(): void {
  const cover = () => page.toggle('covered', document.visibilityState === 'hidden');
  document.addEventListener('visibilitychange', cover);
  cover();
}

export function coverWhenStill(session: Session): void {
  const stillness = new Stillness(Date.now());
  // Made here, because the page without scripts has nothing to press but the exit.
  const button = document.createElement('button');
  button.type = 'button';
  button.id = 'go-on';
  button.setAttribute('data-testid', 'go-on');
  document.getElementById('cover')?.appendChild(button);

  const show = () => {
    if (page.contains('still') === stillness.isCovered) return;
    page.toggle('still', stillness.isCovered);
    if (stillness.isCovered) button.focus();
    else document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  };
  const look = () => {
    stillness.looked(Date.now(), session.journey.value.stage === 'conversation');
    show();
  };
  const lift = () => {
    stillness.lifted(Date.now());
    show();
  };
  const stir = () => {
    stillness.stirred(Date.now());
    session.stirred();
  };

  button.addEventListener('click', lift);
  for (const sign of ['pointerdown', 'touchstart', 'keydown', 'input', 'wheel']) {
    document.addEventListener(sign, stir, { capture: true, passive: true });
  }
  // Timers stand still while a phone sleeps: look at once when it is taken up again.
  document.addEventListener('visibilitychange', look);
  setInterval(look, LOOK_EVERY_MS);
  effect(() => {
    button.textContent = strings.value.goOn;
  });
  let said = 0;
  effect(() => {
    const { stage, entries } = session.journey.value;
    if (!isUnderWay(stage)) lift();
    // Not each time that anything changes: a line that is lost and found again is nobody at the phone.
    else if (entries.length > said) stillness.stirred(Date.now());
    said = entries.length;
  });
}
