/** The server did not answer, or a part of the page did not come. */

import { words } from './language.ts';

export function Offline({ onRetry }: { onRetry: () => Promise<void> }) {
  const { signIn, tryAgain } = words.value;
  return (
    <main class="gate">
      <div class="card gate-card stack" role="alert">
        <p>{signIn.offline}</p>
        <button type="button" class="button main" onClick={onRetry}>
          {tryAgain}
        </button>
      </div>
    </main>
  );
}
