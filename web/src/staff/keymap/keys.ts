/**
 * Every act of a professional and its keys: one table for the page, for what `?` shows and for docs/keyboard.md.
 *
 * To add one: a line here, its name in `keymap.acts` of both languages, its line in docs/keyboard.md, and
 * `data-act` on its button, or `useAct` where there is none.
 *
 * Alt and a letter, as the letters alone belong to what is written. Not D, E and F, by which browsers open their
 * menus, and not C, E, I, N and U, with which a Mac writes ç, é, î, ñ and ü. AltGr is never meant: it writes, too.
 */

export type Group = 'conversations' | 'conversation' | 'desk' | 'screen';

export interface Row {
  readonly act: string;
  readonly group: Group;
  readonly keys: readonly string[];
}

export const KEYS = [
  { act: 'next', group: 'conversations', keys: ['Alt+ArrowDown'] },
  { act: 'previous', group: 'conversations', keys: ['Alt+ArrowUp'] },
  { act: 'longest', group: 'conversations', keys: ['Alt+W'] },
  { act: 'take', group: 'conversations', keys: ['Alt+T'] },
  { act: 'accept', group: 'conversations', keys: ['Alt+Enter'] },
  { act: 'pass-on', group: 'conversations', keys: ['Alt+X'] },
  { act: 'write', group: 'conversation', keys: ['Alt+S'] },
  { act: 'read', group: 'conversation', keys: ['Alt+B'] },
  { act: 'replies', group: 'conversation', keys: ['Alt+V'] },
  { act: 'phrases', group: 'conversation', keys: ['Alt+P'] },
  { act: 'contacts', group: 'conversation', keys: ['Alt+K'] },
  { act: 'signs', group: 'conversation', keys: ['Alt+G'] },
  { act: 'hide', group: 'conversation', keys: ['Alt+H'] },
  { act: 'hide-all', group: 'conversation', keys: ['Alt+Y'] },
  { act: 'panel', group: 'conversation', keys: ['F2'] },
  { act: 'ask', group: 'conversation', keys: ['Alt+A'] },
  { act: 'end', group: 'conversation', keys: ['Alt+Q'] },
  { act: 'tag', group: 'conversation', keys: ['Alt+R'] },
  { act: 'free', group: 'desk', keys: ['Alt+O'] },
  { act: 'capacity', group: 'desk', keys: ['Alt+M'] },
  { act: 'rest', group: 'desk', keys: ['Alt+J'] },
  { act: 'end-shift', group: 'desk', keys: ['Alt+Z'] },
  { act: 'silence', group: 'desk', keys: ['F8'] },
  { act: 'beside', group: 'screen', keys: ['Alt+L'] },
  { act: 'help', group: 'screen', keys: ['?', 'F1'] },
] as const satisfies readonly Row[];

export type Act = (typeof KEYS)[number]['act'];

/** Its first key: to say on a button. */
export function keyOf(act: Act): string {
  return KEYS.find((row) => row.act === act)?.keys[0] ?? '';
}

/** The part of a key press that is used. */
export interface Press {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  /** A mark of its own: on Windows it comes as Ctrl and Alt, elsewhere as Alt or as nothing. */
  readonly isAltGraph: boolean;
  /** Somebody is writing: a sign is a sign. */
  readonly isWriting: boolean;
}

/** What is meant by this press; undefined for what belongs to the browser, to a field, or to nobody. */
export function actOf(press: Press): Act | undefined {
  if (press.ctrlKey || press.metaKey || press.isAltGraph) return undefined;
  return KEYS.find(({ keys }) => keys.some((key) => isPressed(key, press)))?.act;
}

function isPressed(key: string, press: Press): boolean {
  if (key === '?') return press.key === '?' && !press.altKey && !press.isWriting;
  const isWithAlt = key.startsWith('Alt+');
  const isSame = isWithAlt === press.altKey && !press.shiftKey;
  return isSame && nameOf(press) === key.replace('Alt+', '');
}

/** By the letter on the key; a Mac gives another sign with Option, and then by its place. */
function nameOf({ key, code }: Press): string {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  return key.length > 1 && key !== 'Dead' ? key : code.replace(/^Key/, '');
}
