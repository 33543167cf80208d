/** Earlier versions of the replies: read first, then brought back as a new one. */

import { useState } from 'preact/hooks';
import { get } from '../../staff/api.ts';
import type { ReplySet } from '../../staff/replies/choices.ts';
import { TwoSteps } from '../../staff/two-steps.tsx';
import { language as own, words } from '../language.ts';
import { dayOfDate } from '../roster.ts';
import { type Change, ReplyWords } from './reply-words.tsx';

interface Kept {
  readonly number: number;
  readonly day: string;
}

interface Props {
  /** The number of the newest. */
  readonly now: number;
  readonly change: Change;
  readonly onExpired: () => void;
}

export function Versions({ now, change, onExpired }: Props) {
  const said = words.value.writing;
  const [kept, setKept] = useState<readonly Kept[] | null>(null);
  const [shown, setShown] = useState<ReplySet | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const fetched = async <T,>(path: string, use: (value: T) => void) => {
    const answer = await get<T>(`/api/replies/versions${path}`);
    setFailed(!answer.isOk);
    if (answer.isOk) use(answer.value);
    else if (answer.code === 'not_signed_in') onExpired();
  };
  const list = () =>
    void fetched<{ versions: readonly Kept[] }>('', ({ versions }) => setKept(versions));
  const older = [...(kept ?? []), { number: 0, day: '' }].filter(({ number }) => number !== now);
  return (
    <details
      data-testid="replies-versions"
      onToggle={(event) => event.currentTarget.open && kept === null && list()}
    >
      <summary>{said.older}</summary>
      <p class={hasFailed ? 'strip strip-care' : 'aloud'} role="status">
        {hasFailed ? said.failed : ''}
      </p>
      <ul class="plain-list">
        {kept !== null &&
          older.map(({ number, day }) => {
            const name = said.versionOf(number, day === '' ? '' : dayOfDate(day, own.value));
            return (
              <li key={number} data-testid="replies-older" data-number={number}>
                <div class="reply-row">
                  <p>{name}</p>
                  <div class="reply-acts">
                    <button
                      type="button"
                      class="button quiet"
                      data-testid="replies-look"
                      aria-label={said.lookAt(name)}
                      aria-expanded={shown?.version === number}
                      onClick={() =>
                        shown?.version === number
                          ? setShown(null)
                          : void fetched<ReplySet>(`/${number}`, setShown)
                      }
                    >
                      {said.look}
                    </button>
                    <TwoSteps
                      id="replies-restore"
                      said={said.restore}
                      onConfirm={() => void change('restore', { number })}
                    />
                  </div>
                </div>
                {shown?.version === number &&
                  shown.replies.map((reply) => <ReplyWords key={reply.key} reply={reply} />)}
              </li>
            );
          })}
      </ul>
    </details>
  );
}
