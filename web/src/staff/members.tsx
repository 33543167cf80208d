/** Who can read a conversation now, by the newest record that opened, and words to make sure of it. */

import { useEffect, useState } from 'preact/hooks';
import type { Conversation } from './held.ts';
import { words } from './language.ts';
import type { Reader } from './transcript.ts';

/** "bezoeker, Maria (hulpverlener)". */
export function namesOf(readers: readonly Pick<Reader, 'role' | 'name'>[]): string {
  const said = words.value.reader;
  return readers.map(({ role, name }) => said[role](name)).join(', ');
}

export function Members({ held }: { held: Conversation }) {
  return (
    <p class="members small" data-testid="members">
      {words.value.conversation.readersNow(namesOf(held.members))}
    </p>
  );
}

interface WordsProps {
  readonly fetchWords: () => Promise<readonly string[]>;
}

/** Closed until somebody wants it: making the words takes a moment, and nobody has to compare them. */
export function ControlWords({ fetchWords }: WordsProps) {
  const said = words.value.controlWords;
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      class="control-words"
      data-testid="words"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{said.title}</summary>
      {isOpen && <Opened fetchWords={fetchWords} />}
    </details>
  );
}

function Opened({ fetchWords }: WordsProps) {
  const said = words.value.controlWords;
  const [found, setFound] = useState<readonly string[] | null | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    const show = (value: readonly string[] | null) => {
      if (!isGone) setFound(value);
    };
    fetchWords().then(show, () => show(null));
    return () => {
      isGone = true;
    };
  }, []);
  return (
    <div class="control-words-body">
      <div role="status">
        {found === undefined && <p>{said.busy}</p>}
        {found === null && <p>{said.failed}</p>}
        {found && <FourWords words={found} testId="words-list" />}
      </div>
      <p class="small">{said.why}</p>
    </div>
  );
}

/** Dutch words in every language: both sides must see the same. */
export function FourWords({ words: four, testId }: { words: readonly string[]; testId: string }) {
  return (
    <ol class="four-words plain-list" lang="nl" data-testid={testId}>
      {four.map((word, place) => (
        // By place: the same word may come twice, and no word ever moves.
        <li key={place}>{word}</li>
      ))}
    </ol>
  );
}
