/** One conversation: who is there, what was said, the composer, and the ways out of it. */

import type { ComponentChildren } from 'preact';
import type { CardLines } from '../wire/card.ts';
import { AidSwitch, Signs } from './aid/signs.tsx';
import type { Shown } from './aid/switch.ts';
import { AskButton, AskState, type Company, HelpButton } from './colleagues.tsx';
import { Composer } from './composer.tsx';
import type { Contacts } from './contacts.ts';
import { ContactsButton } from './contacts-panel.tsx';
import type { Conversation } from './held.ts';
import { labelOf } from './label.ts';
import { languageName, words } from './language.ts';
import { ControlWords, Members } from './members.tsx';
import { Messages } from './messages.tsx';
import { Panel, PanelButton } from './panel.tsx';
import { Parting } from './parting.tsx';
import { RehearsalNote } from './rehearsal.tsx';
import type { CoolDown, Line } from './step.ts';
import { wasSilent } from './tagging.ts';
import { isWriter, writeHere } from './writer.ts';

interface Props {
  readonly held: Conversation;
  /** One works at this one; others may stand beside it. */
  readonly isActive: boolean;
  /** What the indicator aid has found; null where it is off. */
  readonly shown: Shown | null;
  readonly line: Line;
  readonly isToTag: boolean;
  /** A way back to the tag that was given without asking. */
  readonly correct: ComponentChildren;
  readonly onRead: (seq: number) => void;
  readonly onDraft: (text: string) => void;
  readonly onSay: (text: string) => void;
  readonly company: Company;
  readonly onStepOut: () => void;
  readonly onEnd: (coolDown: CoolDown | null) => void;
  /** Look at its form, which opens beside the text. */
  readonly onTag: () => void;
  readonly onClose: () => void;
  readonly contacts: Contacts | null | undefined;
  readonly onFetchContacts: () => void;
  readonly onHand: (card: CardLines) => void;
  readonly fetchWords: () => Promise<readonly string[]>;
}

export function ConversationView(props: Props) {
  const { held, isActive, shown, line, onDraft, onSay } = props;
  const said = words.value.conversation;
  const hasEnded = held.phase === 'ended';
  return (
    <section
      class={hasEnded ? 'talk talk-ended' : 'talk'}
      data-testid="conversation"
      data-phase={held.phase}
      data-ticket={held.ticket}
      // A key may lead here where nothing can be written.
      tabIndex={-1}
      aria-current={isActive ? 'true' : undefined}
      aria-labelledby={`talk-${held.ticket}`}
    >
      <Head {...props} />
      {held.isRehearsal && <RehearsalNote />}
      {!hasEnded && <AskState {...props} {...props.company} isUp={line === 'up'} />}
      {held.phase === 'knocking' && !held.hasFailed ? (
        <p class="knocking" role="status">
          {held.isGuest ? said.knockingAsGuest : said.knocking}
        </p>
      ) : (
        <>
          <Signs held={held} shown={shown} />
          <div class="talk-body">
            <Messages held={held} isActive={isActive} shown={shown} onRead={props.onRead} />
            <Panel held={held} isActive={isActive} />
          </div>
        </>
      )}
      {held.hasFailed && !hasEnded && (
        <p class="strip strip-alarm" role="alert" data-testid="crypto-failure">
          {said.failed}
        </p>
      )}
      {held.phase === 'open' && !held.hasFailed && !isWriter.value && <Elsewhere />}
      {held.phase === 'open' && !held.hasFailed && isWriter.value && (
        <Composer
          ticket={held.ticket}
          isActive={isActive}
          draft={held.draft}
          language={held.language}
          contacts={props.contacts}
          isHeldBack={line !== 'up'}
          isDisabled={held.going !== null}
          onDraft={onDraft}
          onSay={onSay}
        />
      )}
      {hasEnded && <Ended {...props} />}
    </section>
  );
}

function Head(props: Props) {
  const { held, line, onStepOut, onEnd, fetchWords } = props;
  const { conversations } = words.value;
  const isOpen = held.phase === 'open';
  const maySpeak = isOpen && held.going === null && !held.hasFailed;
  const mayAsk = maySpeak && !held.isGuest && !isAsking(held);
  return (
    <header class="talk-head">
      <h1 id={`talk-${held.ticket}`}>
        {conversations.name(labelOf(held.ticket))}
        <span class="talk-language">{languageName(held.language)}</span>
      </h1>
      {held.phase === 'ended' && <AidSwitch ticket={held.ticket} />}
      {held.phase !== 'ended' && (
        <>
          <Presence held={held} />
          {held.isWriting && (
            <p class="soft" data-testid="writing">
              {words.value.window.writing}
            </p>
          )}
          <div class="talk-acts">
            {maySpeak && isWriter.value && (
              <ContactsButton
                held={held}
                contacts={props.contacts}
                onFetch={props.onFetchContacts}
                onHand={props.onHand}
              />
            )}
            {isOpen && <PanelButton held={held} />}
            {isOpen && <AidSwitch ticket={held.ticket} />}
            {mayAsk && <HelpButton {...props.company} isUp={line === 'up'} />}
            {mayAsk && <AskButton {...props.company} isUp={line === 'up'} />}
            <Parting held={held} onEnd={onEnd} onStepOut={onStepOut} />
          </div>
        </>
      )}
      {isOpen && held.members.length > 0 && (
        <div class="talk-readers">
          <Members held={held} />
          {/* New words with each record: those of before are closed and forgotten. */}
          <ControlWords key={held.epoch} fetchWords={fetchWords} />
        </div>
      )}
      {held.phase !== 'ended' && <EndsSoon held={held} />}
    </header>
  );
}

/** Another window of this browser has the composer. */
function Elsewhere() {
  const said = words.value.conversation;
  return (
    <div class="composer elsewhere" data-testid="elsewhere">
      <p>{said.elsewhere}</p>
      <button type="button" class="button main" data-testid="write-here" onClick={writeHere}>
        {said.writeHere}
      </button>
    </div>
  );
}

function isAsking({ ask }: Conversation): boolean {
  return ask !== null && ['asking', 'asked', 'in'].includes(ask.state);
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

/** Always there, so that what appears in it is read aloud. */
function EndsSoon({ held }: { held: Conversation }) {
  return (
    <div class="ends-soon" role="status">
      {held.endsIn !== null && (
        <p data-testid="ends-soon">{words.value.conversation.ends(held.endsIn)}</p>
      )}
    </div>
  );
}

/** Left, exit, done and gone are different things to somebody who was in the middle of a sentence. */
function Ended({ held, isActive, isToTag, correct, onTag, onClose }: Props) {
  const { conversation: said, close } = words.value;
  const isTagged = wasSilent(held) && !isToTag;
  return (
    <div
      class={held.ending === 'exit' ? 'strip strip-care' : 'strip'}
      role="status"
      data-testid="ended"
      data-reason={held.ending ?? ''}
    >
      <p>
        <strong>{endingOf(held)}</strong>
      </p>
      {isTagged ? (
        <p class="small" data-testid="silent">
          {said.silentTagged} {correct}
        </p>
      ) : (
        <p class="small">{isToTag ? said.endedKeep : said.nothingToTag}</p>
      )}
      {isToTag && !isActive && (
        <button
          type="button"
          class="button main to-tag-here"
          data-testid="to-tag-here"
          onClick={onTag}
        >
          {words.value.shiftEnd.toTag}
        </button>
      )}
      {!isToTag && (
        <button type="button" class="button quiet" data-testid="close" onClick={onClose}>
          {close}
        </button>
      )}
    </div>
  );
}

function endingOf({ ending, isGuest }: Conversation): string {
  const said = words.value.conversation.ended;
  switch (ending) {
    case 'left':
    case 'exit':
      return said[ending];
    case 'done':
      return isGuest ? said.doneByColleague : said.done;
    case 'silent':
    case 'time':
    case 'lost':
      return said[ending];
    default:
      return said.gone;
  }
}
