// Four words that stand on the professional's screen too. Nobody has to look; who doubts can ask over the phone.
import { useState } from 'preact/hooks';
import type { Strings } from '../strings/visitor/strings.ts';
import type { Session } from './session.ts';

type Found = readonly { name: string; words: readonly string[] }[];

export function WordsToCompare({ session, t }: { session: Session; t: Strings }) {
  const [found, setFound] = useState<Found | null>(null);
  const look = () => {
    session.words().then(setFound, () => setFound([]));
  };
  return (
    <details
      class="words"
      data-testid="words"
      onToggle={(event) => event.currentTarget.open && look()}
    >
      <summary class="small">{t.wordsTitle}</summary>
      <p class="small soft">{t.wordsLead}</p>
      {found === null || found.length === 0 ? (
        <p class="small">{found === null ? t.starting : t.faultTitle}</p>
      ) : (
        <ul class="plain">
          {found.map(({ name, words }) => (
            <li key={name}>
              <span class="small soft">{name}</span>{' '}
              <b data-testid="words-list">{words.join(' ')}</b>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
