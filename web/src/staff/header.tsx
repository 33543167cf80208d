/** The bar at the top of both pages: whose page it is, the line, the language, the way out. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Me } from './api.ts';
import { language, speak, words } from './language.ts';

interface Props {
  readonly me: Me;
  /** Conversations that signing out would make unreadable. */
  readonly holding: number;
  readonly onSignOut: () => void;
  readonly children?: ComponentChildren;
}

export function Header({ me, holding, onSignOut, children }: Props) {
  const said = words.value;
  const [isAsking, setAsking] = useState(false);
  return (
    <header class="top">
      <p class="top-product">{said.name}</p>
      <p class="top-who">
        <strong data-testid="me">{me.name}</strong> <span class="soft">{said.role[me.role]}</span>
      </p>
      <div class="top-middle">{children}</div>
      <LanguageSwitch />
      <button
        type="button"
        class="button quiet"
        data-testid="sign-out"
        aria-expanded={isAsking}
        onClick={() => (holding > 0 ? setAsking(!isAsking) : onSignOut())}
      >
        {said.signOut}
      </button>
      {isAsking && holding > 0 && (
        <div class="top-ask" role="alert">
          <p>{said.signOutHolding(holding)}</p>
          <button type="button" class="button quiet" onClick={() => setAsking(false)}>
            {said.stay}
          </button>
          <button
            type="button"
            class="button quiet strong"
            data-testid="confirm-sign-out"
            onClick={onSignOut}
          >
            {said.signOutAnyway}
          </button>
        </div>
      )}
    </header>
  );
}

/** Names the other language in that language, so that it can be found by who needs it. */
export function LanguageSwitch() {
  const other = language.value === 'nl' ? 'en' : 'nl';
  return (
    <button
      type="button"
      class="button quiet"
      data-testid="language"
      lang={other}
      onClick={() => speak(other)}
    >
      {words.value.switchLanguage}
    </button>
  );
}
