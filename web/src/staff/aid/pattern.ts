/**
 * The phrases of the lexicon: a small language that cannot be slow.
 *
 *     word   stem*   (a|b c)   [a|b]   <list>   ...   ...5   !word   !(a|b)
 *
 * A phrase becomes a program over words that is run for all its possibilities at once (Thompson, 1968): its time is its
 * length times that of the text, whatever it says and whatever a visitor writes. Pure.
 */

import { plain, wordsOf } from './words.ts';

/** Words of a list, each one word or several. */
export type Lists = Readonly<Record<string, readonly string[]>>;

/** One step of a program; `to` are the steps after it. */
export type Step =
  | { readonly kind: 'words'; readonly of: Words; readonly to: number }
  | { readonly kind: 'any'; readonly to: number }
  | { readonly kind: 'split'; readonly to: readonly number[] }
  | { readonly kind: 'unless'; readonly of: Words; readonly to: number }
  | { readonly kind: 'found' };

/** Some single words: these, and all that begin with one of those. */
export interface Words {
  readonly exact: ReadonlySet<string>;
  readonly starts: readonly string[];
}

export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
  /** A text that lacks all words of one of these does not hold the phrase. */
  readonly needs: readonly Words[];
}

/** The step that says that the phrase is complete; the first of every program. */
export const FOUND = 0;

/** What is wrong with a phrase, for who writes it. */
export class PatternError extends Error {}

/** A gap may hold so many words, and a whole phrase. */
const GAP = 3;
const MAX_GAP = 6;
const MAX_WORDS = 30;
/** What begins with fewer letters begins half the dictionary. */
const MIN_STEM = 3;

interface Part {
  readonly text: string;
  readonly isStart: boolean;
}

type Node =
  | (Part & { readonly kind: 'word' })
  | {
      readonly kind: 'either';
      readonly of: readonly (readonly Node[])[];
      readonly isOptional: boolean;
    }
  | { readonly kind: 'gap'; readonly most: number }
  | { readonly kind: 'unless'; readonly words: readonly Part[] };

const TOKENS = /\s*(\.\.\.\d?|[()[\]|!]|<[a-z]+>|[^\s()[\]|!<>.]+)/y;

/** Read a phrase. Throws PatternError. */
export function compile(phrase: string, lists: Lists): Program {
  const nodes = endedByWords(new Reader(phrase, lists).whole());
  const [first, last] = [nodes[0], nodes[nodes.length - 1]];
  if (!first || !last) throw new PatternError('is empty');
  if (first.kind === 'gap' || first.kind === 'unless') throw new PatternError('begins with a word');
  if (last.kind === 'gap') throw new PatternError('ends with a word');
  if (shortest(nodes) === 0) throw new PatternError('can be nothing at all');
  if (longest(nodes) > MAX_WORDS) throw new PatternError(`is longer than ${MAX_WORDS} words`);
  const steps: Step[] = [{ kind: 'found' }];
  const start = built(nodes, 0, steps);
  return { steps, start, needs: needsOf(nodes) };
}

/** `a ... [b]` is `a [... b]`: no words after a phrase belong to it because something might have followed them. */
function endedByWords(nodes: readonly Node[]): readonly Node[] {
  const [gap, last] = nodes.slice(-2);
  if (gap?.kind !== 'gap' || last?.kind !== 'either' || !last.isOptional) return nodes;
  return [...nodes.slice(0, -2), { ...last, of: last.of.map((choice) => [gap, ...choice]) }];
}

class Reader {
  private readonly tokens: readonly string[];
  private readonly lists: Lists;
  private at = 0;

  constructor(phrase: string, lists: Lists) {
    this.tokens = tokensOf(phrase);
    this.lists = lists;
  }

  whole(): readonly Node[] {
    const nodes = this.sequence();
    if (this.at < this.tokens.length) throw new PatternError(`has a ${this.peek()} too many`);
    return nodes;
  }

  private peek(): string | undefined {
    return this.tokens[this.at];
  }

  private next(): string {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token === undefined) throw new PatternError('ends too early');
    return token;
  }

  private sequence(): readonly Node[] {
    const nodes: Node[] = [];
    for (let token = this.peek(); token && !')]|'.includes(token); token = this.peek()) {
      nodes.push(this.node());
    }
    return nodes;
  }

  private node(): Node {
    const token = this.next();
    if (token === '(') return this.either(')', false);
    if (token === '[') return this.either(']', true);
    if (token === '!') return { kind: 'unless', words: this.forbidden() };
    if (token.startsWith('...')) return { kind: 'gap', most: gapOf(token) };
    if (token.startsWith('<')) return this.list(token.slice(1, -1));
    return { kind: 'word', ...partOf(token) };
  }

  private either(end: string, isOptional: boolean): Node {
    const of: (readonly Node[])[] = [];
    let token = '|';
    while (token === '|') {
      const nodes = this.sequence();
      if (nodes.length === 0) throw new PatternError('has an empty choice');
      of.push(nodes);
      token = this.next();
    }
    if (token !== end) throw new PatternError(`has ${token} where ${end} belongs`);
    return { kind: 'either', of, isOptional };
  }

  private forbidden(): readonly Part[] {
    const node = this.node();
    if (node.kind === 'word') return [node];
    const words = node.kind === 'either' ? node.of.flat() : [];
    const isPlain = node.kind === 'either' && node.of.every((choice) => choice.length === 1);
    if (!isPlain || !words.every((each) => each.kind === 'word')) {
      throw new PatternError('has a ! before something else than single words');
    }
    return words as readonly (Part & { kind: 'word' })[];
  }

  private list(name: string): Node {
    const words = this.lists[name];
    if (!words) throw new PatternError(`has <${name}>, and there is no such list`);
    const known = ofLists.get(words);
    if (known) return known;
    const of = words.map((each) =>
      each.split(' ').map((word): Node => ({ kind: 'word', ...partOf(word) })),
    );
    const node: Node = { kind: 'either', of, isOptional: false };
    ofLists.set(words, node);
    return node;
  }
}

/** A list stands in a hundred phrases, and is read once. */
const ofLists = new WeakMap<readonly string[], Node>();
const ofNodes = new WeakMap<Node, readonly [Words, Words]>();

function tokensOf(phrase: string): readonly string[] {
  const tokens: string[] = [];
  TOKENS.lastIndex = 0;
  const whole = phrase.trimEnd();
  while (TOKENS.lastIndex < whole.length) {
    const from = TOKENS.lastIndex;
    const token = TOKENS.exec(whole)?.[1];
    if (token === undefined)
      throw new PatternError(`is not understood from “${whole.slice(from)}”`);
    tokens.push(token);
  }
  return tokens;
}

function gapOf(token: string): number {
  const most = token.length > 3 ? Number(token.slice(3)) : GAP;
  if (most < 1 || most > MAX_GAP) throw new PatternError(`has a gap that is not 1 to ${MAX_GAP}`);
  return most;
}

function partOf(token: string): Part {
  const isStart = token.endsWith('*');
  const word = isStart ? token.slice(0, -1) : token;
  const [only, ...more] = wordsOf(word);
  if (!only || more.length > 0 || only.end - only.start !== word.length) {
    throw new PatternError(`has “${token}”, which is not one word`);
  }
  const text = plain(word);
  if (isStart && text.length < MIN_STEM) {
    throw new PatternError(`has “${token}”: at least ${MIN_STEM} letters before *`);
  }
  return { text, isStart };
}

function longest(nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => {
    if (node.kind === 'word') return sum + 1;
    if (node.kind === 'gap') return sum + node.most;
    return node.kind === 'either' ? sum + Math.max(...node.of.map(longest)) : sum;
  }, 0);
}

function shortest(nodes: readonly Node[]): number {
  return nodes.reduce((sum, node) => {
    if (node.kind === 'word') return sum + 1;
    if (node.kind !== 'either' || node.isOptional) return sum;
    return sum + Math.min(...node.of.map(shortest));
  }, 0);
}

/** What a text must hold for these nodes: one word of each. */
function needsOf(nodes: readonly Node[]): readonly Words[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'word') return [wordsIn([node])];
    if (node.kind !== 'either' || node.isOptional) return [];
    const hasAll = node.of.every((choice) => choice.some(({ kind }) => kind === 'word'));
    return hasAll ? [wordsOfEither(node)[1]] : [];
  });
}

/** The steps of these nodes before step `to`, added to `steps`; gives the first of them. */
function built(nodes: readonly Node[], to: number, steps: Step[]): number {
  return nodes.reduceRight((next, node) => stepsOf(node, next, steps), to);
}

function stepsOf(node: Node, to: number, steps: Step[]): number {
  const add = (step: Step) => steps.push(step) - 1;
  switch (node.kind) {
    case 'word':
      return add({ kind: 'words', of: wordsIn([node]), to });
    case 'unless':
      return add({ kind: 'unless', of: wordsIn(node.words), to });
    case 'either': {
      // Most choices are one word: all of these are one step, and cost one look.
      const longer = node.of.filter(([only, ...more]) => only?.kind !== 'word' || more.length > 0);
      const ways = longer.map((choice) => built(choice, to, steps));
      if (longer.length < node.of.length) {
        ways.push(add({ kind: 'words', of: wordsOfEither(node)[0], to }));
      }
      if (node.isOptional) ways.push(to);
      return ways.length === 1 && ways[0] !== undefined
        ? ways[0]
        : add({ kind: 'split', to: ways });
    }
    case 'gap': {
      let next = to;
      for (let left = 0; left < node.most; left += 1) {
        next = add({ kind: 'split', to: [to, add({ kind: 'any', to: next })] });
      }
      return next;
    }
  }
}

/** The choices that are one word; and of all choices one word each. */
function wordsOfEither(node: Node & { kind: 'either' }): readonly [Words, Words] {
  const known = ofNodes.get(node);
  if (known) return known;
  const single = node.of.flatMap(([only, ...more]) =>
    only?.kind === 'word' && more.length === 0 ? [only] : [],
  );
  const one = node.of.flatMap((choice) => choice.find((each) => each.kind === 'word') ?? []);
  const words = [wordsIn(single), wordsIn(one)] as const;
  ofNodes.set(node, words);
  return words;
}

function wordsIn(parts: readonly Part[]): Words {
  return {
    exact: new Set(parts.filter(({ isStart }) => !isStart).map(({ text }) => text)),
    starts: parts.filter(({ isStart }) => isStart).map(({ text }) => text),
  };
}

export function isOneOf({ exact, starts }: Words, word: string): boolean {
  return exact.has(word) || starts.some((start) => word.startsWith(start));
}
