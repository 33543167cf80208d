/**
 * Finds the phrases of a lexicon in a text. Pure, and linear in the text.
 *
 * What takes a phrase back is the little that words can show: a negation beside it, or a film, the news, a school task
 * in the same sentence. Who is meant, and whether it is true, words do not show; nothing here pretends they do.
 */

import {
  type Aid,
  type Entry,
  type Indicator,
  type Lexicon,
  type Negation,
  TONGUES,
  type Usage,
} from './lexicon.ts';
import { compile, FOUND, isOneOf, type Program, type Words } from './pattern.ts';
import { type Word, wordsOf } from './words.ts';

/** Give what finds phrases, with everything prepared. */
export function aidOf(lexicon: Lexicon): Aid {
  const finders = TONGUES.map((tongue) => {
    const of = ({ phrases }: Entry) => phrases[tongue];
    return new Finder(lexicon.usage[tongue], lexicon.indicators, of);
  });
  return {
    codebook: lexicon.codebook,
    edition: lexicon.edition,
    find(text) {
      const words = wordsOf(text);
      const found = finders.flatMap((finder) => finder.find(words));
      if (found.length === 0) return [];
      // People mix languages: what takes a phrase back may be said in another than the phrase.
      const doubts = finders.map((finder) => finder.doubts(words));
      return withoutOverlap(found)
        .filter((stretch) => !doubts.some((takesBack) => takesBack(stretch)))
        .map(({ first, last, owner }) => ({
          start: words[first]?.start ?? 0,
          end: words[last - 1]?.end ?? 0,
          indicator: owner,
        }));
    },
  };
}

/** Words from `first` up to, and without, `last`. */
interface Stretch<Owner> {
  readonly first: number;
  readonly last: number;
  readonly owner: Owner;
}

/** One language. */
class Finder {
  private readonly spelling: ReadonlyMap<string, string>;
  private readonly negation: Negation;
  private readonly negations: ReadonlySet<string>;
  private readonly until: ReadonlySet<string>;
  private readonly indicators: Index<Indicator>;
  private readonly unless: Index<true>;
  private readonly elsewhere: Index<true>;

  constructor(
    { lists, spelling, negation, elsewhere }: Usage,
    entries: readonly Entry[],
    phrasesOf: (entry: Entry) => readonly string[],
  ) {
    this.spelling = new Map(Object.entries(spelling));
    this.negation = negation;
    this.negations = new Set(negation.words);
    this.until = new Set(negation.until);
    const read = (phrases: readonly string[]) => phrases.map((each) => compile(each, lists));
    this.unless = new Index(read(negation.unless).map((program) => [program, true]));
    this.elsewhere = new Index(read(elsewhere).map((program) => [program, true]));
    this.indicators = new Index(
      entries.flatMap((entry) => {
        const { phrases: _, ...indicator } = entry;
        return read(phrasesOf(entry)).map((program) => [program, indicator] as const);
      }),
    );
  }

  find(written: readonly Word[]): readonly Stretch<Indicator>[] {
    const words = this.read(written);
    return this.indicators.find(words, this.negationsIn(words));
  }

  /** Whether something in this text takes a phrase back. */
  doubts(written: readonly Word[]): (stretch: Stretch<Indicator>) => boolean {
    const words = this.read(written);
    const isNegation = this.negationsIn(words);
    const elsewhere = sentencesOf(words, this.elsewhere.find(words, noneOf(words)));
    return (stretch) =>
      elsewhere[stretch.first] === true || this.isTakenBack(stretch, words, isNegation);
  }

  private read(words: readonly Word[]): readonly Word[] {
    return words.map((word) => {
      const known = this.spelling.get(word.text);
      return known === undefined ? word : { ...word, text: known };
    });
  }

  /** Which words deny; "niet alleen" does not. */
  private negationsIn(words: readonly Word[]): readonly boolean[] {
    const denies = words.map(({ text }) => this.negations.has(text));
    if (!denies.includes(true)) return denies;
    for (const { first, last } of this.unless.find(words, noneOf(words))) {
      denies.fill(false, first, last);
    }
    return denies;
  }

  private isTakenBack(
    { first, last }: Stretch<Indicator>,
    words: readonly Word[],
    isNegation: readonly boolean[],
  ): boolean {
    const { before, after } = this.negation;
    for (let at = first - 1; at >= first - before && at >= 0; at -= 1) {
      if (words[at + 1]?.after !== 'space' || this.until.has(words[at]?.text ?? '')) break;
      if (isNegation[at]) return true;
    }
    for (let at = last; at < last + after && at < words.length; at += 1) {
      if (words[at]?.after !== 'space' || this.until.has(words[at]?.text ?? '')) break;
      if (isNegation[at]) return true;
    }
    return false;
  }
}

/** Of several phrases of one indicator in one place, the longest. */
function withoutOverlap(found: readonly Stretch<Indicator>[]): readonly Stretch<Indicator>[] {
  const ends = new Map<Indicator, number>();
  const length = ({ first, last }: Stretch<Indicator>) => last - first;
  return [...found]
    .sort((one, other) => one.first - other.first || length(other) - length(one))
    .filter(({ first, last, owner }) => {
      if (first < (ends.get(owner) ?? 0)) return false;
      ends.set(owner, last);
      return true;
    });
}

/** By word: whether its sentence holds one of these. */
function sentencesOf(words: readonly Word[], found: readonly Stretch<true>[]): readonly boolean[] {
  const marked = noneOf(words);
  for (const { first, last } of found) {
    let from = first;
    while (from > 0 && words[from]?.after !== 'sentence') from -= 1;
    let to = last;
    while (to < words.length && words[to]?.after !== 'sentence') to += 1;
    marked.fill(true, from, to);
  }
  return marked;
}

interface Branch {
  readonly next: Map<string, Branch>;
  /** Groups that hold exactly this word, and every word that begins so. */
  readonly exact: number[];
  readonly starts: number[];
}

interface Ready<Owner> {
  readonly program: Program;
  readonly owner: Owner;
  /** Groups of which the text must hold a word each. */
  readonly needs: readonly number[];
}

/** Many programs. Only those are run whose words are all there, and where one of them can begin. */
class Index<Owner> {
  private readonly root: Branch = branch();
  private readonly groups = new Map<string, number>();
  private readonly met = new Map<Words, number>();
  /** By group: the programs that begin with a word of it. */
  private readonly beginning: Ready<Owner>[][] = [];

  constructor(programs: readonly (readonly [Program, Owner])[]) {
    for (const [program, owner] of programs) {
      const needs = program.needs.map((each) => this.groupOf(each));
      for (const at of closed(program, [program.start], undefined)) {
        const step = program.steps[at];
        if (step?.kind !== 'words') continue;
        this.beginning[this.groupOf(step.of)]?.push({ program, owner, needs });
      }
    }
  }

  find(words: readonly Word[], isClosed: readonly boolean[]): readonly Stretch<Owner>[] {
    const isThere = new Uint8Array(this.beginning.length);
    const groups = words.map(({ text }) => this.groupsWith(text));
    for (const all of groups) for (const group of all) isThere[group] = 1;
    const found: Stretch<Owner>[] = [];
    groups.forEach((all, first) => {
      for (const group of all) {
        for (const { program, owner, needs } of this.beginning[group] ?? []) {
          if (!needs.every((each) => isThere[each])) continue;
          const last = endOf(program, words, first, isClosed);
          if (last > first) found.push({ first, last, owner });
        }
      }
    });
    return found;
  }

  private groupsWith(word: string): readonly number[] {
    const all: number[] = [];
    let place: Branch | undefined = this.root;
    for (let at = 0; at < word.length && place; at += 1) {
      place = place.next.get(word.charAt(at));
      if (place) all.push(...place.starts);
    }
    if (place) all.push(...place.exact);
    return all;
  }

  private groupOf(words: Words): number {
    const met = this.met.get(words) ?? this.newGroup(words);
    this.met.set(words, met);
    return met;
  }

  private newGroup({ exact, starts }: Words): number {
    const name = `${[...exact].sort().join(' ')} | ${[...starts].sort().join(' ')}`;
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    const group = this.groups.size;
    this.groups.set(name, group);
    this.beginning.push([]);
    for (const text of exact) this.placeOf(text).exact.push(group);
    for (const text of starts) this.placeOf(text).starts.push(group);
    return group;
  }

  private placeOf(text: string): Branch {
    let place = this.root;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text.charAt(at);
      const next = place.next.get(sign) ?? branch();
      place.next.set(sign, next);
      place = next;
    }
    return place;
  }
}

function noneOf(words: readonly Word[]): boolean[] {
  return words.map(() => false);
}

function added<Each>(list: Each[], each: Each): void {
  if (!list.includes(each)) list.push(each);
}

function branch(): Branch {
  return { next: new Map(), exact: [], starts: [] };
}

/** Where the longest phrase that begins at `first` ends; `first` itself if there is none. */
function endOf(
  program: Program,
  words: readonly Word[],
  first: number,
  isClosed: readonly boolean[],
): number {
  let end = first;
  let states = closed(program, [program.start], words[first]?.text);
  for (let at = first; at < words.length; at += 1) {
    const word = words[at];
    if (!word || (at > first && word.after === 'sentence')) break;
    const next: number[] = [];
    for (const state of states) {
      const step = program.steps[state];
      if (step?.kind === 'words' && isOneOf(step.of, word.text)) added(next, step.to);
      if (step?.kind === 'any' && !isClosed[at]) added(next, step.to);
    }
    if (next.length === 0) break;
    const follows = words[at + 1];
    const isLast = follows === undefined || follows.after === 'sentence';
    states = closed(program, next, isLast ? undefined : follows.text);
    if (states.includes(FOUND)) end = at + 1;
  }
  return end;
}

/** These steps and all that are reached from them without a word; `word` is the one that comes. */
function closed(program: Program, from: readonly number[], word: string | undefined): number[] {
  const reached = [...from];
  for (let at = 0; at < reached.length; at += 1) {
    const step = program.steps[reached[at] ?? FOUND];
    if (step?.kind === 'split') for (const to of step.to) added(reached, to);
    if (step?.kind !== 'unless') continue;
    if (word === undefined || !isOneOf(step.of, word)) added(reached, step.to);
  }
  return reached;
}
