/** `config.json` beside the page: where the server is. Nothing secret. */

export interface Config {
  /** Origin of the chat server, empty for the page's own. */
  readonly api: string;
  /** The organisation's public key, base64: by it colleagues know each other; empty where there is none. */
  readonly roster: string;
  /** Visitors are colleagues who try it out. */
  readonly demo: boolean;
}

export const DEFAULTS: Config = { api: '', roster: '', demo: false };

/** What is well-formed in a fetched configuration, the defaults for the rest. */
export function readConfig(found: unknown): Config {
  if (typeof found !== 'object' || found === null) return DEFAULTS;
  const { api, roster, demo } = found as Record<string, unknown>;
  return {
    api: typeof api === 'string' ? api : DEFAULTS.api,
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
