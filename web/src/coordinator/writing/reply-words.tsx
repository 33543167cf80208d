/** A reply as coordinators read it, and what can be asked of all of them. */

import { languageName } from '../../staff/language.ts';
import { type Reply, spokenIn } from '../../staff/replies/choices.ts';
import { language as own, words } from '../language.ts';

/** Why something was not saved; null when it was. */
export type NotSaved = 'changed' | 'tooLarge' | 'refused' | null;

/** Ask for a change of the newest version. */
export type Change = (what: 'save' | 'remove' | 'restore', body: object) => Promise<NotSaved>;

/** A reply as it is read in the list, and in an earlier version. */
export function ReplyWords({ reply }: { readonly reply: Reply }) {
  const { group } = words.value.replies;
  const spoken = spokenIn(reply.text, own.value);
  return (
    <div class="reply-words">
      <p>
        <strong>{titleOf(reply)}</strong>{' '}
        <span class="small soft">
          /{reply.key} · {group[reply.category]} ·{' '}
          {Object.keys(reply.text).map(languageName).join(', ')}
        </span>
      </p>
      <p class="reply-text" lang={spoken}>
        {reply.text[spoken]}
      </p>
    </div>
  );
}

export function titleOf({ title, key }: Reply): string {
  return title[spokenIn(title, own.value)] ?? key;
}
