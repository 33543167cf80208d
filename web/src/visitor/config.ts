// `config.json` beside the page: where the server is, and where the exit leads. Nothing secret, nothing needed
// to read the first screen.

export interface Config {
  /** Origin of the chat server, empty for the page's own. */
  readonly api: string;
  readonly exit: string;
  /** When the chat is open, in words, by language; may be empty. */
  readonly hours: Readonly<Record<string, string>>;
  /** base64 of the key that says who is a professional (docs/protocol.md §1.4); empty: nobody is. */
  readonly roster: string;
  /** Nobody is there to help. */
  readonly demo: boolean;
}

export const DEFAULTS: Config = {
  api: '',
  exit: 'https://www.knmi.nl/',
  hours: {},
  roster: '',
  demo: false,
};

/** What is well-formed in a fetched configuration, the defaults for the rest. */
export function readConfig(found: unknown): Config {
  if (typeof found !== 'object' || found === null) return DEFAULTS;
  const { api, exit, hours, roster, demo } = found as Record<string, unknown>;
  return {
    api: typeof api === 'string' ? api : DEFAULTS.api,
    // Anything but https would make the exit a way in: `javascript:`, or a page that others can read along.
    exit: typeof exit === 'string' && exit.startsWith('https://') ? exit : DEFAULTS.exit,
    hours: typeof hours === 'object' && hours !== null ? (hours as Record<string, string>) : {},
    roster: typeof roster === 'string' ? roster : DEFAULTS.roster,
    demo: demo === true,
  };
}

export async function loadConfig(): Promise<Config> {
  try {
    const answer = await fetch('config.json', { cache: 'no-store', credentials: 'omit' });
    return answer.ok ? readConfig(await answer.json()) : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}
