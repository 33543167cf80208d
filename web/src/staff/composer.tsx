/**
 * Where one writes. Enter sends, Shift+Enter makes a new line; the draft belongs to the conversation.
 *
 * `/` in an empty message, or Ctrl+/ anywhere, opens the replies. What is chosen there or in the phrase book comes
 * into the message; nothing is sent by it. Before something is sent that may be a mistake the page asks, once, in place.
 */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Contacts } from './contacts.ts';
import { words } from './language.ts';
import { openBlank, type Span, withText } from './replies/blanks.ts';
import { Caution } from './replies/caution.tsx';
import type { Kind } from './replies/picker.tsx';
import { replies } from './replies/shelf.ts';
import { type Slip, slipsIn } from './replies/slips.ts';
import { Tools } from './replies/tools.tsx';

/** Unicode code points in one text (docs/protocol.md §1.3). */
const MAX_TEXT = 4000;

/** Where the focus goes when what had it is done: the composer of the conversation one works at has this id. */
export const COMPOSER = 'composer';

interface Props {
  readonly ticket: string;
  /** One works at this conversation; others stand beside it. */
  readonly isActive: boolean;
  readonly draft: string;
  /** Of the visitor. */
  readonly language: string;
  /** Their numbers may be sent without a question. */
  readonly contacts: Contacts | null | undefined;
  /** The line is down: what is sent waits here. */
  readonly isHeldBack: boolean;
  readonly isDisabled: boolean;
  readonly onDraft: (text: string) => void;
  readonly onSay: (text: string) => void;
}

/** Why a message was not sent yet: a blank is open, or a person should look once more. */
type Stopped = { readonly blank: string } | { readonly slips: readonly Slip[] };

export function Composer(props: Props) {
  const { ticket, isActive, draft, language, contacts, isDisabled, onDraft, onSay } = props;
  const said = words.value.conversation;
  const area = useRef<HTMLTextAreaElement>(null);
  const [open, setOpen] = useState<Kind | null>(null);
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const id = isActive ? COMPOSER : `${COMPOSER}-${ticket}`;
  // At once: the next key already goes where the eye does.
  useLayoutEffect(() => {
    // Whoever pressed something in the conversation itself stays there.
    const isInside = area.current?.closest('.talk')?.contains(document.activeElement);
    if (isActive && !isInside) area.current?.focus();
  }, [isActive]);
  // As high as its text, up to the CSS maximum.
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [draft]);

  const excess = [...draft].length - MAX_TEXT;
  const canSend = !isDisabled && draft.trim() !== '' && excess <= 0;
  const say = () => {
    setStopped(null);
    onSay(draft.trim());
    area.current?.focus();
  };
  const send = () => {
    const blank = openBlank(draft);
    const slips = canSend && blank === null ? slipsIn(draft, told(contacts)) : [];
    if (!canSend) area.current?.focus();
    else if (blank !== null) {
      setStopped({ blank: draft.slice(blank.start, blank.end) });
      select(area.current, blank);
    } else if (slips.length > 0) setStopped({ slips });
    else say();
  };
  const insert = (text: string) => {
    setOpen(null);
    setStopped(null);
    put(area.current, text, onDraft);
  };
  const close = (typed = '') => {
    setOpen(null);
    area.current?.focus();
    if (typed !== '') insert(typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being composed (IME), keys belong to the keyboard.
    if (event.isComposing) return;
    if (isForReplies(event, area.current)) setOpen('replies');
    else if (event.key === 'Enter' && !event.shiftKey) send();
    else return;
    event.preventDefault();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Tools
        language={language}
        open={open}
        isDisabled={isDisabled}
        onToggle={(kind) => (open === kind ? close() : setOpen(kind))}
        onChoose={({ text }) => insert(text)}
        onClose={close}
        onLeave={() => setOpen(null)}
      />
      <label class="aloud" for={id}>
        {said.composer}
      </label>
      <textarea
        ref={area}
        id={id}
        data-testid="composer"
        data-act="write"
        rows={2}
        dir="auto"
        lang={language}
        spellcheck={true}
        autocomplete="off"
        placeholder={said.placeholder}
        aria-describedby={`${id}-keys`}
        disabled={isDisabled}
        value={draft}
        onInput={(event) => {
          setStopped(null);
          onDraft(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="button main" data-testid="send" disabled={!canSend}>
        {said.send}
      </button>
      {stopped && 'slips' in stopped ? (
        <Caution
          slips={stopped.slips}
          onSend={say}
          onBack={() => {
            setStopped(null);
            area.current?.focus();
          }}
        />
      ) : (
        <Keys {...props} id={`${id}-keys`} excess={excess} blank={stopped?.blank} />
      )}
    </form>
  );
}

interface KeysProps extends Pick<Props, 'isHeldBack'> {
  readonly id: string;
  readonly excess: number;
  readonly blank: string | undefined;
}

function Keys({ id, isHeldBack, excess, blank }: KeysProps) {
  const said = words.value.conversation;
  return (
    <p class="composer-keys small soft" id={id} role="status" data-testid="composer-note">
      {blank !== undefined ? (
        <strong class="alarm">{words.value.replies.blank(blank)}</strong>
      ) : excess > 0 ? (
        <strong class="alarm">{said.tooLong(excess)}</strong>
      ) : isHeldBack ? (
        said.held
      ) : (
        said.keys
      )}
    </p>
  );
}

/** A slash where nothing was written yet, or with Ctrl. AltGr writes; other keys are those of the keymap. */
function isForReplies(event: KeyboardEvent, area: HTMLTextAreaElement | null): boolean {
  if (event.key !== '/' || event.altKey) return false;
  const isAtStart = area?.value.slice(0, area.selectionEnd).trim() === '';
  return event.ctrlKey || event.metaKey || isAtStart;
}

/** Put a text where the cursor is: as if it were typed, so that Ctrl+Z takes it back. */
function put(
  area: HTMLTextAreaElement | null,
  text: string,
  onDraft: (text: string) => void,
): void {
  if (!area) return;
  const { draft, typed, selected } = withText(
    area.value,
    { start: area.selectionStart, end: area.selectionEnd },
    text,
  );
  area.focus();
  if (!document.execCommand('insertText', false, typed)) {
    area.value = draft;
    onDraft(draft);
  }
  select(area, selected);
}

function select(area: HTMLTextAreaElement | null, { start, end }: Span): void {
  area?.focus();
  area?.setSelectionRange(start, end);
}

/** Texts of which every number and link was written on purpose. */
function told(contacts: Contacts | null | undefined): string[] {
  const texts = (replies.value?.replies ?? []).flatMap(({ text }) => Object.values(text));
  return [...(contacts?.cards ?? []).map(({ number }) => number), ...texts];
}
