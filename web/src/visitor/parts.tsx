// Small parts that several screens draw, also those that come later (more.tsx).
import type { ComponentChildren } from 'preact';
import type { Strings } from '../strings/visitor/strings.ts';
import type { Journey } from './journey.ts';
import type { Session } from './session.ts';

/** What every screen gets. */
export interface Screen {
  readonly session: Session;
  readonly journey: Journey;
  readonly t: Strings;
}

export function Title({ children }: { children: ComponentChildren }) {
  return (
    <h1 tabIndex={-1} data-testid="title">
      {children}
    </h1>
  );
}

export function Points({ of }: { of: readonly string[] }) {
  return (
    <ul class="points">
      {of.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}

/** Something slow to look at, at the pace of calm breathing; still when motion is not wanted. */
export function Breath() {
  return (
    <div class="breath" aria-hidden="true">
      <i />
    </div>
  );
}
