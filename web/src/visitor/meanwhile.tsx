// While one waits: something to read, and something to breathe by. All of it is in the page by then, so it needs no
// line; whoever is called is called here too, because the call takes the whole screen.
import type { Strings } from '../strings/visitor/strings.ts';
import { laterIn } from './later.ts';
import { type Organisation, said } from './organisation.ts';
import { Breath, Points, Title } from './parts.tsx';

export type Aside = 'read' | 'breathe' | null;

interface Props {
  readonly t: Strings;
  readonly organisation: Organisation | null;
  readonly open: (aside: Aside) => void;
}

/** One text to read, in the language of the page. */
interface Text {
  readonly title: string;
  readonly text: string;
  readonly link?: string;
}

/** What there is to read: what the organisation wants said; if it says nothing of it, what we would. May be nothing. */
export function toRead(found: Organisation | null, t: Strings): readonly Text[] {
  if (!found?.reading) {
    const ours = laterIn(t).reading;
    return ours.map(({ title, text }) => ({ title, text: text.join('\n\n') }));
  }
  return found.reading.map(({ title, text, link }) => ({
    title: said(title, t),
    text: said(text, t),
    ...(link ? { link } : {}),
  }));
}

/** The two ways in. */
export function Offers({ t, organisation, open }: Props) {
  const words = laterIn(t);
  const hasReading = toRead(organisation, t).length > 0;
  return (
    <div class="choices">
      {hasReading && (
        <button type="button" class="button" data-testid="read" onClick={() => open('read')}>
          {words.readTitle}
        </button>
      )}
      <button type="button" class="button" data-testid="breathe" onClick={() => open('breathe')}>
        {words.breatheTitle}
      </button>
    </div>
  );
}

export function Meanwhile({ aside, t, organisation, open }: Props & { readonly aside: Aside }) {
  return (
    <section class="page stack" data-testid="meanwhile">
      <button type="button" class="button" data-testid="back-to-line" onClick={() => open(null)}>
        {laterIn(t).backToLine}
      </button>
      {aside === 'read' ? <ToRead {...{ t, organisation }} /> : <ToBreathe t={t} />}
    </section>
  );
}

function ToRead({ t, organisation }: Pick<Props, 't' | 'organisation'>) {
  return (
    <>
      <Title>{laterIn(t).readTitle}</Title>
      <div>
        {toRead(organisation, t).map(({ title, text, link }) => (
          <details key={title} dir="auto">
            <summary>{title}</summary>
            {/* Text, whatever stands in it. */}
            <p class="read">{text}</p>
            {link && <p class="soft small">{link}</p>}
          </details>
        ))}
      </div>
    </>
  );
}

function ToBreathe({ t }: Pick<Props, 't'>) {
  const words = laterIn(t);
  return (
    <>
      <Title>{words.breatheTitle}</Title>
      <Breath />
      <Points of={words.breathe} />
    </>
  );
}
