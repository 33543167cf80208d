// Before the conversation: in the line, and the moment that somebody is there.
import { Points, type Screen, Title } from './parts.tsx';

export function Waiting({ session, journey, t }: Screen) {
  const { position } = journey;
  if (position === null && journey.entries.length === 0) {
    return (
      <section class="page stack center">
        <Title>{t.starting}</Title>
        <Breath />
      </section>
    );
  }
  return (
    <section class="page stack center">
      <Title>{t.waitingTitle}</Title>
      <Breath />
      {/* Read aloud on each change: who cannot see the page should not have to go and look. */}
      <p class="position" role="status" data-testid="position" data-position={position ?? ''}>
        {position === null ? t.starting : t.position(position)}
      </p>
      <p class="soft">
        {t.waitingLead} {t.placeKept}
      </p>
      {journey.isWritingAhead || journey.entries.length > 0 ? (
        <p class="soft small">{t.writeAheadNote}</p>
      ) : (
        <button
          type="button"
          class="button plain"
          data-testid="write-ahead"
          onClick={() => session.writeAhead()}
        >
          {t.writeAhead}
        </button>
      )}
      {/* Reading does not cost the place in the line. */}
      <div>
        <details>
          <summary>{t.factsTitle}</summary>
          <Points of={t.facts} />
        </details>
        <details>
          <summary>{t.watchedTitle}</summary>
          <Points of={t.watched} />
        </details>
      </div>
    </section>
  );
}

/** Something slow to look at, at the pace of calm breathing; still when motion is not wanted. */
function Breath() {
  return (
    <div class="breath" aria-hidden="true">
      <i />
    </div>
  );
}

export function Called({ session, journey, t }: Screen) {
  const { caller } = journey;
  if (!caller) return null;
  const lead = caller.role === 'supervisor' ? t.calledSupervisor : t.calledLead;
  return (
    <section class="page stack center called" role="status">
      <Title>{t.calledTitle}</Title>
      <p data-testid="caller">{lead(caller.name)}</p>
      <button
        type="button"
        class="button main wide"
        data-testid="ready"
        disabled={journey.isBusy}
        onClick={() => session.ready()}
      >
        {t.ready}
      </button>
      <p class="soft small">{t.calledNote(caller.name)}</p>
    </section>
  );
}
