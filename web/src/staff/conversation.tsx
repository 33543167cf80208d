/** One conversation: who is there, what was said, the composer, and the way to end it. */

import { Composer } from './composer.tsx';
import type { Conversation, Line } from './desk.ts';
import { EndButton } from './end-button.tsx';
import { labelOf } from './label.ts';
import { languageName, words } from './language.ts';
import { Messages } from './messages.tsx';

interface Props {
  readonly held: Conversation;
  readonly line: Line;
  readonly isToTag: boolean;
  readonly onDraft: (text: string) => void;
  readonly onSay: (text: string) => void;
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

export function ConversationView(props: Props) {
  const { held, line, onDraft, onSay, onEnd } = props;
  const { conversation: said, conversations } = words.value;
  const hasEnded = held.phase === 'ended';
  return (
    <section
      class={hasEnded ? 'talk talk-ended' : 'talk'}
      data-testid="conversation"
      data-phase={held.phase}
      aria-labelledby="talk-name"
    >
      <header class="talk-head">
        <h1 id="talk-name">
          {conversations.name(labelOf(held.ticket))}
          <span class="talk-language">{languageName(held.language)}</span>
        </h1>
        {!hasEnded && <Presence held={held} />}
        {!hasEnded && <EndButton isEnding={held.isEnding} onEnd={onEnd} />}
      </header>
      {held.phase === 'knocking' && !held.hasFailed ? (
        <p class="knocking" role="status">
          {said.knocking}
        </p>
      ) : (
        <Messages held={held} />
      )}
      {held.hasFailed && !hasEnded && (
        <p class="strip strip-alarm" role="alert" data-testid="crypto-failure">
          {said.failed}
        </p>
      )}
      {held.phase === 'open' && !held.hasFailed && (
        <Composer
          draft={held.draft}
          isHeldBack={line !== 'up'}
          isDisabled={held.isEnding}
          onDraft={onDraft}
          onSay={onSay}
        />
      )}
      {hasEnded && <Ended {...props} />}
    </section>
  );
}

function Presence({ held }: { held: Conversation }) {
  const said = words.value.conversation;
  return (
    <p
      class={`presence presence-${held.visitor}`}
      role="status"
      data-testid="presence"
      data-state={held.visitor}
    >
      {held.visitor === 'here' ? said.here : said.lost}
    </p>
  );
}

/** Left, exit, done and gone are different things to somebody who was in the middle of a sentence. */
function Ended({ held, isToTag, onClose }: Props) {
  const { conversation: said, close } = words.value;
  return (
    <div
      class={held.ending === 'exit' ? 'strip strip-care' : 'strip'}
      role="status"
      data-testid="ended"
      data-reason={held.ending ?? ''}
    >
      <p>
        <strong>{said.ended[held.ending ?? 'gone']}</strong>
      </p>
      <p class="small">{isToTag ? said.endedKeep : said.nothingToTag}</p>
      {!isToTag && (
        <button type="button" class="button quiet" data-testid="close" onClick={onClose}>
          {close}
        </button>
      )}
    </div>
  );
}
