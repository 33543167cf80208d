/** The professional's page: conversations and waiting list on the left, the work on the right. */

import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { isSupported } from '../hl1/index.ts';
import type { Duty } from '../wire/frames.ts';
import { browserWorld, Link } from '../wire/link.ts';
import { get, type Me, socketAddress } from './api.ts';
import { AskingList } from './asking.tsx';
import { BellButton } from './bell/bell-button.tsx';
import { useBell } from './bell/use-bell.ts';
import { useUnread } from './bell/use-unread.ts';
import { openBetween } from './between.ts';
import { type Codebook, readCodebook, type SentCodebook } from './codebook.ts';
import { rosterHere } from './consult/believed.ts';
import { ColleagueList } from './consult/colleague-list.tsx';
import { Invitations } from './consult/invitations.tsx';
import { ConsultPanel, shownConsult } from './consult/panel.tsx';
import type { Contacts } from './contacts.ts';
import type { Desk } from './desk.ts';
import type { OwnDevice } from './device.ts';
import { BeforeTheDesk, DeviceStrip } from './device-card.tsx';
import { isDone } from './duty.ts';
import { DutyBanner, DutySwitch } from './duty.tsx';
import { useEnrolment } from './enrolment.ts';
import { GivenList } from './given.tsx';
import { Header } from './header.tsx';
import { useDeskActs } from './keymap/desk-acts.ts';
import { Keymap } from './keymap/help.tsx';
import { BrowserDatabase, BrowserKeys } from './keys.ts';
import { words } from './language.ts';
import { LineBanner, LineState, NoticeBar } from './notices.tsx';
import { isBeside, usePlaces } from './places.ts';
import { ProposalCard } from './proposal.tsx';
import { ConversationList, WaitingList } from './rail.tsx';
import { useShelf } from './replies/shelf.ts';
import { hl1 } from './sealer.ts';
import { shownTicket } from './selection.ts';
import { Session } from './session.ts';
import { ShiftDone, ShiftEnd } from './shift-end.tsx';
import { isHalfDone } from './tagging.ts';
import { Work } from './work.tsx';
import { beWriter } from './writer.ts';

interface Props {
  readonly me: Me;
  readonly onSignOut: () => void;
  readonly onExpired: () => void;
}

export function DeskPage({ me, onSignOut, onExpired }: Props) {
  const canSeal = useCanSeal();
  const [enrolment, enrolAgain] = useEnrolment(me, canSeal === true, onExpired);
  if (enrolment.state === 'done') {
    const { device } = enrolment;
    return <OpenDesk {...{ me, onSignOut, onExpired, device }} onAgain={enrolAgain} />;
  }
  const leave = () => {
    keysHere().sweep([]).then(onSignOut, onSignOut);
  };
  return (
    <div class="page desk">
      <Header me={me} holding={0} onSignOut={leave} />
      {canSeal === false ? (
        <p class="strip strip-alarm" role="alert">
          {words.value.line.unsupported}
        </p>
      ) : (
        <main class="work work-empty">
          <BeforeTheDesk enrolment={enrolment} onAgain={enrolAgain} />
        </main>
      )}
    </div>
  );
}

interface OpenProps extends Props {
  readonly device: OwnDevice;
  readonly onAgain: (isNew: boolean) => void;
}

function OpenDesk({ me, device, onSignOut, onExpired, onAgain }: OpenProps) {
  const session = useMemo(() => sessionFor(me, device, onExpired), [me, device, onExpired]);
  useEffect(() => {
    session.start();
    beWriter();
    return () => void session.stop({ isSignOut: false });
  }, [session]);
  const [book, fetchBook] = useCodebook();
  const [contacts, fetchContacts] = useFetched<Contacts>('/api/contacts');
  const desk = session.desk.value;
  useBeside(session);
  useTitle(desk);
  useBell(desk);
  useShelf(me.name);
  useDeskActs(desk, session);
  useAskBeforeClosing(isHalfDone(desk));
  useEffect(() => {
    if (book) session.tags.use(book);
  }, [session, book]);

  const leave = () => {
    // Keys first: whoever sits down here next must not be able to read on.
    session.stop({ isSignOut: true }).then(onSignOut, onSignOut);
  };
  const reopen = (ticket: string) => session.tags.reopen(ticket);
  const isUp = desk.line === 'up';
  const holding = desk.conversations.filter(({ phase }) => phase !== 'ended').length;
  return (
    <div class="page desk">
      <Header me={me} holding={holding} onSignOut={leave}>
        {desk.duty && desk.line !== 'replaced' && (
          <DutySwitch duty={desk.duty} isUp={isUp} onBe={(state) => session.be(state)} />
        )}
        <BellButton />
        <Keymap />
        <LineState line={desk.line} />
      </Header>
      {desk.device !== null && desk.device !== 'approved' && shownTicket(desk) !== null && (
        <DeviceStrip state={desk.device} />
      )}
      <LineBanner line={desk.line} onContinue={() => session.start()} />
      {desk.duty && desk.line !== 'replaced' && <AtWork desk={desk} session={session} />}
      {isDone(desk) && desk.line !== 'replaced' && (
        <ShiftDone isUp={isUp} onSignOut={leave} onGoOn={() => session.be('away')}>
          <GivenList desk={desk} onReopen={reopen} />
        </ShiftDone>
      )}
      {/* A window that was replaced shows nothing: who signs out does so in the other one. */}
      {desk.line !== 'replaced' && !isDone(desk) && (
        <div class={shownConsult(desk) ? 'desk-body with-consult' : 'desk-body'}>
          <aside class="rail" aria-label={words.value.conversations.title}>
            <ConversationList
              desk={desk}
              onSelect={(ticket) => session.tell({ type: 'select', ticket })}
              onChoose={(many) => session.choose(many)}
            />
            <Invitations desk={desk} asides={session.asides} />
            <AskingList
              desk={desk}
              role={me.role}
              onSitIn={(cid) => session.sitIn(cid)}
              onNotNow={(cid) => session.notNow(cid)}
            />
            {me.role === 'professional' && (
              <WaitingList desk={desk} onTake={(cid) => session.take(cid)} />
            )}
            <ColleagueList desk={desk} onAside={(who) => session.asides.ask(who.id, who.name)} />
            <GivenList desk={desk} onReopen={reopen} />
            <NoticeBar
              desk={desk}
              isInSight={isInSight(desk)}
              onDismiss={() => session.tell({ type: 'dismiss' })}
              onReopen={reopen}
            />
          </aside>
          <Work
            {...{ desk, session, device, book, contacts, onAgain }}
            role={me.role}
            onFetchBook={fetchBook}
            onFetchContacts={fetchContacts}
          />
          <ConsultPanel desk={desk} asides={session.asides} />
        </div>
      )}
    </div>
  );
}

/** What is said across the page: a break, a visitor who is proposed, the end of a shift. */
function AtWork({ desk, session }: { readonly desk: Desk; readonly session: Session }) {
  const { duty, proposal } = desk;
  const isUp = desk.line === 'up';
  const be = (state: Duty['state']) => session.be(state);
  if (duty === null) return null;
  return (
    <>
      <DutyBanner duty={duty} isUp={isUp} onBe={be} onGoOn={() => session.goOn()} />
      {proposal && (
        <ProposalCard
          key={proposal.cid}
          proposal={proposal}
          isTaking={desk.taking !== null}
          isUp={isUp}
          onAccept={() => session.take(proposal.cid)}
          onPassOn={() => session.passOn(proposal.cid)}
        />
      )}
      {duty.state === 'ending' && !isDone(desk) && (
        <ShiftEnd
          desk={desk}
          onSelect={(ticket) => session.tell({ type: 'select', ticket })}
          onHandOver={(cid) => session.ask(cid, 'handover')}
          onGoOn={() => be('away')}
        />
      )}
    </>
  );
}

/** The empty right-hand side says it itself. */
function isInSight(desk: Desk): boolean {
  return (
    desk.notice?.kind === 'gone_on' && desk.device === 'approved' && shownTicket(desk) === null
  );
}

function keysHere(): BrowserKeys {
  return new BrowserKeys(new BrowserDatabase());
}

function sessionFor(me: Me, device: OwnDevice, onExpired: () => void): Session {
  return new Session({
    name: me.name,
    device,
    keys: keysHere(),
    sealer: hl1,
    roster: rosterHere,
    between: openBetween,
    connect: (listener) => new Link(socketAddress(), listener, browserWorld),
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

/** Something that is fetched once: undefined meanwhile, null when it could not be; and how to try again. */
function useFetched<T>(path: string): [T | null | undefined, () => void] {
  const [found, setFound] = useState<T | null | undefined>(undefined);
  const look = useCallback(() => {
    setFound(undefined);
    get<T>(path).then(
      (answer) => setFound(answer.isOk ? answer.value : null),
      () => setFound(null),
    );
  }, [path]);
  useEffect(look, [look]);
  return [found, look];
}

/** The questions of the form, as `useFetched` gives them. */
function useCodebook(): [Codebook | null | undefined, () => void] {
  const [sent, fetchBook] = useFetched<SentCodebook>('/api/codebook');
  const book = useMemo(() => sent && readCodebook(sent), [sent]);
  return [book, fetchBook];
}

/** The browser asks in its own words whether to close a window with answers that are not saved. */
function useAskBeforeClosing(isHalfDone: boolean): void {
  // With the answer, not after the next picture: a page in the background draws none.
  useLayoutEffect(() => {
    if (!isHalfDone) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isHalfDone]);
}

/** How many conversations stand beside each other: as many as fit, or one for who wants that. */
function useBeside(session: Session): void {
  const fitting = usePlaces();
  const places = isBeside.value ? fitting : 1;
  useEffect(() => session.tell({ type: 'places', places }), [session, places]);
}

/** In the tab's title, for who looks at another page: that somebody is proposed, or a number. */
function useTitle(desk: Desk): void {
  const { name, proposal } = words.value;
  const isAsked = desk.proposal !== null;
  const unread = useUnread(desk);
  useEffect(() => {
    const news = isAsked ? `${proposal.tab} · ` : unread > 0 ? `(${unread}) ` : '';
    document.title = news + name;
    return () => {
      document.title = name;
    };
  }, [unread, name, isAsked, proposal]);
}
