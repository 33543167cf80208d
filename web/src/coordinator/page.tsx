/** The coordinator's page: how busy it is now, who may work, and the figures of closed years. Never a conversation. */

import type { Me } from '../staff/api.ts';
import { Header } from '../staff/header.tsx';
import { BoardView } from './board.tsx';
import { CoolDownsView } from './cool-downs.tsx';
import { DevicesView } from './devices.tsx';
import { IntakeView } from './intake.tsx';
import { words } from './language.ts';
import { RehearsalView } from './rehearsal.tsx';
import { ReleasesView } from './releases-view.tsx';
import { TallyView } from './tally.tsx';
import { WeeksView } from './weeks.tsx';
import { RepliesView } from './writing/replies-view.tsx';

interface Props {
  readonly me: Me;
  readonly onSignOut: () => void;
  readonly onExpired: () => void;
}

export function CoordinatorPage({ me, onSignOut, onExpired }: Props) {
  return (
    <div class="page">
      <Header me={me} holding={0} onSignOut={onSignOut} />
      <main class="coordinator">
        <h1 class="aloud">{words.value.role.coordinator}</h1>
        <BoardView onExpired={onExpired} />
        <IntakeView onExpired={onExpired} />
        <CoolDownsView onExpired={onExpired} />
        <RehearsalView onExpired={onExpired} />
        <RepliesView onExpired={onExpired} />
        <WeeksView onExpired={onExpired} />
        <DevicesView onExpired={onExpired} />
        <TallyView onExpired={onExpired} />
        <ReleasesView onExpired={onExpired} />
      </main>
    </div>
  );
}
