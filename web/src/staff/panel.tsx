/** What one wants to know of a conversation at a glance; beside its lines where there is place, above them elsewhere. */

import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { timeOf } from './clock.ts';
import { askedBefore, type Conversation } from './held.ts';
import { hideAll, hideNewest, isHidden, ofVisitor } from './hiding.ts';
import { useAct } from './keymap/acts.ts';
import { languageName, words } from './language.ts';

/** Null: nobody has chosen, and it is open where the visitor has told something before. In memory only. */
const chosen = signal<boolean | null>(null);

export function isPanelOpen(held: Conversation): boolean {
  return chosen.value ?? askedBefore(held.items) !== null;
}

export function PanelButton({ held }: { readonly held: Conversation }) {
  const isOpen = isPanelOpen(held);
  return (
    <button
      type="button"
      class="button quiet"
      data-testid="panel-switch"
      data-act="panel"
      aria-expanded={isOpen}
      onClick={() => {
        chosen.value = !isOpen;
      }}
    >
      {words.value.window.panelShort}
      <span class="aloud">: {words.value.window.panel}</span>
    </button>
  );
}

interface Props {
  readonly held: Conversation;
  readonly isActive: boolean;
  /** Panels of other parts. */
  readonly children?: ComponentChildren;
}

export function Panel({ held, isActive, children }: Props) {
  const said = words.value.window;
  if (!isPanelOpen(held)) return isActive ? <HidingKeys held={held} /> : null;
  const before = askedBefore(held.items);
  const since = held.items.find((item) => item.kind === 'said');
  return (
    <aside class="panel" aria-label={said.panel} data-testid="panel">
      {isActive && <HidingKeys held={held} />}
      <dl class="panel-facts">
        <dt>{said.language}</dt>
        <dd data-testid="panel-language">{languageName(held.language)}</dd>
        {since?.kind === 'said' && (
          <>
            <dt>{said.since}</dt>
            <dd>{timeOf(since.at)}</dd>
          </>
        )}
      </dl>
      {before !== null && (
        <section aria-label={said.before} class="panel-before" data-testid="asked-before">
          <h2>{said.before}</h2>
          <p dir="auto" lang={held.language}>
            {before}
          </p>
        </section>
      )}
      {children}
      <HideAll held={held} />
    </aside>
  );
}

function HideAll({ held }: { readonly held: Conversation }) {
  const said = words.value.window;
  const all = ofVisitor(held.items);
  if (all.length === 0) return null;
  const areHidden = all.every((item) => isHidden(held.ticket, item));
  return (
    <button type="button" class="button quiet" data-testid="hide-all" onClick={() => hideAll(held)}>
      {areHidden ? said.showAll : said.hideAll}
    </button>
  );
}

/** Of the conversation one works at, whether its panel is open or not. */
function HidingKeys({ held }: { readonly held: Conversation }) {
  useAct('hide', () => hideNewest(held));
  useAct('hide-all', () => hideAll(held));
  return null;
}
