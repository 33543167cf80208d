/** Where coordinators write replies: the list, one form at a time, and earlier versions. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { get, post } from '../../staff/api.ts';
import { CATEGORIES, type Reply, type ReplySet } from '../../staff/replies/choices.ts';
import { TwoSteps } from '../../staff/two-steps.tsx';
import { words } from '../language.ts';
import { Failed, useOnce } from '../once.tsx';
import { ReplyForm } from './reply-fields.tsx';
import { Versions } from './reply-versions.tsx';
import { type Change, ReplyWords, titleOf } from './reply-words.tsx';

/** What is written: a new reply, or the one that this was when it was opened. */
interface Writing {
  readonly was: Reply | null;
}

export function RepliesView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.writing;
  const { value: set, look, show } = useOnce<ReplySet>('/api/replies', onExpired);
  const [writing, setWriting] = useState<Writing | null>(null);
  const [note, setNote] = useState('');
  useWayBack(writing?.was?.key);

  const change: Change = async (what, body) => {
    if (!set) return 'refused';
    const answer = await post<ReplySet>(`/api/replies/${what}`, { version: set.version, ...body });
    if (answer.isOk) {
      show(answer.value);
      setWriting(null);
      setNote(said.saved(answer.value.version));
      return null;
    }
    if (answer.code === 'not_signed_in') onExpired();
    const isBehind = answer.code === 'changed';
    if (isBehind) {
      // Shown without taking the form away: nothing that was written is lost.
      const newest = await get<ReplySet>('/api/replies');
      if (newest.isOk) show(newest.value);
    }
    const why = isBehind ? 'changed' : answer.code === 'too_large' ? 'tooLarge' : 'refused';
    setNote(said[why]);
    return why;
  };
  const write = (was: Reply | null) => {
    setNote('');
    setWriting({ was });
  };
  return (
    <section class="replies no-print" aria-labelledby="replies">
      <h2 id="replies">{words.value.replies.button}</h2>
      <p class="measure soft">{said.lead}</p>
      {set === null && <Failed said={said.failed} look={look} />}
      <p
        class={note === '' ? 'aloud' : 'strip strip-care'}
        role="status"
        data-testid="replies-note"
      >
        {note}
      </p>
      {set && (
        <>
          <p data-testid="replies-version" data-version={set.version}>
            {said.version(set.version)}{' '}
            <button
              type="button"
              class="button quiet"
              data-testid="reply-add"
              disabled={writing !== null}
              onClick={() => write(null)}
            >
              {said.add}
            </button>
          </p>
          {/* In one place, whatever becomes of the list: a form that moves would forget what was written. */}
          {writing && (
            <ReplyForm
              key={writing.was?.key ?? ''}
              was={writing.was}
              replies={set.replies}
              change={change}
              onCancel={() => setWriting(null)}
            />
          )}
          <details data-testid="replies-list">
            <summary>{said.open(set.replies.length)}</summary>
            <ul class="plain-list">
              {inOrder(set.replies).map((reply) => (
                <Row
                  key={reply.key}
                  reply={reply}
                  isBusy={writing !== null}
                  onChange={() => write(reply)}
                  onRemove={() => void change('remove', { key: reply.key })}
                />
              ))}
            </ul>
          </details>
          <Versions key={set.version} now={set.version} change={change} onExpired={onExpired} />
        </>
      )}
    </section>
  );
}

interface RowProps {
  readonly reply: Reply;
  readonly isBusy: boolean;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

function Row({ reply, isBusy, onChange, onRemove }: RowProps) {
  const said = words.value.writing;
  return (
    <li class="reply-row" data-testid="reply" data-key={reply.key}>
      <ReplyWords reply={reply} />
      <div class="reply-acts">
        <button
          type="button"
          class="button quiet"
          id={changeOf(reply.key)}
          data-testid="reply-change"
          aria-label={said.changeThis(titleOf(reply))}
          disabled={isBusy}
          onClick={onChange}
        >
          {said.change}
        </button>
        <TwoSteps id="reply-remove" said={said.remove} onConfirm={onRemove} />
      </div>
    </li>
  );
}

const changeOf = (key: string): string => `change-${key}`;

/** When the form of a reply is gone, the focus is back at that reply in the list. */
function useWayBack(key: string | undefined): void {
  const last = useRef(key);
  useEffect(() => {
    if (key === undefined && last.current !== undefined) {
      document.getElementById(changeOf(last.current))?.focus();
    }
    last.current = key;
  }, [key]);
}

function inOrder(replies: readonly Reply[]): readonly Reply[] {
  const rank = ({ category }: Reply) => CATEGORIES.indexOf(category);
  return [...replies].sort((one, other) => rank(one) - rank(other));
}
