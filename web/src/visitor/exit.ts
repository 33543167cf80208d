// Leaving at once. Loaded before everything else and needs nothing of it: works while the app loads, when it
// failed, and when the line is dead. Steps, in this order and without waiting for any of them: empty the page,
// tell the app (drop keys, close the line), forget the tab's name, go elsewhere in place of this page.
// Kept to the syntax of 2009 (`var`), so that it works in browsers that are far too old to chat, and can say so.

import { canChat, sayWhatToDo } from './too-old.ts';

type How = 'exit' | 'hide';

/** The app adds what it has to drop. 'hide': the page goes away, but a reload may come back. */
var hooks: ((how: How) => void)[] = [];
(window as { luwteExit?: typeof hooks }).luwteExit = hooks;

/** Three presses, as on gov.uk: one happens by accident, and five seconds is long for trembling hands. */
var PRESSES = 3;
var WITHIN_MS = 5000;

// For style.css: there are scripts, so the page may promise that more is coming.
document.documentElement.className = 'js';
if (!canChat()) sayWhatToDo();
// An app that does not even begin; once it is drawn, nothing of this is on the screen.
window.addEventListener('error', sayWhatToDo);

var pressed = '';
var count = 0;
var timer = 0;
var isAlone = false;

var link = () => document.getElementById('exit') as HTMLAnchorElement | null;

function blank(how: How): void {
  document.title = 'Home';
  if (document.body) document.body.textContent = '';
  hooks.forEach((hook) => {
    try {
      hook(how);
    } catch (_) {
      // Nothing that fails in the app may keep somebody here.
    }
  });
}

function leave(): void {
  var anchor = link();
  // Read before the page is emptied.
  var to = anchor ? anchor.href : 'https://www.knmi.nl/';
  blank('exit');
  window.name = '';
  // `replace`: Back must not lead here.
  location.replace(to);
}

/** Dots for who looks, words for who listens. */
function show(): void {
  var place = document.getElementById('presses');
  var anchor = link();
  if (!place || !anchor) return;
  var words = (anchor.getAttribute('data-again') || '').split('|');
  var dots = '\u25cf'.repeat(count) + '\u25cb'.repeat(PRESSES - count);
  place.textContent = count ? `${dots} ${words[count - 1] || ''}` : '';
}

function forget(): void {
  count = 0;
  show();
}

function press(key: string): void {
  count = key === pressed ? count + 1 : 1;
  pressed = key;
  clearTimeout(timer);
  if (count === PRESSES) leave();
  else {
    timer = window.setTimeout(forget, WITHIN_MS);
    show();
  }
}

document.addEventListener(
  'click',
  (event) => {
    var anchor = link();
    if (!anchor?.contains(event.target as Node)) return;
    event.preventDefault();
    leave();
  },
  true,
);

document.addEventListener(
  'keydown',
  (event) => {
    var key = event.key;
    // Shift with a letter is a capital, not a wish to leave.
    isAlone = key === 'Shift';
    if (key === 'Escape' && !event.repeat) press(key);
    else if (!isAlone && count) forget();
  },
  true,
);

document.addEventListener(
  'keyup',
  (event) => {
    if (event.key === 'Shift' && isAlone) press('Shift');
  },
  true,
);

// Neither the back button nor the browser's memory of pages may bring a conversation back to the screen.
window.addEventListener('pagehide', () => blank('hide'));
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
