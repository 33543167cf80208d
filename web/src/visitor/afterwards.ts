// Three closing questions, in a script apart: fetched when a conversation is over and not before, with its texts in
// every language. Made without Preact, which it does not need for nine buttons. Nothing is remembered: an answer is in
// this page until it is sent, and goes with the page.
import { afterwards } from 'messages:afterwards';
import type { Afterwards } from '../strings/visitor/strings.ts';
import { hand } from '../ui/late.ts';

/** What there is in the page, and how it goes on when another language is chosen. */
export interface Questions {
  readonly element: HTMLElement;
  speak(language: string): void;
}

/** Where it is said, and with which voucher. Rejects if nothing can be asked: then the page stays as it was. */
export type Ask = (origin: string, voucher: string) => Promise<Questions>;

/** Their codes are those of the codebook (chatserver/codebooks/closing). */
const QUESTIONS = ['heard', 'next', 'back'] as const;
const ANSWERS = ['yes', 'some', 'no'] as const;

/** A slow phone in a lift. Whoever waits longer for a thank-you has something better to do. */
const WITHIN_MS = 15_000;

type Words = (said: Afterwards) => string;

const ask: Ask = async (origin, voucher) => {
  // Once, so that it is known how many were asked; a voucher that is of no use any more asks nobody.
  await say(origin, { voucher });
  return questions((answers) => say(origin, { voucher, answers }));
};

/** No header but what every page sends: a page on another host needs no permission for that. */
async function say(origin: string, body: unknown): Promise<void> {
  const asking = fetch(`${origin}/api/afterwards`, {
    method: 'POST',
    body: JSON.stringify(body),
    credentials: 'omit',
    cache: 'no-store',
  });
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error('late')), WITHIN_MS),
  );
  const answer = await Promise.race([asking, late]);
  if (!answer.ok) throw new Error('not heard');
}

function questions(send: (answers: Record<string, string>) => Promise<void>): Questions {
  const said: [Element, Words][] = [];
  let language = '';
  const words = (): Afterwards | undefined => afterwards[language];

  /** An element that says something in whatever language is spoken. */
  function make<K extends keyof HTMLElementTagNameMap>(
    name: K,
    attributes: Record<string, string>,
    text: Words | null,
    ...inside: Element[]
  ): HTMLElementTagNameMap[K] {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    for (const each of inside) made.appendChild(each);
    if (text) said.push([made, text]);
    return made;
  }

  const answers: Record<string, string> = {};
  let isOver = false;

  function choose(question: string, code: string): void {
    // Again takes it back: a tap may have been a slip.
    if (answers[question] === code) delete answers[question];
    else answers[question] = code;
    for (const each of element.querySelectorAll<HTMLElement>(`[data-question="${question}"]`)) {
      each.setAttribute('aria-pressed', `${each.getAttribute('data-code') === answers[question]}`);
    }
    show();
  }

  function answer(question: (typeof QUESTIONS)[number], code: (typeof ANSWERS)[number]): Element {
    const attributes = {
      type: 'button',
      class: 'button',
      'aria-pressed': 'false',
      'data-question': question,
      'data-code': code,
    };
    const made = make('button', attributes, (t) => t[question][code]);
    made.onclick = () => choose(question, code);
    return made;
  }

  const groups = QUESTIONS.map((question) => {
    const id = `afterwards-${question}`;
    const label = make('h3', { id }, (t) => t[question].question);
    const choices = make(
      'div',
      { class: 'choices' },
      null,
      ...ANSWERS.map((c) => answer(question, c)),
    );
    return make(
      'div',
      { class: 'stack', role: 'group', 'aria-labelledby': id },
      null,
      label,
      choices,
    );
  });
  const sending = make('button', { type: 'button', class: 'button main' }, (t) => t.send);
  const lead = make('p', { class: 'soft' }, (t) => t.lead);
  // Always there, so that what appears in it is read aloud.
  const told = make('p', { role: 'status', 'data-testid': 'afterwards-told' }, null);
  const title = make('h2', { tabindex: '-1' }, (t) => t.title);
  const element = make(
    'section',
    { class: 'card stack asked', 'data-testid': 'afterwards' },
    null,
    title,
    lead,
    ...groups,
    sending,
    told,
  );

  let outcome: 'thanks' | 'failed' | null = null;

  function show(): void {
    const t = words();
    if (!t) return;
    for (const [each, text] of said) each.textContent = text(t);
    sending.disabled = isOver || Object.keys(answers).length === 0;
    told.textContent = outcome ? t[outcome] : '';
  }

  sending.onclick = async () => {
    isOver = true;
    outcome = null;
    show();
    try {
      await send({ ...answers });
      outcome = 'thanks';
      // The words of thanks are all that stays, and the focus must not fall out of the page.
      for (const each of [title, lead, ...groups, sending]) each.remove();
      told.tabIndex = -1;
      told.focus();
    } catch {
      outcome = 'failed';
      isOver = false;
    }
    show();
  };

  return {
    element,
    speak(next) {
      language = next;
      show();
    },
  };
}

hand(ask);
