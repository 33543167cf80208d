/** The ways out of a conversation: end it, leave it to a colleague, or leave it as a guest. */

import { type Conversation, successorOf } from './held.ts';
import { words } from './language.ts';
import { Misuse } from './misuse.tsx';
import type { CoolDown } from './step.ts';
import { TwoSteps } from './two-steps.tsx';

interface Props {
  readonly held: Conversation;
  readonly onEnd: (coolDown: CoolDown | null) => void;
  readonly onStepOut: () => void;
}

export function Parting({ held, onEnd, onStepOut }: Props) {
  const said = words.value.parting;
  if (held.going !== null) {
    return <p class="soft">{held.going === 'end' ? said.ending : said.leaving}</p>;
  }
  if (held.isGuest)
    return <TwoSteps id="step-out" act="end" said={said.guest} onConfirm={onStepOut} />;
  const successor = successorOf(held.members);
  return (
    <>
      {/* After a handover the strip below asks the same, and larger. */}
      {successor && held.ask?.state !== 'in' && (
        <TwoSteps id="step-out" said={said.leaveTo(successor.name)} onConfirm={onStepOut} />
      )}
      <TwoSteps id="end" act="end" said={said.end} onConfirm={() => onEnd(null)}>
        <Misuse onEnd={onEnd} />
      </TwoSteps>
    </>
  );
}
