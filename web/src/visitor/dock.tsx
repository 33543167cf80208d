// Where one writes. Below the messages and the exit, so that neither ever covers the other.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Strings } from '../strings/visitor/strings.ts';
import { isUnderWay, type Journey } from './journey.ts';
import { strings } from './language.ts';
import type { Session } from './session.ts';
import { hasKeyboard } from './start.tsx';
import { textSize } from './text-size.tsx';
import { writes } from './writes.ts';

/** Of docs/protocol.md §1.3, in code points. */
const MAX_CHARACTERS = 4000;

/** Before this nobody has to know that there is an end to it. */
const COUNT_FROM = 3600;

function mayWrite(session: Session, { stage }: Journey): boolean {
  return stage === 'conversation' || (isUnderWay(stage) && session.hasWritten);
}

export function Dock({ session }: { session: Session }) {
  const journey = session.journey.value;
  // What was being written is still there after a loss.
  const isLost = journey.stage === 'lost' && journey.wayBack === 'on';
  if (!isLost && !mayWrite(session, journey)) return null;
  return <Composer session={session} t={strings.value} isHidden={isLost} />;
}

interface ComposerProps {
  readonly session: Session;
  readonly t: Strings;
  readonly isHidden: boolean;
}

function Composer({ session, t, isHidden }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [length, setLength] = useState(0);
  const [isTooBig, setTooBig] = useState(false);
  const [isBlank, setBlank] = useState(true);

  // By hand: in browsers that know it as a property, Preact would set that to "off", which is true.
  useLayoutEffect(() => field.current?.setAttribute('autocorrect', 'off'), []);

  const look = () => {
    const area = field.current;
    if (!area) return;
    setLength(Array.from(area.value).length);
    setBlank(area.value.trim() === '');
    setTooBig(false);
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  useLayoutEffect(look, [textSize.value]);
  const put = (text: string) => {
    if (field.current) field.current.value = text;
    look();
  };
  const send = async () => {
    const text = field.current?.value.trim() ?? '';
    if (text === '' || Array.from(text).length > MAX_CHARACTERS) return;
    put('');
    field.current?.focus();
    if (await session.say(text)) return;
    // Give it back, unless something new is being written already.
    if (field.current?.value === '') put(text);
    setTooBig(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // On a phone, Enter is the only way to a new line.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !hasKeyboard()) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      class="composer"
      hidden={isHidden}
      aria-label={t.compose}
      autocomplete="off"
      // Enter in a form would load a page; here nothing is ever sent by the browser itself.
      onSubmit={(event) => event.preventDefault()}
    >
      <p class="count small" role="status" data-testid="count">
        {warning(t, length, isTooBig) || (writes.value && t.writes)}
      </p>
      <div class="row">
        <label class="aloud" for="compose">
          {t.compose}
        </label>
        <textarea
          id="compose"
          data-testid="composer"
          ref={field}
          rows={1}
          placeholder={t.compose}
          // Without autocomplete="off" browsers write drafts to disk, to restore them after a crash.
          autocomplete="off"
          autocapitalize="sentences"
          spellcheck={false}
          enterkeyhint={hasKeyboard() ? 'send' : 'enter'}
          {...{ writingsuggestions: 'false' }}
          onInput={() => {
            look();
            session.writing();
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          class="button main send"
          data-testid="send"
          disabled={isBlank || length > MAX_CHARACTERS}
          onClick={() => void send()}
        >
          {t.send}
        </button>
      </div>
    </form>
  );
}

function warning(t: Strings, length: number, isTooBig: boolean): string {
  if (isTooBig) return t.splitIt;
  if (length > MAX_CHARACTERS) return t.tooLong({ count: length - MAX_CHARACTERS });
  return length > COUNT_FROM ? t.charactersLeft({ count: MAX_CHARACTERS - length }) : '';
}
