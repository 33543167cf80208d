// What this organisation wants said and shown (decision 0042): in `config.json`, signed with the page, or beside it.
// Until it is there, and where it does not come, the page is as it was built. Pure, but for `paint`.
import type { Strings } from '../strings/visitor/strings.ts';
import { dialled } from '../wire/card.ts';
import { whenDark } from './night.ts';
import { spoken } from './phrases.ts';

/** By language; Dutch and English are always there. */
export interface Texts {
  readonly en: string;
  readonly nl: string;
  readonly [language: string]: string;
}

export interface Question {
  readonly ask: Texts;
  readonly answers: readonly { readonly text: Texts; readonly help?: Texts }[];
}

/** A list that is absent is the page's own, which is there in every language of the page. */
export interface Organisation {
  readonly name?: Texts;
  readonly exit?: string;
  readonly colours?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly numbers?: readonly {
    readonly number: string;
    readonly name: Texts;
    readonly about: Texts;
    readonly only?: readonly string[];
  }[];
  readonly questions?: readonly Question[];
  readonly reading?: readonly {
    readonly title: Texts;
    readonly text: Texts;
    readonly link?: string;
  }[];
}

/** `text` is what the number is for; `call` is what the phone dials. */
export interface PhoneNumber {
  readonly shown: string;
  readonly call: string;
  readonly name: string;
  readonly text: string;
}

const texts = { en: '', nl: '' };
const SHAPE = {
  name: texts,
  numbers: [{ number: '', name: texts, about: texts }],
  questions: [{ ask: texts, answers: [{ text: texts }] }],
  reading: [{ title: texts, text: texts }],
};

function fits(found: unknown, like: unknown): boolean {
  if (typeof like !== 'object' || like === null) return typeof found === typeof like;
  if (typeof found !== 'object' || found === null) return false;
  if (Array.isArray(like))
    return Array.isArray(found) && found.every((each) => fits(each, like[0]));
  return Object.entries(like).every(([key, value]) =>
    fits((found as Record<string, unknown>)[key], value),
  );
}

/** All of it or nothing: half a list of numbers could lack the one that is needed. */
export function readOrganisation(found: unknown): Organisation | null {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return null;
  const given = found as Record<string, unknown>;
  const isFit = Object.entries(SHAPE).every(
    ([key, like]) => !(key in given) || fits(given[key], like),
  );
  return isFit ? (found as Organisation) : null;
}

/** In the language of the page, else in Dutch: it is what is spoken around who reads it. */
export function said(of: Texts, t: Strings): string {
  return of[spoken(t)] ?? of.nl;
}

/** Whom to call: 112 is the page's own, and first. */
export function numbersOf(found: Organisation | null, t: Strings): readonly PhoneNumber[] {
  const [first, ...ours] = numbersIn(t);
  const theirs = found?.numbers
    ?.filter(({ only }) => !Array.isArray(only) || only.includes(spoken(t)))
    .map(({ number, name, about }) => ({
      shown: number,
      call: dialled(number),
      name: said(name, t),
      text: said(about, t),
    }));
  return [first as PhoneNumber, ...(theirs ?? ours)];
}

function numbersIn({ numbers }: Strings): readonly PhoneNumber[] {
  const number = (shown: string, name: string, text: string) => {
    return { shown, call: dialled(shown), name, text };
  };
  return [
    number('112', numbers[112].name, numbers[112].text),
    number('0800-2000', 'Veilig Thuis', numbers.veiligThuis),
    number('0800-0432', 'Kindertelefoon', numbers.kindertelefoon),
    number('0800-0113', '113', numbers[113]),
    number('033-4481186', 'CoMensha', numbers.comensha),
    number('088-20 80 000', 'Fier', numbers.fier),
  ];
}

/** Tokens of one scheme for the style sheet; whatever is no colour is left out. */
export function tokensOf({ colours }: Organisation, scheme: 'light' | 'dark'): string {
  const tokens = Object.entries(colours?.[scheme] ?? {})
    .filter(([name, colour]) => /^[a-z_]+ #[0-9a-f]{6}$/.test(`${name} ${colour}`))
    .map(([name, colour]) => {
      const token = `--${name.replace(/_/g, '-')}:${colour};`;
      return name === 'accent' ? `${token}--accent-strong:${colour};` : token;
    });
  return `:root{${tokens.join('')}}`;
}

/**
 * Draw the page in these colours: by rules of the style sheet's own, which the policy of the page allows. Light ones
 * stand before our dark ones, which hold where an organisation set none.
 */
export function paint(found: Organisation): void {
  const sheet = document.styleSheets[0];
  if (!found.colours || !sheet) return;
  const rules = Array.from(sheet.cssRules);
  const tokens = rules.findIndex(
    (rule) => rule instanceof CSSStyleRule && rule.selectorText === ':root',
  );
  sheet.insertRule(tokensOf(found, 'light'), tokens + 1);
  const dark = `@media ${whenDark()}{${tokensOf(found, 'dark')}}`;
  sheet.insertRule(dark, sheet.cssRules.length);
}
