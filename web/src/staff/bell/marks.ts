/**
 * For what was called, as all windows of this browser know it: in their memories, nowhere else. A window that slept
 * hears what it missed when it wakes, before its turn comes (bell.ts).
 */

import { openChannel } from '../between.ts';
import { isOver, type Mark, NONE } from './calls.ts';

const NAME = 'luwte-bell';

/** Until what one window tells has reached the others. */
const TELLING_MS = 100;

/** A window that fell asleep in its turn must not keep the others from calling. */
const MOST_MS = 1000;

interface Told {
  readonly name: string;
  readonly mark: Mark;
}

export class Marks {
  private readonly known = new Map<string, Mark>();
  private readonly channel = openChannel(NAME, isTold, ({ name, mark }) => {
    this.known.set(name, newest(this.of(name), mark));
  });

  of(name: string): Mark {
    return this.known.get(name) ?? NONE;
  }

  set(name: string, mark: Mark): void {
    if (mark === this.of(name)) return;
    for (const [other, { at }] of this.known) if (isOver(at, mark.at)) this.known.delete(other);
    this.known.set(name, mark);
    this.channel.post({ name, mark });
  }

  /** One window after the other; each has heard what the one before it has told. */
  async inTurn(run: () => void): Promise<void> {
    if (!('locks' in navigator)) {
      run();
      return;
    }
    const signal = AbortSignal.timeout(MOST_MS);
    await navigator.locks
      .request(NAME, { signal }, async () => {
        run();
        await new Promise((resolve) => setTimeout(resolve, TELLING_MS));
      })
      .catch(run);
  }

  close(): void {
    this.channel.close();
  }
}

function newest(one: Mark, other: Mark): Mark {
  return {
    at: Math.max(one.at, other.at),
    called: Math.max(one.called, other.called),
    seen: Math.max(one.seen, other.seen),
  };
}

/** The other window may be of another version. */
export function isTold(data: unknown): data is Told {
  if (typeof data !== 'object' || data === null) return false;
  const { name, mark } = data as Partial<Told>;
  return (
    typeof name === 'string' &&
    typeof mark === 'object' &&
    (['at', 'called', 'seen'] as const).every((key) => Number.isFinite(mark?.[key]))
  );
}
