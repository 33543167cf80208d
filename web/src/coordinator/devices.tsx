/** The computers that staff work on: which may, which wait for it, and the key that decides. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { minuteOf, type Sign } from '../hl1/index.ts';
import { post } from '../staff/api.ts';
import { type Deed, DeviceRow } from './device-row.tsx';
import { useFresh } from './fresh.ts';
import { useKeyInHand } from './key-in-hand.ts';
import { Unlock, Unlocked } from './key-lock.tsx';
import { KeyMaker } from './key-maker.tsx';
import { words } from './language.ts';
import { refusalIn } from './refusal.ts';
import { approval, type Device, inOrder, type Roster, revocation, shownState } from './roster.ts';

export function DevicesView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.roster;
  const { value: roster, isStale, show } = useFresh<Roster>('/api/roster', onExpired);
  const key = useKeyInHand();
  return (
    <section class="devices" aria-labelledby="devices">
      <h2 id="devices">{said.title}</h2>
      <p class="measure soft">{said.lead}</p>
      <p class={isStale ? 'strip strip-care' : 'aloud'} role="status">
        {isStale ? (roster === null ? said.failed : said.stale) : ''}
      </p>
      {roster !== null && (
        <>
          {roster.key === '' ? (
            <KeyMaker
              onFounded={(founded, sign) => {
                show(founded);
                key.open(sign);
              }}
            />
          ) : key.sign === null ? (
            <Unlock rosterKey={roster.key} onOpen={key.open} />
          ) : (
            <Unlocked onLock={key.lock} />
          )}
          {roster.key !== '' && <PublicKey rosterKey={roster.key} />}
          <List {...{ roster, onExpired }} sign={key.sign} onUsed={key.used} onRoster={show} />
        </>
      )}
    </section>
  );
}

/** Needed once, by somebody else: out of the way until then. */
function PublicKey({ rosterKey }: { rosterKey: string }) {
  const said = words.value.roster.public;
  return (
    <details class="public-key">
      <summary>{said.title}</summary>
      <p class="measure small">{said.why}</p>
      <p>
        <code data-testid="roster-key">{rosterKey}</code>
      </p>
    </details>
  );
}

interface ListProps {
  readonly roster: Roster;
  readonly sign: Sign | null;
  readonly onUsed: () => void;
  readonly onRoster: (roster: Roster) => void;
  readonly onExpired: () => void;
}

function List({ roster, sign, onUsed, onRoster, onExpired }: ListProps) {
  const said = words.value.roster;
  const minute = minuteOf(Date.now());
  const [told, setTold] = useState({ text: '', isProblem: false, count: 0 });
  const [isBusy, setBusy] = useState(false);
  const outcome = useRef<HTMLParagraphElement>(null);
  // The button that was pressed is gone with its question: what came of it gets the focus.
  useEffect(() => {
    if (told.count > 0) outcome.current?.focus();
  }, [told.count]);

  const tell = (text: string, isProblem: boolean) => {
    setTold(({ count }) => ({ text, isProblem, count: count + 1 }));
  };
  const act = async (deed: Deed, device: Device, signing: Sign) => {
    onUsed();
    setBusy(true);
    try {
      const answer = await handIn(deed, device, roster, signing);
      if (answer.isOk) {
        onRoster(answer.value);
        tell(said.list[deed === 'approve' ? 'approved' : 'revoked'](device.name), false);
      } else if (answer.code === 'not_signed_in') onExpired();
      else tell(refusalIn(words.value, answer.code), true);
    } catch {
      tell(said.refused.other, true);
    }
    setBusy(false);
  };
  const waiting = roster.devices.filter((each) => shownState(each, minute) === 'waiting').length;
  return (
    <>
      <h3 class="devices-list-title">
        {said.list.title}
        {waiting > 0 && (
          <span class="waiting-mark" data-testid="roster-waiting">
            {said.list.waiting(waiting)}
          </span>
        )}
      </h3>
      <p
        ref={outcome}
        tabIndex={-1}
        class={told.text === '' ? 'aloud' : told.isProblem ? 'said' : 'said said-well'}
        role="status"
        data-testid="roster-outcome"
      >
        {isBusy ? said.list.busy : told.text}
      </p>
      {sign === null && roster.devices.length > 0 && (
        <p class="small soft" id="roster-why">
          {roster.key === '' ? said.list.noKey : said.list.locked}
        </p>
      )}
      {roster.devices.length === 0 && <p class="soft">{said.list.none}</p>}
      <ul class="plain-list devices-list">
        {inOrder(roster.devices, minute).map((device) => (
          <DeviceRow
            key={device.device}
            device={device}
            minute={minute}
            isAble={sign !== null && !isBusy}
            onDeed={(deed) => {
              if (sign !== null) void act(deed, device, sign);
            }}
          />
        ))}
      </ul>
    </>
  );
}

async function handIn(deed: Deed, device: Device, roster: Roster, sign: Sign) {
  const minute = minuteOf(Date.now());
  if (deed === 'approve') {
    const entry = await approval(device, sign, minute);
    return post<Roster>('/api/roster/approve', { entry });
  }
  const listed = await revocation(roster, device, sign, minute);
  return post<Roster>('/api/roster/revoke', { listed });
}
