import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode, FrameTooLarge, utf8Length } from './codec.ts';
import { type LineState, Link, type Socket, socketUrl, type World } from './link.ts';

interface Ping {
  readonly type: 'ping';
}

/** Surroundings in which nothing happens by itself: time passes only through `elapse`. */
class StillWorld implements World {
  clock = 0;
  dice = 1;
  sockets: FakeSocket[] = [];
  private timers: { at: number; run: () => void }[] = [];
  private returning: (() => void)[] = [];

  now = () => this.clock;
  random = () => this.dice;
  later = (milliseconds: number, run: () => void) => {
    const timer = { at: this.clock + milliseconds, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  };
  connect = () => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };
  onReturn = (run: () => void) => {
    this.returning.push(run);
    return () => {
      this.returning = [];
    };
  };

  elapse(milliseconds: number): void {
    this.clock += milliseconds;
    const due = this.timers.filter((timer) => timer.at <= this.clock);
    this.timers = this.timers.filter((timer) => timer.at > this.clock);
    for (const timer of due) timer.run();
  }
  comesBack(): void {
    for (const run of this.returning) run();
  }
  get newest(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1];
    assert.ok(socket);
    return socket;
  }
}

class FakeSocket implements Socket {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  sent: string[] = [];
  isClosed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.isClosed = true;
  }
  opens(): void {
    this.onopen?.(undefined as never);
  }
  hears(data: unknown): void {
    this.onmessage?.({ data });
  }
  closes(code: number): void {
    this.onclose?.({ code });
  }
}

function lineIn(world: StillWorld) {
  const states: LineState[] = [];
  const frames: Ping[] = [];
  const codes: number[] = [];
  let openings = 0;
  const link = new Link<Ping, Ping>(
    'wss://example.test/ws',
    {
      onOpen: () => {
        openings += 1;
      },
      onFrame: (frame) => frames.push(frame),
      onState: (state) => states.push(state),
      onClosed: (code) => codes.push(code),
    },
    world,
  );
  link.start();
  return { link, states, frames, codes, openings: () => openings };
}

test('a frame is filled up to the next size, counted in bytes', () => {
  const text = encode({ type: 'ping', word: 'één 🌧' } as Ping);

  assert.equal(Buffer.byteLength(text), 640);
  assert.deepEqual(decode(text), { type: 'ping', word: 'één 🌧' });
});

test('length in bytes agrees with the platform, lone surrogates included', () => {
  for (const text of ['', 'abc', 'één', '€', '🌧🌧', '\ud800', '\udc00a', 'a\ud83d']) {
    assert.equal(utf8Length(text), Buffer.byteLength(text));
  }
});

test('a frame larger than the largest size is refused before it is sent', () => {
  assert.throws(() => encode({ type: 'x'.repeat(22_528) }), FrameTooLarge);
});

test('what is not a frame is not heard', () => {
  for (const text of ['', '{', '[]', '7', 'null', '{"type":3}', new ArrayBuffer(3)]) {
    assert.equal(decode(text), null);
  }
});

test('the address follows the page, or the configuration', () => {
  assert.equal(socketUrl('', 'https://visitors.test'), 'wss://visitors.test/ws');
  assert.equal(socketUrl('', 'http://127.0.0.1:8080'), 'ws://127.0.0.1:8080/ws');
  assert.equal(socketUrl('https://chat.test', 'https://pages.test'), 'wss://chat.test/ws');
  assert.throws(() => socketUrl('ftp://chat.test', 'https://pages.test'));
});

test('a line opens, speaks and hears', () => {
  const world = new StillWorld();
  const { link, states, frames, openings } = lineIn(world);
  assert.equal(link.send({ type: 'ping' }), false);

  world.newest.opens();
  world.newest.hears(encode({ type: 'ping' }));

  assert.equal(link.send({ type: 'ping' }), true);
  assert.equal(world.newest.sent.length, 1);
  assert.equal(openings(), 1);
  assert.deepEqual(frames, [{ type: 'ping' }]);
  assert.deepEqual(states, ['connecting', 'open']);
});

test('a lost line is tried again within half a second, then ever more slowly, up to 15 s', () => {
  const world = new StillWorld();
  lineIn(world);
  const waits = [500, 1000, 2000, 4000, 8000, 15_000, 15_000];

  for (const wait of waits) {
    const before = world.sockets.length;
    world.newest.closes(1006);
    world.elapse(wait - 1);
    assert.equal(world.sockets.length, before);
    world.elapse(1);
    assert.equal(world.sockets.length, before + 1);
  }
});

test('the wait is drawn from the whole range', () => {
  const world = new StillWorld();
  lineIn(world);
  world.dice = 0;

  world.newest.closes(1001);
  world.elapse(0);

  assert.equal(world.sockets.length, 2);
});

test('a server that accepts and closes at once is not hammered', () => {
  const world = new StillWorld();
  lineIn(world);

  for (const wait of [500, 1000, 2000]) {
    world.newest.opens();
    world.newest.closes(4503);
    world.elapse(wait);
  }
  assert.equal(world.sockets.length, 4);
  world.newest.opens();
  world.newest.hears(encode({ type: 'ping' }));
  world.newest.closes(1006);
  world.elapse(500);

  assert.equal(world.sockets.length, 5);
});

test('while a store is away or the server restarts, the next attempt is never more than two seconds off', () => {
  for (const code of [1001, 4503]) {
    const world = new StillWorld();
    lineIn(world);
    world.newest.opens();
    world.newest.closes(code);

    // Nobody listens for a while, or somebody does and closes again: it takes as long as it takes.
    for (const next of [1006, 4503, 1006, 1006, 4503, 1006, 1006, 4503]) {
      world.elapse(2000);
      world.newest.closes(next);
    }

    assert.equal(world.sockets.length, 9);
  }
});

test('while a store is away a socket that opens is no good news before a frame has come', () => {
  const world = new StillWorld();
  const { states } = lineIn(world);
  world.newest.opens();
  for (let attempt = 0; attempt < 3; attempt++) {
    world.newest.closes(4503);
    world.elapse(2000);
    world.newest.opens();
  }
  assert.equal(states.filter((state) => state === 'open').length, 1);

  world.newest.hears(encode({ type: 'ping' }));

  assert.equal(states.at(-1), 'open');
  assert.equal(states.filter((state) => state === 'open').length, 2);
});

test('a store that stays away is asked for less often after half a minute', () => {
  const world = new StillWorld();
  lineIn(world);
  for (let attempt = 0; attempt < 15; attempt++) {
    world.newest.opens();
    world.newest.closes(4503);
    world.elapse(2000);
  }
  const before = world.sockets.length;

  world.newest.closes(4503);
  world.elapse(14_999);
  assert.equal(world.sockets.length, before);
  world.elapse(1);
  assert.equal(world.sockets.length, before + 1);
});

test('after a final code nobody comes back', () => {
  for (const code of [4400, 4401, 4409]) {
    const world = new StillWorld();
    const { codes, states } = lineIn(world);
    world.newest.opens();

    world.newest.closes(code);
    world.elapse(60_000);
    world.comesBack();

    assert.deepEqual(codes, [code]);
    assert.equal(world.sockets.length, 1);
    assert.deepEqual(states, ['connecting', 'open']);
  }
});

test('a line that closes without a word is not the end of a conversation', () => {
  const world = new StillWorld();
  const { codes, states } = lineIn(world);
  world.newest.opens();

  world.newest.closes(1000);
  world.elapse(60_000);

  assert.deepEqual(codes, []);
  assert.ok(world.sockets.length > 1);
  assert.deepEqual(states.slice(0, 3), ['connecting', 'open', 'lost']);
});

test('when the network returns there is no waiting', () => {
  const world = new StillWorld();
  lineIn(world);
  world.newest.closes(1006);

  world.comesBack();
  world.comesBack();

  assert.equal(world.sockets.length, 2);
  world.elapse(500);
  assert.equal(world.sockets.length, 2);
});

test('a socket that was silent for over a minute is replaced when somebody looks', () => {
  const world = new StillWorld();
  const { states } = lineIn(world);
  const first = world.newest;
  first.opens();

  world.elapse(60_000);
  world.comesBack();
  assert.equal(world.sockets.length, 1);
  world.elapse(1);
  world.comesBack();

  assert.equal(world.sockets.length, 2);
  assert.equal(first.isClosed, true);
  assert.deepEqual(states, ['connecting', 'open', 'lost', 'connecting']);
});

test('a replaced socket that speaks late is not heard', () => {
  const world = new StillWorld();
  const { frames, codes } = lineIn(world);
  const first = world.newest;
  first.opens();
  world.elapse(60_001);
  world.comesBack();

  first.hears(encode({ type: 'ping' }));
  first.closes(4409);

  assert.deepEqual(frames, []);
  assert.deepEqual(codes, []);
});

test('a handshake that takes too long is given up', () => {
  const world = new StillWorld();
  const { states } = lineIn(world);

  world.elapse(20_000);
  world.elapse(500);

  assert.equal(world.sockets.length, 2);
  assert.deepEqual(states, ['connecting', 'lost', 'connecting']);
});

test('a closed link is silent', () => {
  const world = new StillWorld();
  const { link, states } = lineIn(world);
  world.newest.opens();
  const socket = world.newest;

  link.close();
  socket.closes(1006);
  world.elapse(60_000);
  world.comesBack();

  assert.equal(socket.isClosed, true);
  assert.equal(world.sockets.length, 1);
  assert.equal(link.send({ type: 'ping' }), false);
  assert.deepEqual(states, ['connecting', 'open']);
});
