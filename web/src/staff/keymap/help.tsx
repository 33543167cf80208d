/** All keys on one page, from the table that they are heard by. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { words } from '../language.ts';
import { impossible, useAct, useKeys } from './acts.ts';
import { type Group, KEYS } from './keys.ts';

const GROUPS: readonly Group[] = ['conversations', 'conversation', 'desk', 'screen'];

/** Hears the keys, and shows them. */
export function Keymap() {
  const said = words.value.keymap;
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  useKeys((act) => {
    // What is done from here is done on the page behind.
    if (act !== 'help') setOpen(false);
  });
  useAct('help', () => setOpen(!isOpen));
  const { value: act } = impossible;
  return (
    <>
      <button
        ref={opener}
        type="button"
        class="button quiet"
        data-testid="keys"
        aria-label={said.button}
        title={said.button}
        aria-haspopup="dialog"
        aria-keyshortcuts="F1"
        onClick={() => setOpen(true)}
      >
        ?
      </button>
      <p class="aloud" role="status" data-testid="not-now">
        {act === null ? '' : said.notNow(said.acts[act])}
      </p>
      {isOpen && <Sheet onClose={() => setOpen(false)} />}
    </>
  );
}

function Sheet({ onClose }: { readonly onClose: () => void }) {
  const said = words.value.keymap;
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    sheet.current?.showModal();
    return () => {
      // Only if nothing else has asked for the focus by then.
      const isFree = document.activeElement === document.body || document.activeElement === null;
      if (isFree && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={sheet}
      class="keymap"
      data-testid="keymap"
      aria-labelledby="keymap-title"
      onClose={onClose}
    >
      <div class="keymap-head">
        <h2 id="keymap-title">{said.title}</h2>
        <button type="button" class="button quiet" data-testid="keymap-close" onClick={onClose}>
          {words.value.close}
        </button>
      </div>
      <div class="keymap-groups">
        {GROUPS.map((group) => (
          <table key={group}>
            <caption>{said.groups[group]}</caption>
            <tbody>
              {KEYS.filter((row) => row.group === group).map(({ act, keys }) => (
                <tr key={act} data-testid="keymap-row" data-act-row={act}>
                  <th scope="row">{said.acts[act]}</th>
                  <td>
                    {keys.map((key) => (
                      <Key key={key} name={key} />
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      <p class="small soft">{said.more}</p>
    </dialog>
  );
}

const isMac = () => navigator.platform.startsWith('Mac');

/** "Alt + K", as it stands on the keys. */
function Key({ name }: { readonly name: string }) {
  const said: Readonly<Record<string, string>> = words.value.keymap.names;
  const parts = name.split('+').map((part) => (part === 'Alt' && isMac() ? 'Option' : part));
  return (
    <span class="keymap-keys">
      {parts.map((part) => (
        <kbd key={part}>{said[part] ?? part}</kbd>
      ))}
    </span>
  );
}
