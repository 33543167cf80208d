/** The professional's page: conversations and waiting list on the left, the work on the right. */

import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { isSupported, ProfessionalConversation } from '../hl1/index.ts';
import { browserWorld, Link, socketUrl } from '../wire/link.ts';
import { get, type Me } from './api.ts';
import { type Codebook, readCodebook, type SentCodebook } from './codebook.ts';
import { ConversationView } from './conversation.tsx';
import { type Desk, everyTicket } from './desk.ts';
import { type Answers, NOTHING_CHOSEN } from './form.ts';
import { Header } from './header.tsx';
import { BrowserKeys } from './keys.ts';
import { words } from './language.ts';
import { LineBanner, LineState, NoticeBar } from './notices.tsx';
import { ConversationList, WaitingList } from './rail.tsx';
import { Session } from './session.ts';
import { TagPanel } from './tag-form.tsx';

interface Props {
  readonly me: Me;
  readonly onSignOut: () => void;
  readonly onExpired: () => void;
}

export function DeskPage({ me, onSignOut, onExpired }: Props) {
  const session = useMemo(() => sessionFor(me, onExpired), [me, onExpired]);
  const canSeal = useCanSeal();
  useEffect(() => {
    if (!canSeal) return;
    session.start();
    return () => void session.stop({ isSignOut: false });
  }, [session, canSeal]);
  const [book, fetchBook] = useCodebook();
  const desk = session.desk.value;
  useTitle(desk);

  const leave = () => {
    // Keys first: whoever sits down here next must not be able to read on.
    session.stop({ isSignOut: true }).then(onSignOut, onSignOut);
  };
  const holding = desk.conversations.filter(({ phase }) => phase !== 'ended').length;
  return (
    <div class="page desk">
      <Header me={me} holding={holding} onSignOut={leave}>
        <LineState line={desk.line} />
      </Header>
      {canSeal === false && (
        <p class="strip strip-alarm" role="alert">
          {words.value.line.unsupported}
        </p>
      )}
      <LineBanner line={desk.line} onContinue={() => session.start()} />
      {/* A window that was replaced shows nothing: who signs out does so in the other one. */}
      {desk.line !== 'replaced' && (
        <div class="desk-body">
          <aside class="rail" aria-label={words.value.conversations.title}>
            <ConversationList
              desk={desk}
              onSelect={(ticket) => session.tell({ type: 'select', ticket })}
            />
            <WaitingList desk={desk} onTake={(cid) => session.take(cid)} />
            <NoticeBar notice={desk.notice} onDismiss={() => session.tell({ type: 'dismiss' })} />
          </aside>
          <Work desk={desk} session={session} book={book} onFetchBook={fetchBook} />
        </div>
      )}
    </div>
  );
}

interface WorkProps {
  readonly desk: Desk;
  readonly session: Session;
  readonly book: Codebook | null | undefined;
  readonly onFetchBook: () => void;
}

/** What is selected: a conversation, with the tag form beside it once it has ended, or nothing. */
function Work({ desk, session, book, onFetchBook }: WorkProps) {
  const said = words.value;
  const [chosen, setChosen] = useState<Readonly<Record<string, Answers>>>({});
  const ticket =
    desk.selected !== null && everyTicket(desk).includes(desk.selected) ? desk.selected : null;
  const held = desk.conversations.find((each) => each.ticket === ticket);
  if (ticket === null) {
    return (
      <main class="work work-empty">
        <h1>{said.empty.title}</h1>
        <p class="soft">{said.empty.body}</p>
      </main>
    );
  }
  const isToTag = desk.untagged.includes(ticket);
  return (
    <main class="work" key={ticket}>
      {held && (
        <ConversationView
          held={held}
          line={desk.line}
          isToTag={isToTag}
          onDraft={(text) => session.tell({ type: 'draft', cid: held.cid, text })}
          onSay={(text) => session.say(held.cid, text)}
          onEnd={() => session.end(held.cid)}
          onClose={() => session.tell({ type: 'select', ticket: null })}
        />
      )}
      {isToTag && (
        <TagPanel
          ticket={ticket}
          book={book}
          chosen={chosen[ticket] ?? NOTHING_CHOSEN}
          isSaving={desk.saving?.ticket === ticket}
          isUp={desk.line === 'up'}
          takesFocus={held === undefined || held.ending === 'done'}
          isAlone={held === undefined}
          onChoose={(answers) => setChosen({ ...chosen, [ticket]: answers })}
          onSave={(name, answers) => session.tag(ticket, name, answers)}
          onSkip={(reason) => session.skip(ticket, reason)}
          onFetchBook={onFetchBook}
        />
      )}
    </main>
  );
}

function sessionFor(me: Me, onExpired: () => void): Session {
  return new Session({
    name: me.name,
    keys: new BrowserKeys(),
    sealer: ProfessionalConversation,
    connect: (listener) => new Link(socketUrl('', location.origin), listener, browserWorld),
    now: () => Date.now(),
    later: (milliseconds, run) => void setTimeout(run, milliseconds),
    signedOut: onExpired,
    askSignedIn: () => {
      const look = async () => {
        const answer = await get<Me>('/api/me');
        if (!answer.isOk && answer.code === 'not_signed_in') onExpired();
      };
      void look();
    },
  });
}

/** Whether this browser has every primitive; undefined until they have been tried. */
function useCanSeal(): boolean | undefined {
  const [canSeal, setCanSeal] = useState<boolean | undefined>(undefined);
  useEffect(() => {
    isSupported().then(setCanSeal, () => setCanSeal(false));
  }, []);
  return canSeal;
}

/** The questions; undefined while they are fetched, null when they could not be. */
function useCodebook(): [Codebook | null | undefined, () => void] {
  const [book, setBook] = useState<Codebook | null | undefined>(undefined);
  const fetchBook = useCallback(() => {
    setBook(undefined);
    get<SentCodebook>('/api/codebook').then(
      (answer) => setBook(answer.isOk ? readCodebook(answer.value) : null),
      () => setBook(null),
    );
  }, []);
  useEffect(fetchBook, [fetchBook]);
  return [book, fetchBook];
}

/** A number in the tab's title, for who looks at another page; nothing else goes there. */
function useTitle(desk: Desk): void {
  const { name } = words.value;
  const unread = desk.conversations.reduce((sum, held) => sum + held.unread, 0);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
    return () => {
      document.title = name;
    };
  }, [unread, name]);
}
