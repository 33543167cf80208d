/** Practice: whom to play, begin, see what runs, stop. */

import { useState } from 'preact/hooks';
import { post } from '../staff/api.ts';
import { TwoSteps } from '../staff/two-steps.tsx';
import { useFresh } from './fresh.ts';
import { language, words } from './language.ts';

type Tongue = 'nl' | 'en';

interface Running {
  readonly personas: readonly string[];
  readonly language: Tongue;
  readonly waiting: number;
  readonly talking: number;
  readonly minutes: number;
}

/** `GET /api/rehearsal`. `most`: visitors at once. */
interface Shown {
  readonly personas: readonly {
    readonly id: string;
    readonly title: Readonly<Record<Tongue, string>>;
  }[];
  readonly most: number;
  readonly really_waiting: number;
  readonly running: Running | null;
}

export function RehearsalView({ onExpired }: { onExpired: () => void }) {
  const said = words.value.practice;
  const { value: shown, isStale, show } = useFresh<Shown>('/api/rehearsal', onExpired);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>('');

  const change = async (what: 'begin' | 'stop', body: object) => {
    setBusy(true);
    const answer = await post<Shown>(`/api/rehearsal/${what}`, body);
    setBusy(false);
    setFailure(answer.isOk ? '' : textOf(answer.code));
    if (answer.isOk) show(answer.value);
    else if (answer.code === 'not_signed_in') onExpired();
  };

  return (
    <section aria-labelledby="rehearsal" class="rehearsal">
      <h2 id="rehearsal">{said.title}</h2>
      <p class="soft small">{said.lead}</p>
      {shown?.running && <Now shown={shown} onStop={() => void change('stop', {})} />}
      {shown && !shown.running && (
        <Choice shown={shown} isBusy={isBusy} onBegin={(body) => void change('begin', body)} />
      )}
      <p class={isStale || failure ? 'strip strip-care' : 'aloud'} role="status">
        {failure || (isStale ? said.stale : '')}
      </p>
    </section>
  );
}

function textOf(code: string): string {
  const { failed } = words.value.practice;
  return code === 'not_approved' || code === 'out_of_turn' ? failed[code] : failed.other;
}

/** Somebody should know before they begin; it stops nobody, as nobody is in the way of who waits. */
function ReallyWaiting({ shown }: { shown: Shown }) {
  if (shown.really_waiting === 0) return null;
  const { reallyWaiting } = words.value.practice;
  return <p data-testid="really-waiting">{reallyWaiting(shown.really_waiting)}</p>;
}

function Now({ shown, onStop }: { shown: Shown; onStop: () => void }) {
  const said = words.value.practice;
  const { running, personas } = shown;
  if (running === null) return null;
  const titleOf = (id: string) =>
    personas.find((each) => each.id === id)?.title[language.value] ?? id;
  return (
    <div class="card rehearsal-running" data-testid="rehearsal-running">
      <p>
        <strong>{said.running}</strong> ({said.languages[running.language]}):{' '}
        {running.personas.map(titleOf).join(' · ')}
      </p>
      <p>
        {said.where(running.waiting, running.talking)} {said.left(running.minutes)}
      </p>
      <ReallyWaiting shown={shown} />
      <TwoSteps
        id="stop-rehearsal"
        said={{
          label: said.stop,
          question: said.stopQuestion,
          confirm: said.stopConfirm,
          cancel: said.cancel,
        }}
        onConfirm={onStop}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly shown: Shown;
  readonly isBusy: boolean;
  readonly onBegin: (body: object) => void;
}

function Choice({ shown, isBusy, onBegin }: ChoiceProps) {
  const said = words.value.practice;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [tongue, setTongue] = useState<Tongue>(language.value);
  const [number, setNumber] = useState(0);
  const turn = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  // Until somebody says otherwise: everybody who was chosen, once.
  const many = number || Math.min(Math.max(chosen.length, 1), shown.most);
  return (
    <form
      class="card rehearsal-form"
      data-testid="rehearsal-form"
      onSubmit={(event) => {
        event.preventDefault();
        onBegin({ personas: chosen, language: tongue, number: many });
      }}
    >
      <ReallyWaiting shown={shown} />
      <fieldset>
        <legend>{said.who}</legend>
        <div class="rehearsal-choices">
          {shown.personas.map(({ id, title }) => (
            <label key={id}>
              <input
                type="checkbox"
                name="persona"
                value={id}
                checked={chosen.includes(id)}
                onChange={() => turn(id)}
              />
              {title[language.value]}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{said.language}</legend>
        <div class="rehearsal-choices">
          {(['nl', 'en'] as const).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="rehearsal-language"
                value={each}
                checked={tongue === each}
                onChange={() => setTongue(each)}
              />
              {said.languages[each]}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{said.number}</legend>
        <div class="rehearsal-choices">
          {Array.from({ length: shown.most }, (_, at) => at + 1).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="rehearsal-number"
                value={each}
                checked={many === each}
                onChange={() => setNumber(each)}
              />
              {each}
            </label>
          ))}
        </div>
      </fieldset>
      <div>
        <button
          type="submit"
          class="button main"
          data-testid="rehearsal-begin"
          disabled={isBusy || chosen.length === 0}
        >
          {isBusy ? said.starting : said.start}
        </button>
        {chosen.length === 0 && <p class="soft small">{said.nobody}</p>}
      </div>
    </form>
  );
}
