/** Free or away: one switch at the top, and a banner when there is something to say about it. */

import type { Duty } from '../wire/frames.ts';
import { timeOf } from './clock.ts';
import { words } from './language.ts';

type State = Duty['state'];

/** Where the focus goes when a proposal is no more. */
export const SWITCH = 'duty';

interface Props {
  readonly duty: Duty;
  readonly isUp: boolean;
  readonly onBe: (state: State) => void;
}

export function DutySwitch({ duty, isUp, onBe }: Props) {
  const { duty: said, shiftEnd } = words.value;
  const isFree = duty.state === 'free';
  if (duty.state === 'ending') return null;
  return (
    <div class="duty" data-testid="duty" data-state={duty.state} data-why={duty.why ?? ''}>
      {duty.proposes !== false && (
        <button
          type="button"
          id={SWITCH}
          role="switch"
          class="switch"
          data-testid="duty-switch"
          data-act="free"
          aria-checked={isFree}
          aria-describedby="duty-means"
          disabled={!isUp}
          onClick={() => onBe(isFree ? 'away' : 'free')}
        >
          <span class="switch-track" aria-hidden="true" />
          <span class="switch-words">
            <span>{said.free}</span>
            <span id="duty-means" class="switch-means">
              {said.means[isFree ? 'free' : 'away']}
            </span>
          </span>
        </button>
      )}
      <button
        type="button"
        class="button quiet"
        data-testid="end-shift"
        data-act="end-shift"
        disabled={!isUp}
        onClick={() => onBe('ending')}
      >
        {shiftEnd.start}
      </button>
    </div>
  );
}

interface HowManyProps extends Pick<Props, 'duty' | 'isUp'> {
  readonly onChoose: (capacity: number) => void;
}

/** How many conversations at once, for this shift; nothing where the desk allows only one. */
export function HowMany({ duty, isUp, onChoose }: HowManyProps) {
  const said = words.value.window;
  const most = duty.most ?? 1;
  if (most < 2) return null;
  const all = Array.from({ length: most }, (_, at) => at + 1);
  return (
    <label class="how-many">
      <span>{said.howMany}</span>
      <select
        data-testid="capacity"
        data-act="capacity"
        disabled={!isUp}
        value={duty.capacity ?? most}
        onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}
      >
        {all.map((each) => (
          <option key={each} value={each} selected={each === (duty.capacity ?? most)}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

interface BannerProps extends Props {
  readonly onGoOn: () => void;
}

/** Always in the page, so that a screen reader hears what appears in it. */
export function DutyBanner({ duty, isUp, onBe, onGoOn }: BannerProps) {
  const said = words.value.duty;
  const free = (label: string) => (
    <Choice id="free-again" label={label} isUp={isUp} isMain onChoose={() => onBe('free')} />
  );
  const shown = shownOf(duty);
  return (
    <div
      class={shown === null ? '' : 'banner duty-banner'}
      role="status"
      data-testid="duty-banner"
      data-why={shown ?? ''}
    >
      {shown === 'rest' && (
        <>
          <p>{said.rest(duty.rest ?? 0)}</p>
          <Choice
            id="take-break"
            label={said.takeBreak(duty.rest ?? 0)}
            isUp={isUp}
            isMain
            onChoose={() => onBe('break')}
          />
          <Choice id="no-break" label={said.noBreak} isUp={isUp} onChoose={onGoOn} />
        </>
      )}
      {shown === 'break' && (
        <>
          <p>{said.onBreak(timeOf((duty.until ?? 0) / 60))}</p>
          <Choice
            id="stop-break"
            label={said.stopBreak}
            isUp={isUp}
            onChoose={() => onBe('away')}
          />
        </>
      )}
      {(shown === 'missed' || shown === 'rested') && (
        <>
          <p>{said[shown]}</p>
          {free(said.freeAgain)}
          <Choice id="stay-away" label={said.stayAway} isUp={isUp} onChoose={() => onBe('away')} />
        </>
      )}
    </div>
  );
}

function shownOf(duty: Duty): 'rest' | 'break' | 'missed' | 'rested' | null {
  if (duty.state === 'break') return 'break';
  if (duty.rest) return 'rest';
  return duty.state === 'away' ? (duty.why ?? null) : null;
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly isUp: boolean;
  readonly isMain?: boolean;
  readonly onChoose: () => void;
}

function Choice({ id, label, isUp, isMain = false, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      class={isMain ? 'button main' : 'button quiet'}
      data-testid={id}
      data-act={id === 'take-break' ? 'rest' : undefined}
      disabled={!isUp}
      onClick={() => {
        onChoose();
        // The button goes with the banner; the keyboard goes on at the top.
        document.getElementById(SWITCH)?.focus();
      }}
    >
      {label}
    </button>
  );
}
