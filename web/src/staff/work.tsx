/**
 * The right-hand side: conversations beside each other where they fit, with the tag form beside the one that has
 * ended; or nothing to do.
 */

import { useEffect } from 'preact/hooks';
import { type Shown, useReading } from './aid/switch.ts';
import type { Me } from './api.ts';
import type { Codebook } from './codebook.ts';
import { shownTickets } from './columns.ts';
import type { Contacts } from './contacts.ts';
import { ConversationView } from './conversation.tsx';
import type { Desk } from './desk.ts';
import type { OwnDevice } from './device.ts';
import { DeviceCard } from './device-card.tsx';
import { CorrectButton } from './given.tsx';
import type { Conversation } from './held.ts';
import { words } from './language.ts';
import { textOf } from './notices.tsx';
import { isRehearsal } from './rehearsal.tsx';
import type { Session } from './session.ts';
import { chosenFor } from './tag-desk.ts';
import { TagPanel } from './tag-form.tsx';
import { hasForm } from './tagging.ts';

interface Props {
  readonly desk: Desk;
  readonly role: Me['role'];
  readonly session: Session;
  readonly device: OwnDevice;
  readonly book: Codebook | null | undefined;
  readonly onFetchBook: () => void;
  readonly contacts: Contacts | null | undefined;
  readonly onFetchContacts: () => void;
  /** Make this computer known again; with another key if the old one was revoked. */
  readonly onAgain: (isNew: boolean) => void;
}

export function Work(props: Props) {
  const { desk, session } = props;
  const tickets = shownTickets(desk);
  useEffect(() => {
    // What ended beside another keeps its place until one looks at it.
    if (desk.selected === null && tickets[0]) session.tell({ type: 'select', ticket: tickets[0] });
  }, [desk.selected, tickets[0]]);
  if (tickets.length === 0) return <Nothing {...props} />;
  return (
    <main class={tickets.length > 1 ? 'work work-many' : 'work'}>
      {tickets.map((ticket) => (
        <Column key={ticket} {...props} ticket={ticket} />
      ))}
    </main>
  );
}

/** One conversation. Whatever is pressed in it, by hand or by key, makes it the one that one works at. */
function Column(props: Props & { readonly ticket: string }) {
  const { desk, session, ticket } = props;
  const held = desk.conversations.find((each) => each.ticket === ticket);
  const shown = useReading(held);
  const isActive = desk.selected === ticket;
  const isToTag = hasForm(desk, ticket);
  const choose = () => session.tell({ type: 'select', ticket });
  const onWork = () => {
    // A form opens only where it was asked for: everything would move under the hand.
    if (!isActive && !isToTag) choose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is inside is pressed
    <div
      class={classOf(isActive, isToTag)}
      data-testid="column"
      data-active={isActive}
      onClick={onWork}
      // Whoever comes in by Tab is there; other keys press or write something.
      onKeyUp={({ key }) => key === 'Tab' && onWork()}
      onInput={onWork}
    >
      {held && (
        <ConversationView
          held={held}
          isActive={isActive}
          shown={shown}
          line={desk.line}
          isToTag={isToTag}
          correct={
            <CorrectButton desk={desk} ticket={ticket} onReopen={(it) => session.tags.reopen(it)} />
          }
          onRead={(seq) => session.read(held.cid, seq)}
          onDraft={(text) => session.draft(held.cid, text)}
          onSay={(text) => session.say(held.cid, text)}
          company={{
            colleagues: desk.colleagues,
            onAsk: (how, to, note) => session.ask(held.cid, how, to, note),
            onAside: (who) => session.asides.ask(who.id, who.name),
            onGiveBack: () => session.giveBack(held.cid),
          }}
          onStepOut={() => session.stepOut(held.cid)}
          onEnd={(coolDown) => session.end(held.cid, coolDown)}
          onTag={choose}
          onClose={() => session.tell({ type: 'close', ticket })}
          contacts={props.contacts}
          onFetchContacts={props.onFetchContacts}
          onHand={(card) => session.hand(held.cid, card)}
          fetchWords={() => session.words(held.cid)}
        />
      )}
      {isToTag && isActive && <Form {...props} held={held} shown={shown} />}
    </div>
  );
}

function classOf(isActive: boolean, isToTag: boolean): string {
  if (!isActive) return 'column';
  return isToTag ? 'column column-active column-wide' : 'column column-active';
}

interface FormProps extends Props {
  readonly ticket: string;
  readonly held: Conversation | undefined;
  readonly shown: Shown | null;
}

function Form({ desk, session, book, contacts, ticket, held, shown, onFetchBook }: FormProps) {
  const { hasMore, reopened } = desk.tagging;
  const suggestions = (book && held && shown?.reading.suggested(held.items, book)) || [];
  return (
    <TagPanel
      ticket={ticket}
      book={book}
      cards={contacts?.cards ?? []}
      chosen={chosenFor(desk, ticket)}
      suggestions={suggestions}
      isSaving={desk.saving?.ticket === ticket}
      isUp={desk.line === 'up'}
      takesFocus={held === undefined || held.ending === 'done'}
      isAlone={held === undefined}
      isRehearsal={isRehearsal(desk, ticket)}
      isLost={desk.lost.some((each) => each.ticket === ticket)}
      isCorrection={reopened === ticket}
      hasMore={hasMore}
      onChoose={(answers) => session.tags.choose(ticket, answers)}
      onMore={() => session.tell({ type: 'more' })}
      onSave={(name, answers) => session.tags.tag(ticket, name, answers)}
      onSkip={(reason) => session.tags.skip(ticket, reason)}
      onLetBe={() => session.tell({ type: 'let_be' })}
      onFetchBook={onFetchBook}
    />
  );
}

function Nothing({ desk, role, device, onAgain }: Props) {
  const said = words.value.empty;
  const { notice } = desk;
  if (desk.device !== null && desk.device !== 'approved') {
    return (
      <main class="work work-empty">
        <DeviceCard state={desk.device} device={device} onAgain={onAgain} />
      </main>
    );
  }
  return (
    <main class="work work-empty">
      {/* Whoever was in a conversation a moment ago looks here for it. */}
      {notice?.kind === 'gone_on' && (
        <p class="card gone-on" data-testid="gone-on" data-reason={notice.reason}>
          {textOf(notice)}
        </p>
      )}
      <h1>{said.title}</h1>
      <p class="soft">{role === 'supervisor' ? said.bodyOfSupervisor : said.body}</p>
    </main>
  );
}
