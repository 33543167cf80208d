/** What the desk says about itself: the line, and how the last step went. */

import type { Desk, Line, Notice } from './desk.ts';
import { words } from './language.ts';

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

/** Always in the page, so that a screen reader hears what appears in it. */
export function NoticeBar({
  notice,
  onDismiss,
}: {
  notice: Desk['notice'];
  onDismiss: () => void;
}) {
  return (
    <div class={notice ? 'notice' : ''} role="status" data-testid="notice">
      {notice && (
        <>
          <p>{textOf(notice)}</p>
          <button type="button" class="button plain small" onClick={onDismiss}>
            {words.value.close}
          </button>
        </>
      )}
    </div>
  );
}

function textOf({ kind, code }: Notice): string {
  const said = words.value.notice;
  if (kind === 'saved') return said.saved;
  return kind === 'too_long' || code === null ? said.tooLong : said.code[code];
}
