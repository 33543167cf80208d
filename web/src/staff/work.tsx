/** The right-hand side: a conversation, with the tag form beside it once it has ended, or nothing to do. */

import { useReading } from './aid/switch.ts';
import type { Me } from './api.ts';
import type { Codebook } from './codebook.ts';
import type { Contacts } from './contacts.ts';
import { ConversationView } from './conversation.tsx';
import type { Desk } from './desk.ts';
import type { OwnDevice } from './device.ts';
import { DeviceCard } from './device-card.tsx';
import { CorrectButton } from './given.tsx';
import { words } from './language.ts';
import { textOf } from './notices.tsx';
import { shownTicket } from './selection.ts';
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
  const { desk, session, book, onFetchBook, contacts, onFetchContacts } = props;
  const ticket = shownTicket(desk);
  const held = desk.conversations.find((each) => each.ticket === ticket);
  const shown = useReading(held);
  if (ticket === null) return <Nothing {...props} />;
  const isToTag = hasForm(desk, ticket);
  const { hasMore, reopened } = desk.tagging;
  const suggestions = (book && held && shown?.reading.suggested(held.items, book)) || [];
  return (
    <main class="work" key={ticket}>
      {held && (
        <ConversationView
          held={held}
          shown={shown}
          line={desk.line}
          isToTag={isToTag}
          correct={
            <CorrectButton desk={desk} ticket={ticket} onReopen={(it) => session.tags.reopen(it)} />
          }
          onDraft={(text) => session.tell({ type: 'draft', cid: held.cid, text })}
          onSay={(text) => session.say(held.cid, text)}
          company={{
            colleagues: desk.colleagues,
            onAsk: (how, to) => session.ask(held.cid, how, to),
            onGiveBack: () => session.giveBack(held.cid),
          }}
          onStepOut={() => session.stepOut(held.cid)}
          onEnd={(coolDown) => session.end(held.cid, coolDown)}
          onClose={() => session.tell({ type: 'select', ticket: null })}
          contacts={contacts}
          onFetchContacts={onFetchContacts}
          onHand={(card) => session.hand(held.cid, card)}
          fetchWords={() => session.words(held.cid)}
        />
      )}
      {isToTag && (
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
      )}
    </main>
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
