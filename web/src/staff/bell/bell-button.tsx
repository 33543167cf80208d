/** How a professional is called: a button in the bar that says whether, and under it the choices. */

import { useState } from 'preact/hooks';
import { useAct } from '../keymap/acts.ts';
import { keyOf } from '../keymap/keys.ts';
import { words } from '../language.ts';
import { usePopover } from '../popover.ts';
import { isSettled } from './bell.ts';
import { choose, settings } from './chosen.ts';
import { minuteFrom, timeFrom } from './settings.ts';
import { ring } from './sound.ts';

const KEY = keyOf('silence');

export function BellButton() {
  const said = words.value.bell;
  const { isOn } = settings.value;
  const popover = usePopover<HTMLDivElement, HTMLInputElement>();
  useAct('silence', () => choose({ isOn: !settings.value.isOn }));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what is inside
    <div class="bell" ref={popover.whole} onKeyDown={popover.onKeyDown}>
      <button
        type="button"
        class="button quiet"
        data-testid="bell"
        data-on={isOn}
        data-settled={isSettled.value}
        ref={popover.opener}
        aria-expanded={popover.isOpen}
        aria-keyshortcuts={KEY}
        onClick={popover.toggle}
      >
        {isOn ? said.on : said.off}
      </button>
      {popover.isOpen && <Choices first={popover.first} />}
    </div>
  );
}

function Choices({ first }: { readonly first: { current: HTMLInputElement | null } }) {
  const said = words.value.bell;
  const { isOn, sound, quietFrom, quietUntil } = settings.value;
  return (
    <fieldset class="bell-choices" data-testid="bell-choices">
      <legend>{said.title}</legend>
      <label class="bell-choice">
        <input
          type="checkbox"
          ref={first}
          data-testid="bell-on"
          checked={isOn}
          onChange={() => choose({ isOn: !isOn })}
        />
        <span>
          {said.all} ({KEY})
        </span>
      </label>
      <label class="bell-choice">
        <input
          type="checkbox"
          data-testid="bell-sound"
          checked={sound}
          disabled={!isOn}
          onChange={() => choose({ sound: !sound })}
        />
        <span>{said.sound}</span>
      </label>
      <NoticeChoice />
      <p class="bell-quiet">
        <span>{said.quiet}</span>
        <TimeField
          name={said.from}
          minute={quietFrom}
          onChoose={(quietFrom) => choose({ quietFrom })}
        />
        <TimeField
          name={said.until}
          minute={quietUntil}
          onChoose={(quietUntil) => choose({ quietUntil })}
        />
        <span class="soft small">{said.never}</span>
      </p>
      <button type="button" class="button quiet" data-testid="bell-try" onClick={ring}>
        {said.tryIt}
      </button>
    </fieldset>
  );
}

/** A browser asks in its own words whether it may, and only when somebody has pressed something. */
function NoticeChoice() {
  const said = words.value.bell;
  const { isOn, notice } = settings.value;
  const [isRefused, setRefused] = useState(false);
  const isThere = 'Notification' in window;
  const change = async () => {
    const isWanted = !notice;
    const may = isWanted ? await Notification.requestPermission() : 'granted';
    setRefused(may !== 'granted');
    choose({ notice: isWanted && may === 'granted' });
  };
  return (
    <>
      <label class="bell-choice">
        <input
          type="checkbox"
          data-testid="bell-notice"
          checked={notice}
          disabled={!isOn || !isThere}
          onChange={() => void change()}
        />
        <span>{said.notice}</span>
      </label>
      <p class="small soft" role="status">
        {isRefused ? said.refused : ''}
      </p>
    </>
  );
}

interface TimeProps {
  readonly name: string;
  readonly minute: number;
  readonly onChoose: (minute: number) => void;
}

function TimeField({ name, minute, onChoose }: TimeProps) {
  return (
    <input
      type="time"
      aria-label={name}
      data-testid="bell-time"
      value={timeFrom(minute)}
      onChange={({ currentTarget }) => {
        const found = minuteFrom(currentTarget.value);
        if (found !== null) onChoose(found);
      }}
    />
  );
}
