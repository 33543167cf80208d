/** Conversations of colleagues who ask somebody to take over or to join. */

import type { Asking } from '../wire/frames.ts';
import type { Me } from './api.ts';
import type { Desk } from './desk.ts';
import { languageName, words } from './language.ts';
import { Blocked, canSitDown } from './rail.tsx';
import { RehearsalMark } from './rehearsal.tsx';

interface Props {
  readonly desk: Desk;
  readonly role: Me['role'];
  readonly onSitIn: (cid: string) => void;
  readonly onNotNow: (cid: string) => void;
}

export function AskingList({ desk, role, onSitIn, onNotNow }: Props) {
  const said = words.value.asking;
  // Who asks us in particular waits for us and for nobody else.
  const asking = [...desk.asking].sort((a, b) => Number(isForFew(b)) - Number(isForFew(a)));
  const isSupervisor = role === 'supervisor';
  return (
    <section
      class={asking.length === 0 && !isSupervisor ? 'rail-part rail-quiet' : 'rail-part'}
      aria-labelledby="asking"
    >
      <h2 id="asking">
        {said.title}{' '}
        <span class="count" data-testid="asking-count">
          {asking.length}
        </span>
      </h2>
      {asking.length === 0 && <p class="soft small">{said.nobody}</p>}
      {/* Whoever also sees the waiting list reads there why nothing can be pressed. */}
      {isSupervisor && <Blocked desk={desk} />}
      <ul class="plain-list">
        {asking.map((ask) => (
          <Row
            key={ask.cid}
            ask={ask}
            // A supervisor sits in; a conversation cannot be left to one.
            isForUs={!isSupervisor || ask.how === 'join'}
            canSitIn={canSitDown(desk)}
            onSitIn={onSitIn}
            onNotNow={onNotNow}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly ask: Asking;
  readonly isForUs: boolean;
  readonly canSitIn: boolean;
  readonly onSitIn: (cid: string) => void;
  readonly onNotNow: (cid: string) => void;
}

function isForFew({ whom, role }: Asking): boolean {
  return Boolean(whom || role);
}

function Row({ ask, isForUs, canSitIn, onSitIn, onNotNow }: RowProps) {
  const { asking: said, company } = words.value;
  const { cid, by, how, language, whom, role, rehearsal } = ask;
  const text = role ? company.asksHelp(by) : whom ? company.asksYou[how](by) : said.asks[how](by);
  return (
    <li
      class={isForFew(ask) ? 'asking-row asking-you' : 'asking-row'}
      data-testid="asking-row"
      data-cid={cid}
      data-how={how}
    >
      <span class="waiting-what">
        <span>{text}</span>
        <span class="soft small">{languageName(language)}</span>
        {rehearsal && <RehearsalMark />}
      </span>
      {isForUs ? (
        <button
          type="button"
          class="button quiet"
          data-testid="sit-in"
          aria-label={said.sitInLong[how](by)}
          disabled={!canSitIn}
          onClick={() => onSitIn(cid)}
        >
          {said.sitIn[how]}
        </button>
      ) : (
        <span class="soft small">{said.professionalsOnly}</span>
      )}
      {whom && (
        <button
          type="button"
          class="button plain"
          data-testid="ask-not-now"
          aria-label={company.sayNotNowLong(by)}
          onClick={() => onNotNow(cid)}
        >
          {company.sayNotNow}
        </button>
      )}
    </li>
  );
}
