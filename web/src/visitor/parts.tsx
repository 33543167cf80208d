// Small parts that several screens draw.
import type { ComponentChildren } from 'preact';
import type { Strings } from '../strings/visitor/nl.ts';
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

export function Numbers({ t }: { t: Strings }) {
  return (
    <ul class="numbers" data-testid="numbers">
      {t.numbers.map(({ shown, call, name, text }) => (
        <li key={call}>
          <a href={`tel:${call}`}>{shown}</a>
          <span>
            <b>{name}</b>: {text}
          </span>
        </li>
      ))}
    </ul>
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
