// `config.json` beside the page: where the server is, and where the exit leads. Nothing secret, nothing needed
// to read the first screen.
import { type Organisation, readOrganisation } from './organisation.ts';

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
  /** What the organisation decides, not looked at yet; absent: it may be beside the page. */
  readonly organisation: unknown;
}

export const DEFAULTS: Config = {
  api: '',
  exit: 'https://www.knmi.nl/',
  hours: {},
  roster: '',
  demo: false,
  organisation: undefined,
};

/** What is well-formed in a fetched configuration, the defaults for the rest. */
export function readConfig(found: unknown): Config {
  if (typeof found !== 'object' || found === null) return DEFAULTS;
  const { api, exit, hours, roster, demo, organisation } = found as Record<string, unknown>;
  return {
    api: typeof api === 'string' ? api : DEFAULTS.api,
    exit: isWayOut(exit) ? exit : DEFAULTS.exit,
    hours: typeof hours === 'object' && hours !== null ? (hours as Record<string, string>) : {},
    roster: typeof roster === 'string' ? roster : DEFAULTS.roster,
    demo: demo === true,
    organisation,
  };
}

/** Anything but https would make the exit a way in: `javascript:`, or a page that others can read along. */
export function isWayOut(exit: unknown): exit is string {
  return typeof exit === 'string' && exit.startsWith('https://');
}

export async function loadConfig(): Promise<Config> {
  return readConfig(await fetched('config.json'));
}

/** What the organisation decides; null: the page stays as it was built. */
export async function loadOrganisation({ organisation }: Config): Promise<Organisation | null> {
  return readOrganisation(organisation ?? (await fetched('organisation.json')));
}

/** A file beside the page; null when it does not come. */
async function fetched(file: string): Promise<unknown> {
  try {
    const answer = await fetch(file, { cache: 'no-store', credentials: 'omit' });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
