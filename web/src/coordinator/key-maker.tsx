/** Making the organisation's key, once: a passphrase, a file to keep, and then its public half for the server. */

import { useState } from 'preact/hooks';
import type { Sign } from '../hl1/index.ts';
import { post } from '../staff/api.ts';
import { useArrival } from './arrival.ts';
import { words } from './language.ts';
import { refusalIn } from './refusal.ts';
import type { Roster } from './roster.ts';
import { type Made, makeRosterKey } from './roster-file.ts';
import { missingIn, strengthOf, suggestion } from './strength.ts';

interface Props {
  /** The server knows the key now; this page may sign with it. */
  readonly onFounded: (roster: Roster, sign: Sign) => void;
}

export function KeyMaker({ onFounded }: Props) {
  const [made, setMade] = useState<Made | null>(null);
  return made === null ? (
    <Passphrase onMade={setMade} />
  ) : (
    <Keeping made={made} onFounded={onFounded} onStartOver={() => setMade(null)} />
  );
}

function Passphrase({ onMade }: { onMade: (made: Made) => void }) {
  const said = words.value.roster.make;
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [suggested, setSuggested] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const strength = strengthOf(passphrase);

  const make = async () => {
    setBusy(true);
    try {
      onMade(await makeRosterKey(passphrase));
    } catch {
      setBusy(false);
      setProblem(said.failed);
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    if (missingIn(passphrase) > 0) return setProblem(said.strength.short(missingIn(passphrase)));
    if (passphrase !== again) return setProblem(said.different);
    setProblem('');
    void make();
  };
  const short = missingIn(passphrase);
  return (
    <form class="card key-card stack" onSubmit={submit} data-testid="roster-maker">
      <h3>{said.title}</h3>
      <ul class="facts">
        {said.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <label class="field">
        <span>{said.passphrase}</span>
        <input
          data-testid="roster-passphrase"
          type="password"
          autocomplete="new-password"
          aria-describedby="strength"
          value={passphrase}
          onInput={(event) => setPassphrase(event.currentTarget.value)}
        />
      </label>
      <p
        id="strength"
        class={`small strength-${strength}`}
        data-testid="roster-strength"
        data-strength={strength}
      >
        {strength === 'short' ? said.strength.short(short) : said.strength[strength]}
      </p>
      <label class="field">
        <span>{said.again}</span>
        <input
          data-testid="roster-passphrase-again"
          type="password"
          autocomplete="new-password"
          value={again}
          onInput={(event) => setAgain(event.currentTarget.value)}
        />
      </label>
      <div>
        <button
          type="button"
          class="button plain small"
          data-testid="roster-suggest"
          onClick={() => setSuggested(suggestion())}
        >
          {said.suggest}
        </button>
        <div role="status">
          {suggested !== '' && (
            <p class="suggested">
              {said.suggested} <strong lang="nl">{suggested}</strong>
            </p>
          )}
        </div>
      </div>
      <p class={problem ? 'said' : 'aloud'} role="alert" data-testid="roster-problem">
        {problem}
      </p>
      <button type="submit" class="button main" data-testid="roster-make" disabled={isBusy}>
        {isBusy ? said.busy : said.submit}
      </button>
    </form>
  );
}

interface KeepingProps extends Props {
  readonly made: Made;
  readonly onStartOver: () => void;
}

/** Nothing is told to the server before somebody has said that the file is safe. */
function Keeping({ made, onFounded, onStartOver }: KeepingProps) {
  const { kept: said, make } = words.value.roster;
  const heading = useArrival<HTMLHeadingElement>();
  const [isKept, setKept] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const found = async () => {
    setBusy(true);
    const answer = await post<Roster>('/api/roster/key', { key: made.key });
    setBusy(false);
    if (answer.isOk) onFounded(answer.value, made.sign);
    else setProblem(refusalIn(words.value, answer.code));
  };
  return (
    <div class="card key-card stack" data-testid="roster-keeping">
      <h3 ref={heading} tabIndex={-1}>
        {said.title}
      </h3>
      <p>{said.lead}</p>
      <p>
        {/* A data: address, because the page's policy knows no other: nothing is kept beside the page. */}
        <a
          class="button main"
          data-testid="roster-download"
          download="luwte-roster-key.json"
          href={`data:application/json;charset=utf-8,${encodeURIComponent(made.file)}`}
        >
          {said.download}
        </a>
      </p>
      <label class="check">
        <input
          type="checkbox"
          data-testid="roster-kept"
          checked={isKept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <span>{said.confirm}</span>
      </label>
      <p class={problem ? 'said' : 'aloud'} role="alert" data-testid="roster-problem">
        {problem}
      </p>
      <p class="row">
        <button
          type="button"
          class="button main"
          data-testid="roster-found"
          disabled={!isKept || isBusy}
          onClick={found}
        >
          {isBusy ? make.busy : said.submit}
        </button>
        <button type="button" class="button plain" disabled={isBusy} onClick={onStartOver}>
          {said.startOver}
        </button>
      </p>
    </div>
  );
}
