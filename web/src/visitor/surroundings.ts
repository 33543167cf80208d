// What is on the page before the app is, and stays: the exit and the emergency number.
import type { Strings } from '../strings/visitor/strings.ts';

/** Say the fixed parts in this language. */
export function translateSurroundings(t: Strings): void {
  document.documentElement.lang = t.language;
  document.documentElement.dir = t.direction;
  const exit = document.getElementById('exit');
  if (exit) {
    exit.textContent = t.exit;
    exit.setAttribute('data-again', [2, 1].map((times) => t.exitAgain({ times })).join('|'));
  }
  setText('emergency-text', t.emergency);
  setText('emergency-call', t.call112);
}

function setText(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element) element.textContent = text;
}

export function pointExit(to: string): void {
  document.getElementById('exit')?.setAttribute('href', to);
}

/**
 * Make the page as high as what can be seen of it. Without this, iOS puts its keyboard over the lower half of
 * the page, where the exit and the composer are.
 */
export function fitToKeyboard(): void {
  const view = window.visualViewport;
  if (!view) return;
  const root = document.documentElement.style;
  const fit = () => {
    // While somebody zooms in by hand, the page must stay as it is.
    if (view.scale > 1.01) return;
    root.setProperty('--seen', `${Math.round(view.height)}px`);
    root.setProperty('--seen-top', `${Math.round(view.offsetTop)}px`);
  };
  view.addEventListener('resize', fit);
  view.addEventListener('scroll', fit);
  fit();
}
