/**
 * What a file must be to be the lexicon. Whatever is wrong is said at once, each with its line and the rule; it is read
 * while the page is built, and is not in the page.
 */

import {
  DIMENSIONS,
  type Entry,
  type Lexicon,
  type Negation,
  TONGUES,
  type Tongue,
  type Usage,
} from './lexicon.ts';
import { compile, type Lists, PatternError } from './pattern.ts';
import { plain, wordsOf } from './words.ts';

/** A codebook, as its file says it: what matters here. */
export interface BookFile {
  readonly id: string;
  readonly version: string;
  readonly question: readonly {
    readonly id: string;
    readonly codes: readonly { readonly code: string; readonly unknown?: boolean }[];
  }[];
}

/**
 * Never suggested: what the conversation was and whether it was trafficking is the decision itself, and what was done
 * or agreed the professional knows better than any phrase.
 */
const NEVER = ['contact', 'thb', 'count', 'region', 'avim', 'ref', 'lang'];

const KEYS = [
  'codebook',
  'edition',
  'source',
  'spelling',
  'list',
  'negation',
  'elsewhere',
  'indicator',
] as const;
const OF_INDICATOR = ['id', 'code', 'dimension', 'name', 'sources', 'note', ...TONGUES] as const;
const OF_NEGATION = ['language', 'words', 'before', 'after', 'until', 'unless'] as const;
const SLUG = /^[a-z][a-z0-9-]*$/;

/** A table of the file; nothing is known of what it holds. */
type Table = { readonly [key in Key]?: unknown };

type Key =
  | (typeof KEYS)[number]
  | (typeof OF_INDICATOR)[number]
  | (typeof OF_NEGATION)[number]
  | 'title'
  | 'url'
  | 'phrases';

/** Give the lexicon in `data`, which was read from `source`. Throws one error with a line for each mistake. */
export function checked(file: string, source: string, data: Table, book: BookFile): Lexicon {
  const sheet = new Sheet(file, source);
  const lexicon = new Checker(sheet, data, book).whole();
  sheet.done();
  return lexicon;
}

/** Where in the file something stands, and what is wrong in it. */
class Sheet {
  private readonly wrong: string[] = [];
  private readonly file: string;
  private readonly lines: readonly string[];

  constructor(file: string, source: string) {
    this.file = file;
    this.lines = source.split('\n');
  }

  /** The line of the header of a table: the `nth` of that name. */
  header(name: string, nth = 0): number {
    let left = nth;
    const at = this.lines.findIndex((line) => line.trim() === name && left-- === 0);
    return Math.max(0, at);
  }

  /** Say what is wrong, in the line that holds `what` in the table that begins in line `from`. */
  refuse(rule: string, from: number, what?: string): void {
    let at = from;
    for (let line = from; what !== undefined && line < this.lines.length; line += 1) {
      const text = this.lines[line] ?? '';
      if (line > from && text.startsWith('[[')) break;
      if (!text.startsWith('#') && text.includes(what)) {
        at = line;
        break;
      }
    }
    this.wrong.push(`${this.file}, line ${at + 1}: ${rule}`);
  }

  done(): void {
    if (this.wrong.length > 0) throw new Error(this.wrong.join('\n'));
  }
}

class Checker {
  private readonly sheet: Sheet;
  private readonly data: Table;
  private readonly book: BookFile;
  private readonly usedLists = new Set<string>();
  private readonly usedSources = new Set<string>();
  private readonly ids = new Set<string>();

  constructor(sheet: Sheet, data: Table, book: BookFile) {
    this.sheet = sheet;
    this.data = data;
    this.book = book;
  }

  whole(): Lexicon {
    const { sheet, data, book } = this;
    this.onlyKnown(data, KEYS, 0);
    const key = `${book.id}-${book.version}`;
    if (data.codebook !== key) sheet.refuse(`codebook is not ${key}`, 0, 'codebook =');
    const edition = data.edition;
    if (!isCount(edition) || edition < 1)
      sheet.refuse('edition is a number from 1', 0, 'edition =');
    const sources = this.sources();
    const usage = { nl: this.usage('nl'), en: this.usage('en') };
    const indicators = tables(data.indicator).map((each, nth) =>
      this.indicator(each, sheet.header('[[indicator]]', nth), usage, sources),
    );
    if (indicators.length === 0) sheet.refuse('there is no indicator', 0);
    this.unused(sources);
    return { codebook: key, edition: Number(edition), usage, indicators };
  }

  private sources(): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    tables(this.data.source).forEach((each, nth) => {
      const line = this.sheet.header('[[source]]', nth);
      this.onlyKnown(each, ['id', 'title', 'url'], line);
      const id = this.slug(each, line);
      if (found.has(id)) this.sheet.refuse(`source ${id} is there twice`, line, 'id =');
      if (!isText(each.title)) this.sheet.refuse('a source has a title', line);
      if (!/^https?:\/\/\S+$/.test(String(each.url))) {
        this.sheet.refuse('a source has a url', line, 'url =');
      }
      found.set(id, line);
    });
    return found;
  }

  private usage(tongue: Tongue): Usage {
    const lists = this.lists(tongue);
    const spelling = this.spelling(tongue);
    const negation = this.negation(tongue, lists, spelling);
    const [elsewhere, line] = this.ofLanguage('elsewhere', tongue);
    this.onlyKnown(elsewhere, ['language', 'phrases'], line);
    const phrases = this.phrases(elsewhere.phrases, line, lists, spelling);
    return { lists, spelling, negation, elsewhere: phrases };
  }

  private lists(tongue: Tongue): Lists {
    const line = this.sheet.header(`[list.${tongue}]`);
    const lists: Record<string, readonly string[]> = {};
    for (const [name, words] of Object.entries(table(table(this.data.list)[tongue]))) {
      if (!/^[a-z]+$/.test(name))
        this.sheet.refuse(`a list is named by letters: ${name}`, line, name);
      lists[name] = texts(words);
      if (lists[name].length === 0) this.sheet.refuse(`list ${name} is empty`, line, `${name} =`);
      for (const each of lists[name]) this.pattern(each, line, {}, {}, `${name} =`);
    }
    return lists;
  }

  private spelling(tongue: Tongue): Readonly<Record<string, string>> {
    const line = this.sheet.header(`[spelling.${tongue}]`);
    const spelling: Record<string, string> = {};
    for (const [word, written] of Object.entries(table(table(this.data.spelling)[tongue]))) {
      for (const each of texts(written)) {
        const key = plain(each);
        const isTwice = key in spelling && spelling[key] !== plain(word);
        if (isTwice) this.sheet.refuse(`“${each}” is read as two words`, line, `${word} =`);
        if (wordsOf(each).length !== 1)
          this.sheet.refuse(`“${each}” is not one word`, line, `${word} =`);
        spelling[key] = plain(word);
      }
    }
    for (const [from, to] of Object.entries(spelling)) {
      if (to in spelling && spelling[to] !== to) {
        this.sheet.refuse(
          `“${from}” is read as “${to}”, and that as something else`,
          line,
          `${to} =`,
        );
      }
    }
    return spelling;
  }

  private negation(tongue: Tongue, lists: Lists, spelling: Usage['spelling']): Negation {
    const [found, line] = this.ofLanguage('negation', tongue);
    this.onlyKnown(found, OF_NEGATION, line);
    for (const each of [found.before, found.after]) {
      if (!isCount(each) || each > 6) this.sheet.refuse('before and after are 0 to 6 words', line);
    }
    const single = (name: 'words' | 'until') => {
      const words = texts(found[name]);
      for (const each of words) {
        if (plain(each) !== each)
          this.sheet.refuse(`“${each}” is written “${plain(each)}”`, line, each);
        this.pattern(each, line, {}, spelling, each);
      }
      return words;
    };
    return {
      words: single('words'),
      until: single('until'),
      before: Number(found.before),
      after: Number(found.after),
      unless: this.phrases(found.unless, line, lists, spelling),
    };
  }

  private indicator(
    each: Table,
    line: number,
    usage: Lexicon['usage'],
    sources: ReadonlyMap<string, number>,
  ): Entry {
    const { sheet } = this;
    this.onlyKnown(each, OF_INDICATOR, line);
    const id = this.slug(each, line);
    if (this.ids.has(id)) sheet.refuse(`indicator ${id} is there twice`, line, 'id =');
    this.ids.add(id);
    const [question = '', code = ''] = String(each.code).split('.');
    this.code(question, code, line);
    const dimension = DIMENSIONS.find((known) => known === each.dimension) ?? 'context';
    if (dimension !== each.dimension) {
      sheet.refuse(`dimension is one of ${DIMENSIONS.join(', ')}`, line, 'dimension =');
    }
    const name = table(each.name);
    if (!isText(name.nl) || !isText(name.en)) sheet.refuse('name has nl and en', line, 'name =');
    if (!isText(each.note)) sheet.refuse('note says what is meant', line);
    this.cited(each, line, sources);
    const of = (tongue: Tongue) => {
      const { lists, spelling } = usage[tongue];
      return this.phrases(each[tongue], line, lists, spelling, tongue);
    };
    const phrases = { nl: of('nl'), en: of('en') };
    return {
      id,
      question,
      code,
      dimension,
      name: { nl: String(name.nl), en: String(name.en) },
      phrases,
    };
  }

  private code(question: string, code: string, line: number): void {
    const known = this.book.question.find(({ id }) => id === question);
    const option = known?.codes.find((each) => each.code === code);
    const name = `${question}.${code}`;
    if (NEVER.includes(question)) {
      this.sheet.refuse(`${name}: ${question} is for the professional alone`, line, 'code =');
    } else if (!option) {
      this.sheet.refuse(
        `${name} is not in the codebook, or is one of all questions`,
        line,
        'code =',
      );
    } else if (option.unknown) {
      this.sheet.refuse(`${name} says that something is not known`, line, 'code =');
    }
  }

  private cited(each: Table, line: number, sources: ReadonlyMap<string, number>): void {
    const cited = texts(each.sources);
    if (cited.length === 0) this.sheet.refuse('sources names at least one', line, 'sources =');
    for (const source of cited) {
      this.usedSources.add(source);
      if (!sources.has(source))
        this.sheet.refuse(`there is no source ${source}`, line, 'sources =');
    }
  }

  private phrases(
    value: unknown,
    line: number,
    lists: Lists,
    spelling: Usage['spelling'],
    name = 'phrases',
  ): readonly string[] {
    const phrases = texts(value);
    if (phrases.length === 0)
      this.sheet.refuse(`${name} has at least one phrase`, line, `${name} =`);
    phrases.forEach((phrase, at) => {
      this.pattern(phrase, line, lists, spelling, phrase);
      if (phrases.indexOf(phrase) < at)
        this.sheet.refuse(`“${phrase}” is there twice`, line, phrase);
    });
    return phrases;
  }

  private pattern(
    phrase: string,
    line: number,
    lists: Lists,
    spelling: Usage['spelling'],
    place: string,
  ): void {
    try {
      compile(phrase, lists);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      this.sheet.refuse(`“${phrase}” ${error.message}`, line, place);
    }
    for (const [, name = ''] of phrase.matchAll(/<([a-z]+)>/g)) this.usedLists.add(`${name}`);
    // What begins so is also found as it is written.
    for (const { text } of wordsOf(phrase.replace(/<[a-z]+>|[^\s()[\]|!]+\*/g, ' '))) {
      const read = spelling[text];
      if (read !== undefined && read !== text) {
        this.sheet.refuse(`“${phrase}” has “${text}”, which is read as “${read}”`, line, place);
      }
    }
  }

  private unused(sources: ReadonlyMap<string, number>): void {
    for (const [source, line] of sources) {
      if (!this.usedSources.has(source)) this.sheet.refuse(`nothing cites source ${source}`, line);
    }
    for (const tongue of TONGUES) {
      for (const name of Object.keys(table(table(this.data.list)[tongue]))) {
        const line = this.sheet.header(`[list.${tongue}]`);
        if (!this.usedLists.has(name))
          this.sheet.refuse(`nothing has <${name}>`, line, `${name} =`);
      }
    }
  }

  private ofLanguage(kind: 'negation' | 'elsewhere', tongue: Tongue): readonly [Table, number] {
    const all = tables(this.data[kind]);
    const nth = all.findIndex((each) => each.language === tongue);
    const line = this.sheet.header(`[[${kind}]]`, Math.max(0, nth));
    if (all.filter((each) => each.language === tongue).length !== 1) {
      this.sheet.refuse(`there is one ${kind} for ${tongue}`, line);
    }
    return [all[nth] ?? {}, line];
  }

  private slug(each: Table, line: number): string {
    const id = String(each.id);
    if (!SLUG.test(id)) this.sheet.refuse('id is small letters, digits and dashes', line, 'id =');
    return id;
  }

  private onlyKnown(each: Table, known: readonly string[], line: number): void {
    for (const key of Object.keys(each)) {
      if (!known.includes(key)) this.sheet.refuse(`${key} is not known here`, line, key);
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function table(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Table)
    : {};
}

function tables(value: unknown): readonly Table[] {
  return Array.isArray(value) ? value.map(table) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}
