/** How this browser calls, in all of its windows: kept beside the keys of its device, and told to the others. */

import { signal } from '@preact/signals';
import { openChannel } from '../between.ts';
import { BrowserDatabase } from '../keys.ts';
import { DEFAULTS, readSettings, type Settings } from './settings.ts';

const NAME = 'calls';

const database = new BrowserDatabase();

export const settings = signal<Settings>(DEFAULTS);

/** Whatever is not kept, for instance in a private window, is as if nobody had chosen. */
async function recall(): Promise<void> {
  settings.value = readSettings(await database.ask(NAME, 'readonly', (store) => store.get(NAME)));
}

recall().catch(() => {});

/** What was chosen is read anew, not told. */
const isNews = (data: unknown): data is typeof NAME => data === NAME;
const channel = openChannel('luwte-calls', isNews, () => void recall().catch(() => {}));

export function choose(chosen: Partial<Settings>): void {
  settings.value = { ...settings.value, ...chosen };
  const kept = settings.value;
  database
    .ask(NAME, 'readwrite', (store) => store.put(kept, NAME))
    .then(() => channel.post(NAME))
    .catch(() => {});
}
