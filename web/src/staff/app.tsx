/** Who is here decides what is shown: the sign-in, the desk, or the coordinator's page. */

import { useCallback, useEffect, useState } from 'preact/hooks';
import { get, type Me, post } from './api.ts';
import { Coordinator } from './coordinator.tsx';
import { DeskPage } from './desk-page.tsx';
import { words } from './language.ts';
import { Offline } from './offline.tsx';
import { SignIn } from './sign-in.tsx';

type Who = 'asking' | 'nobody' | 'expired' | 'offline' | Me;

/** `isDemo`: visitors are colleagues who try it out, and nothing here protects anybody. */
export function App({ isDemo }: { isDemo: boolean }) {
  return (
    <>
      {isDemo && (
        <aside class="demo" aria-label={words.value.demoName} data-testid="demo">
          {words.value.demo}
        </aside>
      )}
      <Page />
    </>
  );
}

function Page() {
  const [who, setWho] = useState<Who>('asking');

  const ask = useCallback(async () => {
    const answer = await get<Me>('/api/me');
    if (answer.isOk) setWho(answer.value);
    else setWho(answer.code === 'not_signed_in' ? 'nobody' : 'offline');
  }, []);
  useEffect(() => void ask(), [ask]);

  const expire = useCallback(() => setWho('expired'), []);
  const leave = useCallback(() => {
    setWho('nobody');
    // The cookie goes too; if the server cannot be reached now, it forgets the session by itself.
    post('/api/sign-out').catch(() => {});
  }, []);

  if (who === 'asking') return null;
  if (who === 'offline') return <Offline onRetry={ask} />;
  if (who === 'nobody' || who === 'expired') {
    return <SignIn hasExpired={who === 'expired'} onSignedIn={setWho} />;
  }
  return who.role === 'coordinator' ? (
    <Coordinator me={who} onSignOut={leave} onExpired={expire} />
  ) : (
    <DeskPage me={who} onSignOut={leave} onExpired={expire} />
  );
}
