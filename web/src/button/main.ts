// The button on the organisation's own site: says whether one can chat now, and opens the chat in a tab of its own.
// One small request to the chat server and none to anybody else; nothing is kept, and nothing of the page around it
// is read or passed on. Without it, or in a browser that is too old for it, the plain link before it does the same.
import { readDesk } from '../visitor/desk.ts';
import type { Desk } from '../wire/frames.ts';
import { makeButton } from './look.ts';
import { type Given, paletteOf, radiusOf } from './palette.ts';
import { type Language, languageOf, lineOf, WORDS } from './words.ts';

/** A page of an organisation is open in many tabs, and a desk opens and closes a few times a day. */
const LOOK_EVERY_MS = 300_000;

/** After that the server is as good as away: then nothing is said, rather than what was true before. */
const PATIENCE_MS = 10_000;

/** Where the chat page is, without what the link says more, such as an advertisement's parameters. */
const pageOf = (address: URL) => address.origin + address.pathname;

function languageAround(script: Element): Language {
  const nearest = script.closest<HTMLElement>('[lang]');
  return languageOf(nearest ? nearest.lang : '');
}

/** The plain link before the script, if that leads to the chat. */
function plainLink(script: HTMLScriptElement, origin: string): HTMLAnchorElement | null {
  const before = script.previousElementSibling;
  return before instanceof HTMLAnchorElement && before.origin === origin ? before : null;
}

/** Look now, and now and then while somebody looks at the page. */
function watch(place: Element, api: string, show: (desk: Desk | null) => void): void {
  let last = 0;
  const look = () => {
    last = Date.now();
    const late = window.setTimeout(() => show(null), PATIENCE_MS);
    const answered = (desk: Desk | null) => {
      window.clearTimeout(late);
      show(desk);
    };
    fetch(`${api}/api/desk`, {
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((found) => answered(readDesk(found)))
      .catch(() => answered(null));
  };
  const lookIfDue = () => {
    // Half a second off: a timer that fires early would wait for the whole of the next turn.
    const isDue = Date.now() - last > LOOK_EVERY_MS - 500;
    if (document.visibilityState === 'visible' && isDue) look();
  };
  const timer = window.setInterval(() => {
    // A site that exchanges its pages by script leaves us behind.
    if (document.documentElement.contains(place)) lookIfDue();
    else window.clearInterval(timer);
  }, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', lookIfDue);
  lookIfDue();
}

function enhance(script: HTMLScriptElement, parent: Node): void {
  const given: Given & { language?: string; api?: string } = script.dataset;
  const own = new URL('./', script.src);
  const plain = plainLink(script, own.origin);
  const language = given.language ? languageOf(given.language) : languageAround(script);
  const { palette, faults } = paletteOf(given);
  if (faults[0]) console.warn(`Chat button: its default colours are used. ${faults.join('; ')}.`);
  const button = makeButton({
    href: pageOf(plain ? new URL(plain.href) : own),
    label: (plain ? plain.text.trim() : '') || WORDS[language].label,
    newTab: WORDS[language].newTab,
    language,
    palette,
    radius: radiusOf(given),
  });
  const hadFocus = document.activeElement === plain;
  parent.insertBefore(button.place, script);
  if (plain) parent.removeChild(plain);
  if (hadFocus) button.focus();
  watch(button.place, given.api || own.origin, (desk) =>
    button.say(lineOf(desk, language), desk !== null && desk.state === 'open'),
  );
}

const script = document.currentScript;
// Browsers before 2018 keep the plain link.
if (
  script instanceof HTMLScriptElement &&
  script.parentNode &&
  'attachShadow' in script &&
  typeof fetch === 'function'
) {
  enhance(script, script.parentNode);
}
