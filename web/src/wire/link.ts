// One line to the server, kept up: connects, pads, parses, and comes back after a loss.
//
//   const link = new Link<FromVisitor, ToVisitor>(socketUrl(config.api, location.origin), {
//     onOpen() { link.send({ type: 'resume', … }) },   // each time: also after a loss
//     onFrame(frame) { … },                             // unknown types must be ignored
//     onState(state) { … },                             // 'connecting' | 'open' | 'lost', for the banner
//     onClosed(code) { … },                             // over: no new attempt will be made
//   });
//   link.start();
//
// The link keeps nothing that was said while the line was down: `send` answers false, and the caller's
// outbox sends again after `welcome` or `held` (docs/protocol.md §5).
import { decode, encode, type Frame } from './codec.ts';

export type LineState = 'connecting' | 'open' | 'lost';

export interface Listener<In> {
  /** A new socket is open: say who is there (`arrive`, `resume`, `hello`). */
  onOpen(): void;
  onFrame(frame: In): void;
  onState(state: LineState): void;
  /** The server ended it with one of FINAL_CODES. */
  onClosed(code: number): void;
}

/** The part of WebSocket that is used, so that tests need no network. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** Everything a link takes from its surroundings; tests pass their own. */
export interface World {
  /** Milliseconds, only for differences. */
  now(): number;
  /** 0 up to 1. */
  random(): number;
  /** Run once after so many milliseconds; the answer cancels it. */
  later(milliseconds: number, run: () => void): () => void;
  connect(url: string): Socket;
  /** Call when the network is back or the page is looked at again; the answer stops that. */
  onReturn(run: () => void): () => void;
}

/**
 * Close codes after which coming back is useless: malformed, not signed in, replaced by a newer window. Not
 * 1000: what is over was said to be over by a frame before. One engine hears the server's 1000 when its own
 * page goes away, before it tells the page so; taken as the end, a reload would lose the conversation.
 */
export const FINAL_CODES: readonly number[] = [4400, 4401, 4409];

/** "Too fast": the next attempts begin further apart. */
const TOO_FAST = 4429;

/** "A store is away" and "the server restarts": it is known to take seconds, so looking often is worth it. */
const BACK_SOON: readonly number[] = [1001, 4503];

/** Upper bound of the waits then; with jitter, hundreds of pages still come back spread out. */
const SOON_WAIT_MS = 2_000;

/** For how long after the first of those. Past that it is no failover, and nobody is hammered. */
const SOON_FOR_MS = 30_000;

/** Upper bound of the first wait: short, because most losses are a lift or a tunnel. */
const FIRST_WAIT_MS = 500;

/** Upper bound of every later wait: longer, and a visitor believes that nothing happens. */
const MAX_WAIT_MS = 15_000;

/** A handshake takes five seconds on 2G; a browser itself would wait two minutes. */
const CONNECT_WITHIN_MS = 20_000;

/** After sleep a dead socket can look open. Pings are not visible here, so silence is all there is to go by. */
const SILENT_TOO_LONG_MS = 60_000;

/** `wss://…/ws` (or `ws:` where the page itself is plain, as on 127.0.0.1) from config `api`, empty for the page's origin. */
export function socketUrl(api: string, origin: string): string {
  const url = new URL(api === '' ? origin : api);
  const secure = url.protocol === 'https:' || url.protocol === 'wss:';
  if (!secure && url.protocol !== 'http:' && url.protocol !== 'ws:') {
    throw new Error('config: api is not an address of a server');
  }
  return `${secure ? 'wss' : 'ws'}://${url.host}/ws`;
}

export const browserWorld: World = {
  now: () => performance.now(),
  random: () => Math.random(),
  later(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  connect: (url) => new WebSocket(url) as Socket,
  onReturn(run) {
    const whenVisible = () => {
      if (document.visibilityState === 'visible') run();
    };
    window.addEventListener('online', run);
    document.addEventListener('visibilitychange', whenVisible);
    return () => {
      window.removeEventListener('online', run);
      document.removeEventListener('visibilitychange', whenVisible);
    };
  },
};

export class Link<Out extends Frame, In extends Frame> {
  private readonly url: string;
  private readonly listener: Listener<In>;
  private readonly world: World;
  private socket: Socket | null = null;
  private isOpen = false;
  private isOver = false;
  private attempts = 0;
  private soonUntil: number | null = null;
  private heardAt = 0;
  private cancelTimer: () => void = () => {};
  private stopListening: () => void = () => {};

  constructor(url: string, listener: Listener<In>, world: World = browserWorld) {
    this.url = url;
    this.listener = listener;
    this.world = world;
  }

  start(): void {
    this.stopListening = this.world.onReturn(() => this.lookAgain());
    this.connect();
  }

  /** Hand a frame to the socket. False: the line is down, and the frame is the caller's to keep. */
  send(frame: Out): boolean {
    const text = encode(frame);
    if (!this.socket || !this.isOpen) return false;
    this.socket.send(text);
    return true;
  }

  /** Close for good, at once and silently; nothing is called back afterwards. */
  close(): void {
    this.isOver = true;
    this.stopListening();
    this.drop();
  }

  private connect(): void {
    this.drop();
    this.listener.onState('connecting');
    let socket: Socket;
    try {
      socket = this.world.connect(this.url);
    } catch {
      this.retry();
      return;
    }
    this.socket = socket;
    this.cancelTimer = this.world.later(CONNECT_WITHIN_MS, () => this.lose());
    // Each callback asks whether it is still about the present socket: a replaced one may speak late.
    socket.onopen = () => {
      if (socket === this.socket) this.opened();
    };
    socket.onmessage = (event) => {
      if (socket === this.socket) this.hear(event.data);
    };
    socket.onclose = (event) => {
      if (socket === this.socket) this.closed(event.code);
    };
    socket.onerror = () => {};
  }

  private opened(): void {
    this.cancelTimer();
    this.isOpen = true;
    this.heardAt = this.world.now();
    // While the store is away a socket opens and closes again: no good news before a frame came.
    if (this.soonUntil === null) this.listener.onState('open');
    this.listener.onOpen();
  }

  private hear(data: unknown): void {
    this.heardAt = this.world.now();
    const frame = decode<In>(data);
    if (!frame) return;
    // Only a frame proves that the server works: one that accepts and closes must not be hammered.
    this.attempts = 0;
    // Answered here, as it came: a timer of a page in the background may sleep for a minute.
    if (frame.type === 'beat') {
      this.socket?.send(encode({ type: 'awake' }));
      return;
    }
    if (this.soonUntil !== null) {
      this.soonUntil = null;
      this.listener.onState('open');
    }
    this.listener.onFrame(frame);
  }

  private closed(code: number): void {
    if (FINAL_CODES.includes(code)) {
      this.close();
      this.listener.onClosed(code);
      return;
    }
    if (BACK_SOON.includes(code)) this.soonUntil ??= this.world.now() + SOON_FOR_MS;
    if (code === TOO_FAST) this.attempts = Math.max(this.attempts, 4);
    this.lose();
  }

  private lose(): void {
    this.drop();
    this.listener.onState('lost');
    this.retry();
  }

  /** Exponential backoff with full jitter: after a restart of the server not everyone returns in the same second. */
  private retry(): void {
    const isSoon = this.soonUntil !== null && this.world.now() < this.soonUntil;
    const most = isSoon ? SOON_WAIT_MS : MAX_WAIT_MS;
    const bound = Math.min(most, FIRST_WAIT_MS * 2 ** Math.min(this.attempts, 10));
    this.attempts += 1;
    this.cancelTimer = this.world.later(this.world.random() * bound, () => this.connect());
  }

  /** The network is back or somebody looks at the page: no reason to wait any longer. */
  private lookAgain(): void {
    if (this.isOver) return;
    const silence = this.world.now() - this.heardAt;
    if (this.isOpen && silence <= SILENT_TOO_LONG_MS) return;
    if (this.socket && !this.isOpen) return; // already trying
    if (this.isOpen) this.listener.onState('lost');
    this.connect();
  }

  private drop(): void {
    this.cancelTimer();
    const socket = this.socket;
    this.socket = null;
    this.isOpen = false;
    try {
      socket?.close(1000);
    } catch {
      // A socket that never opened may refuse; it is gone either way.
    }
  }
}
