/** Publishing: one coordinator proposes whole years, another looks and approves, both fetch the files. */

import { useState } from 'preact/hooks';
import { addressOf, post } from '../staff/api.ts';
import { TwoSteps } from '../staff/two-steps.tsx';
import { language, words } from './language.ts';
import { Failed, useOnce } from './once.tsx';
import {
  type Draft,
  inOrder,
  nameOf,
  type Offer,
  type Release,
  type Releases,
  spanOf,
  titleOf,
} from './releases.ts';
import { dayOfDate } from './roster.ts';

type Change = (what: 'propose' | 'approve' | 'withdraw', body: unknown) => void;

export function ReleasesView({ onExpired }: { onExpired: () => void }) {
  const { releases: said, notice } = words.value;
  const { value: shown, look, show } = useOnce<Releases>('/api/releases', onExpired);
  const [refused, setRefused] = useState('');
  const [isBusy, setBusy] = useState(false);

  const change: Change = async (what, body) => {
    setBusy(true);
    const answer = await post<Releases>(`/api/releases/${what}`, body);
    setBusy(false);
    setRefused(
      answer.isOk ? '' : notice.code[answer.code === 'offline' ? 'unavailable' : answer.code],
    );
    if (answer.isOk) show(answer.value);
    else if (answer.code === 'not_signed_in') onExpired();
    // Another coordinator may have been first: show what there is now.
    else look();
  };

  return (
    <section class="releases no-print" aria-labelledby="releases">
      <h2 id="releases">{said.title}</h2>
      <p class="measure soft">{said.lead}</p>
      {shown === null && <Failed said={said.failed} look={look} />}
      {shown?.draft && <DraftView draft={shown.draft} files={shown.files} change={change} />}
      {shown && !shown.draft && (
        <Proposing offers={inOrder(shown.offers)} isBusy={isBusy} change={change} />
      )}
      <p class={isBusy || refused ? 'strip strip-care' : 'aloud'} role="status">
        {isBusy ? said.busy : refused}
      </p>
      {shown?.releases.length === 0 && <p class="soft">{said.none}</p>}
      <ul class="plain-list" data-testid="releases">
        {shown?.releases.map((each) => (
          <ReleaseView key={each.number} release={each} files={shown.files} />
        ))}
      </ul>
    </section>
  );
}

interface ProposingProps {
  readonly offers: readonly Offer[];
  readonly isBusy: boolean;
  readonly change: Change;
}

function Proposing({ offers, isBusy, change }: ProposingProps) {
  const said = words.value.releases;
  const [picked, setPicked] = useState(0);
  const offer = offers[picked] ?? offers[0];
  if (!offer) return <p class="soft">{said.noOffers}</p>;
  return (
    <form
      class="release-form"
      onSubmit={(event) => {
        event.preventDefault();
        change('propose', { codebook: offer.codebook, years: offer.years });
      }}
    >
      <label for="release-years">{said.years}</label>
      <select
        id="release-years"
        class="field"
        value={picked}
        onChange={(event) => setPicked(Number(event.currentTarget.value))}
      >
        {offers.map((each, at) => (
          <option key={`${each.codebook} ${spanOf(each.years)}`} value={at}>
            {said.offer(nameOf(each, offers, said.afterwards), each.replaces)}
          </option>
        ))}
      </select>
      <button type="submit" class="button" data-testid="propose" disabled={isBusy}>
        {said.propose}
      </button>
      {offer.made_up && <p class="soft small">{said.madeUp}</p>}
      {offer.noisy && (
        <p class="soft small" data-testid="noisy">
          {said.noisy}
        </p>
      )}
    </form>
  );
}

interface DraftProps {
  readonly draft: Draft;
  readonly files: readonly string[];
  readonly change: Change;
}

function DraftView({ draft, files, change }: DraftProps) {
  const said = words.value.releases;
  const years = titleOf(draft, said.afterwards);
  return (
    <div class="card release" data-testid="draft">
      <h3>{said.waits(years)}</h3>
      <p>
        {said.proposed(draft.proposed_by, dayOfDate(draft.proposed_on, language.value))}{' '}
        {draft.made_up && said.madeUp} {draft.noisy && said.noisy}
      </p>
      <p>{draft.mine ? said.mine : said.look}</p>
      <Files place={draft.id} files={files} />
      <div class="cool-down-acts">
        {!draft.mine && (
          <TwoSteps
            id="approve-release"
            said={{
              label: said.approve,
              question: said.approveQuestion(years),
              confirm: said.approveConfirm,
              cancel: said.cancel,
            }}
            onConfirm={() => change('approve', { draft: draft.id })}
          />
        )}
        <TwoSteps
          id="withdraw-release"
          said={{
            label: said.withdraw,
            question: said.withdrawQuestion,
            confirm: said.withdrawConfirm,
            cancel: said.cancel,
          }}
          onConfirm={() => change('withdraw', { draft: draft.id })}
        />
      </div>
    </div>
  );
}

function ReleaseView({ release, files }: { release: Release; files: readonly string[] }) {
  const said = words.value.releases;
  return (
    <li class="card release" data-testid="release" data-number={release.number}>
      <h3>{said.release(release.number, titleOf(release, said.afterwards))}</h3>
      {release.replaced_by !== null && (
        <p>
          <strong>{said.replacedBy(release.replaced_by)}</strong>
        </p>
      )}
      <p class="soft small">
        {said.signed(
          release.proposed_by,
          release.approved_by,
          dayOfDate(release.approved_on, language.value),
        )}{' '}
        {release.made_up && said.madeUp} {release.noisy && said.noisy}
      </p>
      <Files place={String(release.number)} files={files} />
    </li>
  );
}

function Files({ place, files }: { place: string; files: readonly string[] }) {
  const said = words.value.releases;
  return (
    <ul class="release-files">
      {Object.keys(said.files)
        .filter((file) => files.includes(file))
        .map((file) => (
          <li key={file}>
            <a href={addressOf(`/api/releases/${place}/${file}`)} download={file}>
              {said.files[file]}
            </a>
          </li>
        ))}
    </ul>
  );
}
