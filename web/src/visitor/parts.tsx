// Small parts that several screens draw.
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

/** `text` is what the number is for; `call` is what the phone dials. */
interface PhoneNumber {
  readonly shown: string;
  readonly call: string;
  readonly name: string;
  readonly text: string;
}

function numbersIn({ numbers }: Strings): readonly PhoneNumber[] {
  const number = (shown: string, name: string, text: string) => {
    return { shown, call: shown.replace(/\D/g, ''), name, text };
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

export function Numbers({ t }: { t: Strings }) {
  return (
    <ul class="numbers" data-testid="numbers">
      {numbersIn(t).map(({ shown, call, name, text }) => (
        <li key={call}>
          <a dir="ltr" href={`tel:${call}`}>
            {shown}
          </a>
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
