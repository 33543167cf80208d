// On every screen, because a reloaded page has forgotten the choice. Each language goes by its own name.
import { languages } from 'messages:languages';
import { isLate, speak, strings } from './language.ts';

export function Languages() {
  const t = strings.value;
  const now = languages.find(({ tag }) => tag === t.language);
  return (
    <div class="choice">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="9" />
        <path d="M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18" />
      </svg>
      <span aria-hidden="true">{now?.name} ▾</span>
      {/* Over the name, unseen: by itself it would be as wide as the longest name in it. */}
      <select
        aria-label={t.languageChoice}
        data-testid="language"
        // Without it some browsers put a choice back after a reload, over what the page speaks.
        autocomplete="off"
        value={t.language}
        onChange={(event) => choose(event.currentTarget)}
      >
        {languages.map(({ tag, name }) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

async function choose(field: HTMLSelectElement): Promise<void> {
  await speak(field.value);
  // Back to what is spoken, if that is not what was chosen.
  field.value = strings.value.language;
}

/** Always there, so that what appears in it is read aloud. */
export function LanguageLate() {
  return (
    <div role="status">
      {isLate.value && (
        <p class="banner small" data-testid="language-late">
          {strings.value.languageLate}
        </p>
      )}
    </div>
  );
}
