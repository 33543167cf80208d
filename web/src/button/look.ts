// The button itself: a link in a shadow tree of its own, which neither shows the styles of the page around it nor
// shows that page where the link leads.
import type { Palette } from './palette.ts';

export interface Button {
  /** What stands in the page. */
  readonly place: HTMLElement;
  /** Say how it is at the desk. `isOpen` fills the dot; without words there is none. */
  say(line: string, isOpen: boolean): void;
  focus(): void;
}

export interface Face {
  readonly href: string;
  readonly label: string;
  readonly newTab: string;
  readonly language: string;
  readonly palette: Palette;
  /** Pixels. */
  readonly radius: number;
}

export function makeButton(face: Face): Button {
  const place = document.createElement('span');
  // Closed: a script that looks which link was clicked, or adds something to links to elsewhere, finds none.
  const root = place.attachShadow({ mode: 'closed' });
  const link = document.createElement('a');
  link.href = face.href;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.referrerPolicy = 'no-referrer';
  const part = (name: string, language = ''): HTMLElement => {
    const made = document.createElement('span');
    made.className = name;
    made.lang = language;
    link.appendChild(made);
    return made;
  };
  part('label').textContent = face.label;
  const state = part('state', face.language);
  part('unseen', face.language).textContent = `(${face.newTab})`;
  dress(root, styleOf(face));
  root.appendChild(link);
  return {
    place,
    say(line, isOpen) {
      state.textContent = line;
      state.className = line && (isOpen ? 'state open' : 'state shut');
    },
    focus: () => link.focus(),
  };
}

/** A style element is stopped by a page whose policy allows no inline styles; a sheet that is made here is not. */
function dress(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Before 2019-2023.
    const style = document.createElement('style');
    style.textContent = css;
    root.appendChild(style);
  }
}

/**
 * Two lines fit from the start, so that nothing around the button moves when the answer comes. Lengths are in em of
 * the size that this browser was told to write in: the page's own may be anything.
 */
function styleOf({ palette: { background, text, border }, radius }: Face): string {
  return `:host{all:initial!important;display:inline-block!important;vertical-align:top!important;width:18em!important;max-width:100%!important}
a{box-sizing:border-box;display:flex;flex-direction:column;justify-content:center;min-height:3.75em;padding:.375em 1.25em;border:2px solid ${border};border-radius:${radius}px;background:${background};color:${text};font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;line-height:1.3;text-align:start;text-decoration:none;overflow-wrap:break-word;touch-action:manipulation}
a:hover .label{text-decoration:underline}
a:focus{outline:3px solid ${text};outline-offset:2px;box-shadow:0 0 0 8px ${background}}
a:focus:not(:focus-visible){outline:0;box-shadow:none}
.label{font-size:1.0625em;font-weight:650}
.state{font-size:.9375em}
.shut:before{content:"\u25cb ";content:"\u25cb "/""}
.open:before{content:"\u25cf ";content:"\u25cf "/""}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}`;
}
