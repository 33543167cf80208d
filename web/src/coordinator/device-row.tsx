/** One device: whose it is, its words, and what can be done with it. Both deeds ask once more, in words. */

import { useEffect, useState } from 'preact/hooks';
import { deviceWords, fromBase64 } from '../hl1/index.ts';
import { FourWords } from '../staff/members.tsx';
import { usePopover } from '../staff/popover.ts';
import { language, words } from './language.ts';
import { type Device, dayOf, dayOfDate, type Shown, shownState } from './roster.ts';

export type Deed = 'approve' | 'revoke';

interface Props {
  readonly device: Device;
  readonly minute: number;
  /** The key is open, and nothing else is being done. */
  readonly isAble: boolean;
  readonly onDeed: (deed: Deed) => void;
}

export function DeviceRow({ device, minute, isAble, onDeed }: Props) {
  const said = words.value.roster.list;
  const { isOpen, whole, opener, first, open, close, onKeyDown } = usePopover<HTMLLIElement>();
  const [deed, setDeed] = useState<Deed>('approve');
  const four = useWords(device.key);
  const state = shownState(device, minute);
  const press = (pressed: Deed) => (event: { currentTarget: HTMLButtonElement }) => {
    opener.current = event.currentTarget;
    if (isOpen && deed === pressed) return close();
    setDeed(pressed);
    open();
  };
  const about = { isAble, isOpen, deed };
  return (
    <li
      ref={whole}
      class={`card device device-${state}`}
      data-testid="roster-device"
      data-state={state}
      data-name={device.name}
    >
      <Who device={device} state={state} />
      <div class="device-words">
        <p class="aloud">{said.words}</p>
        {four && <FourWords words={four} testId="device-words" />}
      </div>
      <div class="device-deeds">
        {four && mayApprove(state) && (
          <DeedButton {...about} of="approve" onPress={press('approve')}>
            {state === 'waiting' ? said.approve : said.renew}
          </DeedButton>
        )}
        {state !== 'revoked' && (
          <DeedButton {...about} of="revoke" onPress={press('revoke')}>
            {said.revoke}
          </DeedButton>
        )}
      </div>
      {isOpen && isAble && (
        <fieldset class="deed-question" onKeyDown={onKeyDown}>
          <legend>
            {deed === 'approve'
              ? said.approveQuestion(device.name)
              : said.revokeQuestion(device.name)}
          </legend>
          {deed === 'approve' && four && <FourWords words={four} testId="deed-words" />}
          <button
            ref={first}
            type="button"
            class="button quiet"
            data-testid={`cancel-roster-${deed}`}
            onClick={close}
          >
            {deed === 'approve' ? said.approveCancel : said.revokeCancel}
          </button>
          <button
            type="button"
            class={deed === 'approve' ? 'button main deed-button' : 'button quiet strong'}
            data-testid={`confirm-roster-${deed}`}
            onClick={() => onDeed(deed)}
          >
            {deed === 'approve' ? said.approveConfirm : said.revokeConfirm}
          </button>
        </fieldset>
      )}
    </li>
  );
}

function Who({ device, state }: { device: Device; state: Shown }) {
  const { roster, role } = words.value;
  const said = roster.list;
  const spoken = language.value;
  const dates = [said.enrolled(dayOfDate(device.day, spoken))];
  if (device.until !== null && state !== 'revoked') {
    dates.push(said.until(dayOf(device.until, spoken)));
  }
  return (
    <div class="device-who">
      <h4>
        {device.name} <span class="soft device-role">{role[device.role]}</span>
      </h4>
      <p class="small">
        <strong class={`state-${state}`}>{said.state[state]}</strong>
        <span class="soft"> · {dates.join(' · ')}</span>
      </p>
    </div>
  );
}

function mayApprove(state: Shown): boolean {
  return state === 'waiting' || state === 'expired' || state === 'soon';
}

interface DeedProps {
  readonly of: Deed;
  /** The one that is being asked about, if `isOpen`. */
  readonly deed: Deed;
  readonly isOpen: boolean;
  readonly isAble: boolean;
  readonly onPress: (event: { currentTarget: HTMLButtonElement }) => void;
  readonly children: string;
}

function DeedButton({ of, deed, isOpen, isAble, onPress, children }: DeedProps) {
  return (
    <button
      type="button"
      class={of === 'approve' ? 'button main deed-button' : 'button quiet'}
      data-testid={`roster-${of}`}
      aria-expanded={isOpen && deed === of}
      aria-describedby={isAble ? undefined : 'roster-why'}
      disabled={!isAble}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** Null until they are worked out. */
function useWords(key: string): readonly string[] | null {
  const [four, setFour] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let isGone = false;
    const show = (found: readonly string[]) => {
      if (!isGone) setFour(found);
    };
    deviceWords(fromBase64(key)).then(show, () => {});
    return () => {
      isGone = true;
    };
  }, [key]);
  return four;
}
