/** Name and password. What went wrong is said in words, beside the fields. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Words } from '../strings/staff/nl.ts';
import { type Answer, type Me, post } from './api.ts';
import { LanguageSwitch } from './header.tsx';
import { words } from './language.ts';

interface Props {
  readonly hasExpired: boolean;
  readonly onSignedIn: (me: Me) => void;
}

export function SignIn({ hasExpired, onSignedIn }: Props) {
  const { signIn, name: product } = words.value;
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setRefusal(null);
    const answer = await post<Me>('/api/sign-in', { name: name.trim(), password });
    setBusy(false);
    if (answer.isOk) return onSignedIn(answer.value);
    setPassword('');
    setRefusal(answer);
  };

  const said = refusal ? refusalIn(signIn, refusal) : hasExpired ? signIn.expired : '';
  return (
    <main class="gate">
      <form class="card gate-card stack" onSubmit={submit}>
        <header>
          <p class="gate-product">{product}</p>
          <h1>{signIn.title}</h1>
          <p class="soft">{signIn.lead}</p>
        </header>
        <p class={said ? 'said' : 'aloud'} role="alert" data-testid="sign-in-refusal">
          {said}
        </p>
        <label class="field">
          <span>{signIn.name}</span>
          <input
            ref={first}
            data-testid="name"
            type="text"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{signIn.password}</span>
          <input
            data-testid="password"
            type="password"
            autocomplete="current-password"
            required
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button main wide" data-testid="sign-in" disabled={isBusy}>
          {isBusy ? signIn.busy : signIn.submit}
        </button>
        <LanguageSwitch />
      </form>
    </main>
  );
}

type Refusal = Extract<Answer<Me>, { isOk: false }>;

function refusalIn(said: Words['signIn'], { code, retryAfter }: Refusal): string {
  if (code === 'offline') return said.offline;
  if (code === 'too_fast') return said.tooFast(Math.max(1, Math.ceil(retryAfter)));
  return code === 'wrong_password' ? said.wrong : said.unavailable;
}
