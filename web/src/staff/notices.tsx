/** What the desk says about itself: the line, and how the last step went. */

import type { Desk, Notice } from './desk.ts';
import { CorrectButton } from './given.tsx';
import { words } from './language.ts';
import type { Line } from './step.ts';

/** A small mark in the bar; the banner says the rest when there is something to say. */
export function LineState({ line }: { line: Line }) {
  const said = words.value.line;
  return (
    <p class={`line-state line-${line}`} data-testid="line" data-line={line}>
      {line === 'up' ? said.up : line === 'connecting' ? said.connecting : ''}
    </p>
  );
}

export function LineBanner({ line, onContinue }: { line: Line; onContinue: () => void }) {
  const { line: said, notice, tryAgain } = words.value;
  const isOver = line === 'replaced' || line === 'stopped';
  const text = {
    connecting: '',
    up: '',
    down: said.down,
    replaced: said.replaced,
    stopped: notice.code.malformed,
  };
  return (
    <div class={text[line] === '' ? '' : 'banner'} role="status">
      {text[line] !== '' && <p>{text[line]}</p>}
      {isOver && (
        <button type="button" class="button quiet" data-testid="continue-here" onClick={onContinue}>
          {line === 'replaced' ? said.continueHere : tryAgain}
        </button>
      )}
    </div>
  );
}

interface NoticeProps {
  readonly desk: Desk;
  /** It stands elsewhere on the screen: here it is only read aloud. */
  readonly isInSight: boolean;
  readonly onDismiss: () => void;
  readonly onReopen: (ticket: string) => void;
}

/** Always in the page, so that a screen reader hears what appears in it. */
export function NoticeBar({ desk, isInSight, onDismiss, onReopen }: NoticeProps) {
  const { notice } = desk;
  return (
    <div class={classOf(notice, isInSight)} role="status" data-testid="notice">
      {notice && <p>{textOf(notice)}</p>}
      {notice?.kind === 'saved' && <CorrectButton {...{ desk, onReopen }} ticket={notice.ticket} />}
      {notice && !isInSight && (
        <button type="button" class="button plain small" onClick={onDismiss}>
          {words.value.close}
        </button>
      )}
    </div>
  );
}

export function textOf(notice: Notice): string {
  const said = words.value.notice;
  switch (notice.kind) {
    case 'refused':
      return said.code[notice.code];
    case 'gone_on':
      return said.goneOn[notice.reason];
    case 'cooling':
      return said.cooling(notice.minutes);
    case 'proposal':
      return words.value.proposal.why[notice.why];
    case 'saved':
      return said.saved;
    case 'practised':
      return words.value.rehearsal.saved;
    case 'too_long':
      return said.tooLong;
  }
}

function classOf(notice: Notice | null, isInSight: boolean): string {
  if (isInSight) return 'aloud';
  if (notice === null) return '';
  return notice.kind === 'saved' ? 'notice notice-two' : 'notice';
}
