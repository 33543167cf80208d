/** Leaving a conversation untagged, for a reason that is counted instead. */

import { useState } from 'preact/hooks';
import { words } from './language.ts';
import type { SkipReason } from './tag-desk.ts';

const REASONS: readonly SkipReason[] = ['fault', 'no_time', 'other'];

interface Props {
  readonly isDisabled: boolean;
  readonly onSkip: (reason: SkipReason) => void;
}

export function SkipChoice({ isDisabled, onSkip }: Props) {
  const said = words.value.form;
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <button
        type="button"
        class="button quiet"
        data-testid="skip"
        disabled={isDisabled}
        onClick={() => setAsking(true)}
      >
        {said.skip}
      </button>
    );
  }
  return (
    <fieldset class="skip-why">
      <legend>{said.skipWhy}</legend>
      {REASONS.map((reason) => (
        <button
          key={reason}
          type="button"
          class="button quiet"
          data-testid={`skip-${reason}`}
          disabled={isDisabled}
          onClick={() => onSkip(reason)}
        >
          {said.skipReason[reason]}
        </button>
      ))}
      <button type="button" class="button plain small" onClick={() => setAsking(false)}>
        {said.skipBack}
      </button>
    </fieldset>
  );
}
