/** A visitor who is proposed to us: who it is, how long we may think, yes or not now. */

import { useEffect, useRef } from 'preact/hooks';
import { useNow } from './clock.ts';
import type { Proposed } from './duty.ts';
import { SWITCH } from './duty.tsx';
import { useAct } from './keymap/acts.ts';
import { languageName, words } from './language.ts';

/** A key that was on its way to something else must not take anybody in. */
const NOT_BEFORE_MS = 600;

interface Props {
  readonly proposal: Proposed;
  readonly isTaking: boolean;
  readonly isUp: boolean;
  readonly onAccept: () => void;
  readonly onPassOn: () => void;
}

export function ProposalCard({ proposal, isTaking, isUp, onAccept, onPassOn }: Props) {
  const { proposal: said, waiting } = words.value;
  const card = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isSoon = useIsSoon();
  const minutes = Math.max(0, Math.floor((useNow() - proposal.since) / 60));
  const canAnswer = isUp && !isTaking;
  const accept = ({ isByKey }: { isByKey: boolean }) => {
    if (canAnswer && !(isByKey && isSoon())) onAccept();
  };
  useFocus(card, button);
  useAct('accept', () => accept({ isByKey: true }));
  return (
    <section ref={card} class="proposal" aria-labelledby="proposal" data-testid="proposal">
      {/* All of it at once for a screen reader; the seconds that go by are not read. */}
      <div class="proposal-who" role="alert">
        <h2 id="proposal">{said.title}</h2>
        <p>
          {said.language(languageName(proposal.language))}
          <span aria-hidden="true"> · {waiting.since(minutes)}</span>
          <span class="aloud">, {waiting.sinceLong(minutes)}</span>
        </p>
        <p class="small">{said.keys}</p>
      </div>
      <Left until={proposal.until} />
      <div class="proposal-answers">
        <button
          ref={button}
          type="button"
          class="button main"
          data-testid="accept"
          disabled={!canAnswer}
          // `detail` counts presses of a pointer: a key has none.
          onClick={({ detail }) => accept({ isByKey: detail === 0 })}
        >
          {isTaking ? said.accepting : said.accept}
        </button>
        <button
          type="button"
          class="button"
          data-testid="pass-on"
          data-act="pass-on"
          disabled={!canAnswer}
          onClick={onPassOn}
        >
          {said.passOn}
        </button>
      </div>
    </section>
  );
}

function Left({ until }: { until: number }) {
  const seconds = Math.max(0, Math.ceil(until / 1000 - useNow(1000)));
  return (
    <p class="small proposal-left" aria-hidden="true" data-testid="proposal-left">
      {words.value.proposal.left(seconds)}
    </p>
  );
}

/** To the button, unless somebody is writing: what is typed must never take anybody in. */
function useFocus(
  card: { readonly current: HTMLElement | null },
  button: { readonly current: HTMLButtonElement | null },
): void {
  useEffect(() => {
    if (!isWriting(document.activeElement)) button.current?.focus();
    const shown = card.current;
    return () => {
      if (shown?.contains(document.activeElement)) document.getElementById(SWITCH)?.focus();
    };
  }, [card, button]);
}

function isWriting(element: Element | null): boolean {
  return element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;
}

function useIsSoon(): () => boolean {
  const since = useRef(performance.now());
  return () => performance.now() - since.current < NOT_BEFORE_MS;
}
