/**
 * The aid beside a conversation: its switch, what it found, and the underlined phrases.
 *
 * A found indicator is a button that leads to its phrase; from there, arrows lead to the others and Escape leads back.
 */

import { useEffect, useState } from 'preact/hooks';
import type { Conversation } from '../held.ts';
import { language, words } from '../language.ts';
import type { Said } from '../transcript.ts';
import type { Finding, Indicator } from './lexicon.ts';
import { type Piece, piecesOf } from './reading.ts';
import { hasFailed, isOn, load, type Shown, turn } from './switch.ts';

/** Longer than a screen reader takes to notice that lines have changed. */
const QUIET_MS = 1_000;

const SIGN = '.sign';

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
};

export function AidSwitch({ ticket }: { readonly ticket: string }) {
  const isChecked = isOn(ticket);
  return (
    <button
      type="button"
      role="switch"
      class="button quiet aid-switch"
      data-testid="aid"
      data-act="signs"
      aria-checked={isChecked}
      onClick={() => turn(ticket, !isChecked)}
    >
      <span class="aid-knob" aria-hidden="true" />
      {words.value.aid.name}
    </button>
  );
}

interface Props {
  readonly held: Conversation;
  readonly shown: Shown | null;
}

/** What was found; nothing where the aid is off. */
export function Signs({ held, shown }: Props) {
  const said = words.value.aid;
  if (!isOn(held.ticket)) return null;
  const found = shown?.reading.counted(held.items) ?? [];
  return (
    <section class="signs" aria-label={said.name} data-testid="signs">
      <p class="small soft" role="status" data-testid="signs-note">
        {hasFailed.value ? (
          <>
            {said.failed}{' '}
            <button type="button" class="button quiet" onClick={() => void load()}>
              {words.value.tryAgain}
            </button>
          </>
        ) : shown === null ? (
          said.loading
        ) : found.length === 0 ? (
          said.nothing
        ) : (
          said.note
        )}
      </p>
      <ul class="plain-list signs-found">
        {found.map(({ indicator, times }) => (
          <li key={indicator.id}>
            <button
              type="button"
              class="sign-name"
              data-testid="found"
              data-indicator={indicator.id}
              aria-label={said.found(nameOf(indicator), times)}
              onClick={(event) => showNext(indicator, event.currentTarget)}
            >
              {nameOf(indicator)}
              {times > 1 && <span class="sign-times"> {times}×</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A text in which phrases are underlined. */
export function Marked({
  item,
  findings,
}: {
  readonly item: Said;
  readonly findings: readonly Finding[];
}) {
  return (
    <>
      {piecesOf(item.text, findings).map((piece, at) =>
        piece.indicators.length === 0 ? piece.text : <Sign key={at} piece={piece} />,
      )}
    </>
  );
}

function Sign({ piece }: { readonly piece: Piece }) {
  const names = piece.indicators.map(nameOf).join(', ');
  return (
    <mark
      class="sign"
      // Reached from the list of what was found: in a long conversation Tab would never arrive anywhere.
      tabIndex={-1}
      title={names}
      data-testid="sign"
      data-indicators={piece.indicators.map(({ id }) => id).join(' ')}
      data-names={names}
      onKeyDown={walk}
    >
      {piece.text}
      <span class="aloud"> ({words.value.aid.sign(names)})</span>
    </mark>
  );
}

/** Lines that change because the aid is switched are not news: nobody wants them all read aloud. */
export function useQuiet(isChanged: boolean): boolean {
  const [known, know] = useState(isChanged);
  useEffect(() => {
    if (known === isChanged) return;
    const later = setTimeout(() => know(isChanged), QUIET_MS);
    return () => clearTimeout(later);
  }, [known, isChanged]);
  return known !== isChanged;
}

function nameOf({ name }: Indicator): string {
  return name[language.value];
}

/** The button that led to a phrase. Not the phrase itself: what is closed is not kept. */
let cameFrom: HTMLElement | null = null;
let last = { id: '', place: 0 };

/** To the last phrase of this indicator, and from one of them to the one before. */
function showNext({ id }: Indicator, from: HTMLElement): void {
  const all = signsBeside(from, `${SIGN}[data-indicators~="${id}"]`);
  const isNext = last.id === id && last.place > 0;
  last = { id, place: Math.min(isNext ? last.place : all.length, all.length) - 1 };
  cameFrom = from;
  show(all[last.place]);
}

/** Of this conversation: another may stand beside it. */
function signsBeside(element: HTMLElement, which: string): readonly HTMLElement[] {
  return [...(element.closest('.talk')?.querySelectorAll<HTMLElement>(which) ?? [])];
}

function show(sign: HTMLElement | undefined): void {
  sign?.scrollIntoView({ block: 'center' });
  sign?.focus({ preventScroll: true });
}

function walk(event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    if (cameFrom?.isConnected) cameFrom.focus();
  } else {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const sign = event.currentTarget as HTMLElement;
    const all = signsBeside(sign, SIGN);
    show(all[all.indexOf(sign) + step]);
  }
  event.preventDefault();
  event.stopPropagation();
}
