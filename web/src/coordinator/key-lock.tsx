/** Unlocking the organisation's key with its file and passphrase, and locking it again. */

import { useState } from 'preact/hooks';
import type { Sign } from '../hl1/index.ts';
import { useArrival } from './arrival.ts';
import { LOCKED_AFTER_MINUTES } from './key-in-hand.ts';
import { words } from './language.ts';
import { openRosterFile, type Problem, RosterFileError, readRosterFile } from './roster-file.ts';

interface Props {
  /** The organisation's public key, base64: another key's file is refused. */
  readonly rosterKey: string;
  readonly onOpen: (sign: Sign) => void;
}

export function Unlock({ rosterKey, onOpen }: Props) {
  const said = words.value.roster.lock;
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const unlock = async (chosen: File) => {
    setBusy(true);
    setProblem(null);
    try {
      const read = readRosterFile(await textOf(chosen));
      if (read.key !== rosterKey) throw new RosterFileError('other_key');
      onOpen(await openRosterFile(read, passphrase));
    } catch (error) {
      setBusy(false);
      setPassphrase('');
      setProblem(error instanceof RosterFileError ? error.problem : 'not_a_file');
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isBusy && file !== null && passphrase !== '') void unlock(file);
  };
  return (
    <form class="card key-card stack" onSubmit={submit} data-testid="roster-locked">
      <h3>{said.title}</h3>
      <p>{said.lead}</p>
      <label class="field">
        <span>{said.file}</span>
        <input
          type="file"
          data-testid="roster-file"
          accept=".json,application/json"
          required
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      <label class="field">
        <span>{said.passphrase}</span>
        <input
          type="password"
          data-testid="roster-passphrase"
          autocomplete="off"
          required
          value={passphrase}
          onInput={(event) => setPassphrase(event.currentTarget.value)}
        />
      </label>
      <p class={problem ? 'said' : 'aloud'} role="alert" data-testid="roster-problem">
        {problem && said.problem[problem]}
      </p>
      <button type="submit" class="button main" data-testid="roster-unlock" disabled={isBusy}>
        {isBusy ? said.busy : said.submit}
      </button>
    </form>
  );
}

/** A file too large to be a key is not read at all. */
async function textOf(file: File): Promise<string> {
  if (file.size > 10_000) throw new RosterFileError('not_a_file');
  return await file.text();
}

export function Unlocked({ onLock }: { onLock: () => void }) {
  const said = words.value.roster.lock;
  const heading = useArrival<HTMLHeadingElement>();
  return (
    <div class="card key-card key-open" data-testid="roster-unlocked">
      <div>
        <h3 ref={heading} tabIndex={-1}>
          {said.opened}
        </h3>
        <p class="small">{said.openedLead(LOCKED_AFTER_MINUTES)}</p>
      </div>
      <button type="button" class="button quiet" data-testid="roster-lock" onClick={onLock}>
        {said.close}
      </button>
    </div>
  );
}
