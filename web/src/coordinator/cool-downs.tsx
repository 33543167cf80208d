/** Cool-downs that run: how many, how long still, and nothing of whom. Longer takes a second person: this one. */

import { useState } from 'preact/hooks';
import { post } from '../staff/api.ts';
import { TwoSteps } from '../staff/two-steps.tsx';
import { useFresh } from './fresh.ts';
import { words } from './language.ts';

interface Running {
  readonly number: string;
  readonly minutes: number;
  readonly asks_longer: boolean;
  readonly may_lengthen: boolean;
}

/** `GET /api/cool-downs`. `longest`: minutes. */
interface Shown {
  readonly running: readonly Running[];
  readonly longest: number;
}

export function CoolDownsView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.coolDowns;
  const { value: shown, isStale, show } = useFresh<Shown>('/api/cool-downs', onExpired);
  const [hasFailed, setFailed] = useState(false);

  const change = async (what: 'lengthen' | 'lift', number: string) => {
    const answer = await post<Shown>(`/api/cool-downs/${what}`, { number });
    setFailed(!answer.isOk);
    if (answer.isOk) show(answer.value);
    else if (answer.code === 'not_signed_in') onExpired();
  };

  const running = shown?.running ?? [];
  return (
    <section aria-labelledby="cool-downs">
      <h2 id="cool-downs">{said.title}</h2>
      {shown && running.length === 0 && <p class="soft">{said.none}</p>}
      {running.length > 0 && <p class="soft small">{said.lead}</p>}
      <ul class="plain-list" data-testid="cool-downs" data-count={running.length}>
        {running.map((each, at) => (
          <li key={each.number} class="card cool-down" data-testid="cool-down">
            <p>
              {said.left(at + 1, each.minutes)}
              {each.asks_longer && <strong> {said.asked}</strong>}
            </p>
            <div class="cool-down-acts">
              {each.may_lengthen && (
                <TwoSteps
                  id="lengthen"
                  said={{
                    label: said.lengthen(shown?.longest ?? 0),
                    question: said.lengthenQuestion(shown?.longest ?? 0),
                    confirm: said.lengthenConfirm,
                    cancel: said.cancel,
                  }}
                  onConfirm={() => void change('lengthen', each.number)}
                />
              )}
              <TwoSteps
                id="lift"
                said={{
                  label: said.lift,
                  question: said.liftQuestion,
                  confirm: said.liftConfirm,
                  cancel: said.cancel,
                }}
                onConfirm={() => void change('lift', each.number)}
              />
            </div>
          </li>
        ))}
      </ul>
      <p class={isStale || hasFailed ? 'strip strip-care' : 'aloud'} role="status">
        {hasFailed ? said.failed : isStale ? said.stale : ''}
      </p>
    </section>
  );
}
