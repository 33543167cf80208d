/** The left-hand side: the conversations one holds, which colleagues ask, and who is waiting. */

import { useNow } from './clock.ts';
import { shownTickets } from './columns.ts';
import type { Desk } from './desk.ts';
import { isReserved } from './duty.ts';
import { HowMany } from './duty.tsx';
import { type Conversation, unansweredSince } from './held.ts';
import { labelOf } from './label.ts';
import { languageName, words } from './language.ts';
import { isBeside, usePlaces } from './places.ts';
import { isRehearsal, mustTagFirst, RehearsalMark, reallyWait } from './rehearsal.tsx';
import { everyTicket } from './selection.ts';

/** Minutes that a conversation can last: a phone on which it is later than that has a wrong clock. */
const LONGEST = 240;

interface ListProps {
  readonly desk: Desk;
  readonly onSelect: (ticket: string) => void;
  readonly onChoose: (capacity: number) => void;
}

export function ConversationList({ desk, onSelect, onChoose }: ListProps) {
  const said = words.value.conversations;
  const tickets = everyTicket(desk);
  const shown = shownTickets(desk);
  const now = useNow();
  return (
    <nav class="rail-part" aria-labelledby="conversations">
      <div class="rail-head">
        <h2 id="conversations">{said.title}</h2>
        {desk.duty && <HowMany duty={desk.duty} isUp={desk.line === 'up'} onChoose={onChoose} />}
      </div>
      <BesideSwitch many={tickets.length} />
      {tickets.length === 0 && <p class="soft small">{said.none}</p>}
      <ul class="plain-list">
        {tickets.map((ticket) => {
          const held = desk.conversations.find((each) => each.ticket === ticket);
          const isGone = desk.lost.some((each) => each.ticket === ticket);
          const isToTag = desk.untagged.includes(ticket);
          const isReopened = desk.tagging.reopened === ticket;
          const state = isReopened
            ? 'reopened'
            : isGone && isToTag
              ? 'gone'
              : stateOf(held, isToTag);
          const unread = held?.unread ?? 0;
          return (
            <li key={ticket}>
              <button
                type="button"
                class={`tab tab-${state}`}
                data-testid="conversation-tab"
                data-ticket={ticket}
                data-state={state}
                data-shown={shown.includes(ticket)}
                aria-current={desk.selected === ticket ? 'true' : undefined}
                onClick={() => onSelect(ticket)}
              >
                <span class="tab-name">{said.name(labelOf(ticket))}</span>
                <span class="tab-state">
                  {held ? nowOf(held, said.state[state]) : said.state[state]}
                </span>
                {held && <Waits held={held} now={now} />}
                {isRehearsal(desk, ticket) && <RehearsalMark />}
                {unread > 0 && (
                  <span class="tab-unread" data-testid="unread">
                    <span aria-hidden="true">{unread}</span>
                    <span class="aloud">{said.unread(unread)}</span>
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Left and exit are different things; so are silence and the end of a shift. Whoever writes is seen to. */
function nowOf({ ending, isWriting }: Conversation, state: string): string {
  if (isWriting) return words.value.window.writing;
  const how: Readonly<Record<string, string>> = words.value.window.ending;
  const said = ending === null ? undefined : how[ending];
  return said === undefined ? state : `${state} · ${said}`;
}

/** How long the visitor waits for an answer, by the clock of their phone, which may be anything. */
function Waits({ held, now }: { readonly held: Conversation; readonly now: number }) {
  const said = words.value.window;
  const since = unansweredSince(held);
  const minutes = since === null ? -1 : Math.max(0, Math.floor(now / 60 - since));
  if (minutes < 0 || minutes > LONGEST) return null;
  return (
    <span class="tab-waits" data-testid="waits-for-you" data-minutes={minutes}>
      <span aria-hidden="true">{said.waits(minutes)}</span>
      <span class="aloud">{said.waitsLong(minutes)}</span>
    </span>
  );
}

/** Only where there is something to choose. */
function BesideSwitch({ many }: { readonly many: number }) {
  if (usePlaces() === 1 || many < 2) return null;
  return (
    <button
      type="button"
      role="switch"
      class="button quiet aid-switch beside"
      data-testid="beside"
      data-act="beside"
      aria-checked={isBeside.value}
      onClick={() => {
        isBeside.value = !isBeside.value;
      }}
    >
      <span class="aid-knob" aria-hidden="true" />
      {words.value.window.beside}
    </button>
  );
}

type TabState = 'knocking' | 'open' | 'lost' | 'ended' | 'finished' | 'failed';

function stateOf(held: Conversation | undefined, isToTag: boolean): TabState {
  if (held === undefined) return 'ended';
  if (held.phase === 'ended') return isToTag ? 'ended' : 'finished';
  if (held.hasFailed) return 'failed';
  return held.visitor === 'lost' ? 'lost' : held.phase;
}

/** Nobody is taken in while something else has to happen first. */
export function canSitDown(desk: Desk): boolean {
  const isFree = desk.taking === null && !mustTagFirst(desk);
  const isAtWork = desk.duty?.state !== 'ending';
  return desk.line === 'up' && desk.device === 'approved' && isFree && isAtWork;
}

interface WaitingProps {
  readonly desk: Desk;
  /** Without a `cid`: whoever is next. */
  readonly onTake: (cid?: string) => void;
}

export function WaitingList({ desk, onTake }: WaitingProps) {
  const said = words.value.waiting;
  const now = useNow();
  const canTake = canSitDown(desk);
  const somebodyIsLeft = desk.waiting.some(({ cid }) => !isReserved(desk, cid));
  return (
    <section class="rail-part" aria-labelledby="waiting">
      <h2 id="waiting">
        {said.title}{' '}
        <span class="count" data-testid="waiting-count">
          {reallyWait(desk)}
        </span>
      </h2>
      <button
        type="button"
        class="button main wide"
        data-testid="take-next"
        data-act="take"
        disabled={!canTake || !somebodyIsLeft}
        onClick={() => onTake()}
      >
        {said.next}
      </button>
      <Blocked desk={desk} />
      {desk.waiting.length === 0 && <p class="soft small">{said.nobody}</p>}
      <ol class="plain-list waiting">
        {desk.waiting.map(({ cid, language, since, ready, rehearsal }, index) => {
          const minutes = Math.max(0, Math.floor((now - since) / 60));
          return (
            <li key={cid} class="waiting-row" data-testid="waiting-row" data-cid={cid}>
              <span class="waiting-place" aria-hidden="true">
                {index + 1}
              </span>
              <span class="aloud">{said.place(index + 1)}</span>
              <span class="waiting-what">
                <span>{languageName(language)}</span>
                {rehearsal && <RehearsalMark />}
                <span class="soft small">
                  <span aria-hidden="true">{said.since(minutes)}</span>
                  <span class="aloud">{said.sinceLong(minutes)}</span>
                </span>
                {ready === false && (
                  <span class="soft small" data-testid="not-ready">
                    {said.notReady}
                  </span>
                )}
                <Asked desk={desk} cid={cid} />
              </span>
              <button
                type="button"
                class="button quiet"
                data-testid="take"
                aria-label={said.takeThis(index + 1)}
                disabled={!canTake || isReserved(desk, cid)}
                onClick={() => onTake(cid)}
              >
                {said.take}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Whether somebody is asked for this one at this moment. */
function Asked({ desk, cid }: { readonly desk: Desk; readonly cid: string }) {
  const { reserved, yours } = words.value.proposal;
  const text = desk.proposal?.cid === cid ? yours : isReserved(desk, cid) ? reserved : '';
  if (text === '') return null;
  return (
    <span class="small" data-testid="asked">
      {text}
    </span>
  );
}

/** Why nothing can be pressed. */
export function Blocked({ desk }: { desk: Desk }) {
  const said = words.value.waiting;
  if (mustTagFirst(desk))
    return (
      <p class="soft small" data-testid="blocked">
        {said.blocked}
      </p>
    );
  if (desk.duty?.state === 'ending') return null;
  const isWaiting = desk.line === 'up' && desk.device !== null && desk.device !== 'approved';
  return isWaiting ? <p class="soft small">{said.notApproved}</p> : null;
}
