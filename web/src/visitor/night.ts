/**
 * Dark at night, whatever the phone is set to: a white page lights up a face, and the wall behind it. By the clock of the phone,
 * and only when the page is loaded: nothing changes under somebody's hands.
 */
const FROM = 21;
const UNTIL = 7;

export const isNight = (hour: number = new Date().getHours()): boolean =>
  hour >= FROM || hour < UNTIL;

/** The media for which rules of the dark scheme are. */
export const whenDark = (): string => (isNight() ? 'all' : '(prefers-color-scheme:dark)');

/** Let the dark colours of the style sheet hold always, also where a browser knows of no schemes. */
export function darken(): void {
  for (const sheet of Array.from(document.styleSheets)) {
    for (const rule of Array.from(sheet.cssRules)) {
      const [first] = rule instanceof CSSMediaRule ? Array.from(rule.cssRules) : [];
      const isScheme = first instanceof CSSStyleRule && first.selectorText === ':root';
      if (isScheme) (rule as CSSMediaRule).media.mediaText = 'all';
    }
  }
  document.documentElement.style.setProperty('color-scheme', 'dark');
  const [light, dark] = Array.from(document.querySelectorAll('meta[name="theme-color"]'));
  light?.setAttribute('content', dark?.getAttribute('content') ?? '');
}
