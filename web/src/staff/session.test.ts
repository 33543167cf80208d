import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, Hl1Error, type Kept, type Opened, toBase64 } from '../hl1/index.ts';
import type { FromStaff, Held, ToStaff } from '../wire/frames.ts';
import type { Listener } from '../wire/link.ts';
import type { Keys } from './keys.ts';
import type { Sealer, Sealing } from './sealer.ts';
import { Session } from './session.ts';

const CID = toBase64(new Uint8Array(16));
const EPOCH_AT = 18;

/** An envelope that is not sealed: a header with the epoch in its place, and the text. */
function envelope(epoch: number, text: string): Bytes {
  const body = new TextEncoder().encode(text);
  const bytes = new Uint8Array(43 + body.length);
  new DataView(bytes.buffer).setUint32(EPOCH_AT, epoch);
  bytes.set(body, 43);
  return bytes;
}

class FakeSealing implements Sealing {
  readonly offer = new Uint8Array([1]);
  readonly signature = new Uint8Array();
  readonly entry = new Uint8Array();
  readonly members = [
    { id: 0, role: 'visitor' as const, name: '', key: '' },
    { id: 1, role: 'professional' as const, name: 'Maria', key: 'k' },
  ];
  epoch = -1;
  isForgotten = false;
  kept(): Kept {
    return { fake: true } as unknown as Kept;
  }
  async admit(grant: Bytes): Promise<void> {
    if (grant[0] === 0) throw new Hl1Error('refused', 'a grant to another key');
    this.epoch = grant[0] ?? 0;
  }
  async sealText(text: string): Promise<Bytes> {
    if (text === 'too long') throw new Hl1Error('too_long', 'text');
    if (text === 'broken') throw new Hl1Error('refused', 'no key');
    return envelope(this.epoch, `mine ${text}`);
  }
  async sealEnd(): Promise<Bytes> {
    return envelope(this.epoch, 'mine end');
  }
  async open(sealed: Bytes): Promise<Opened> {
    const text = new TextDecoder().decode(sealed.subarray(43));
    if (text === 'tampered') throw new Hl1Error('refused', 'changed on the way');
    if (text === 'older') throw new Hl1Error('unreadable', 'before we were let in');
    const mine = text.startsWith('mine ');
    const rest = { sender: mine ? 1 : 0, instance: 'i', seq: 1, epoch: 1, at: 28_000_000 };
    return { kind: 'text', text, mine, marks: [], ...rest };
  }
  forget(): void {
    this.isForgotten = true;
  }
}

class MemoryKeys implements Keys {
  readonly all = new Map<string, Kept>();
  async keep(cid: string, kept: Kept): Promise<void> {
    this.all.set(cid, kept);
  }
  async find(cid: string): Promise<Kept | undefined> {
    return this.all.get(cid);
  }
  async drop(cid: string): Promise<void> {
    this.all.delete(cid);
  }
  async sweep(held: readonly string[]): Promise<void> {
    for (const cid of this.all.keys()) if (!held.includes(cid)) this.all.delete(cid);
  }
}

/** A desk with its line in the test's hands. */
class Scene {
  readonly keys = new MemoryKeys();
  readonly sealing = new FakeSealing();
  readonly session: Session;
  sent: FromStaff[] = [];
  private isUp = false;
  private listener: Listener<ToStaff> | null = null;
  private timers: (() => void)[] = [];

  constructor() {
    const sealer: Sealer = { begin: async () => this.sealing, restore: async () => this.sealing };
    this.session = new Session({
      name: 'Maria',
      keys: this.keys,
      sealer,
      connect: (listener) => {
        this.listener = listener;
        return {
          start: () => this.lineComes(),
          close: () => {},
          send: (frame) => {
            if (this.isUp) this.sent.push(frame);
            return this.isUp;
          },
        };
      },
      now: () => 1_700_000_000_000,
      later: (_milliseconds, run) => void this.timers.push(run),
      signedOut: () => {},
      askSignedIn: () => {},
    });
    this.session.start();
  }

  lineComes(): void {
    this.isUp = true;
    this.listener?.onState('open');
    this.listener?.onOpen();
  }

  lineGoes(): void {
    this.isUp = false;
    this.listener?.onState('lost');
  }

  /** The server says these, one after the other; then everything that was begun is done. */
  async hear(...frames: readonly ToStaff[]): Promise<void> {
    for (const frame of frames) this.listener?.onFrame(frame);
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
  }

  async timePasses(): Promise<void> {
    const due = this.timers;
    this.timers = [];
    for (const run of due) run();
    await this.settle();
  }

  kinds(): readonly string[] {
    return this.sent.map(({ type }) => type);
  }

  says(): readonly Extract<FromStaff, { type: 'say' }>[] {
    return this.sent.filter((frame) => frame.type === 'say');
  }

  texts(): readonly string[] {
    const items = this.session.desk.value.conversations[0]?.items ?? [];
    return items.map((item) => (item.kind === 'said' ? item.text : item.note));
  }
}

function held(rest: Partial<Held> = {}): Held {
  const known = { type: 'held', cid: CID, ticket: 't', place: 'p', commitment: CID } as const;
  return { ...known, language: 'nl', suites: [1], last: 0, delivered: 0, ...rest };
}
const grant = (epoch: number): ToStaff => {
  return { type: 'grant', cid: CID, epoch, grant: toBase64(new Uint8Array([epoch])) };
};
const message = (seq: number, text: string, epoch = 1): ToStaff => {
  return { type: 'message', cid: CID, seq, sealed: toBase64(envelope(epoch, text)) };
};
const line: ToStaff = { type: 'line', waiting: [] };

async function open(): Promise<Scene> {
  const scene = new Scene();
  await scene.hear(held({ ref: 'r' }), grant(1));
  return scene;
}

test('a taken visitor is made an offer, and its key is kept first', async () => {
  const scene = new Scene();
  await scene.hear(held({ ref: 'r' }));

  assert.deepEqual(scene.kinds(), ['hello', 'offer']);
  assert.deepEqual([...scene.keys.all.keys()], [CID]);
});

test('what came before the grant waits for it, and is then opened in order', async () => {
  const scene = new Scene();
  await scene.hear(held({ ref: 'r' }), message(2, 'two', 0), message(1, 'one', 0));
  assert.deepEqual(scene.texts(), []);

  await scene.hear(grant(1));
  assert.deepEqual(scene.texts(), ['one', 'two']);
});

test('a message of an epoch that is not granted yet holds back those behind it', async () => {
  const scene = await open();
  await scene.hear(message(1, 'new epoch', 2), message(2, 'old epoch', 1));
  assert.deepEqual(scene.texts(), []);

  await scene.hear(grant(2));
  assert.deepEqual(scene.texts(), ['new epoch', 'old epoch']);
});

test('a burst of messages is confirmed once, with the newest opened', async () => {
  const scene = await open();
  await scene.hear(message(1, 'one'), message(2, 'two'));
  await scene.timePasses();

  const confirmed = scene.sent.filter((frame) => frame.type === 'delivered');
  assert.deepEqual(confirmed, [{ type: 'delivered', cid: CID, seq: 2 }]);
});

test('what was said on a lost line is said again in order, with the same refs', async () => {
  const scene = await open();
  scene.session.say(CID, 'one');
  await scene.settle();
  scene.lineGoes();
  scene.session.say(CID, 'two');
  await scene.settle();
  const [first] = scene.says();
  scene.sent = [];

  scene.lineComes();
  assert.deepEqual(scene.kinds(), ['hello']);
  await scene.hear(held());
  assert.equal(scene.says().length, 2);
  assert.deepEqual(scene.says()[0], first);
  assert.deepEqual(scene.texts(), ['one', 'two']);
});

test('an own message whose answer was lost comes back once and is not said again', async () => {
  const scene = await open();
  scene.session.say(CID, 'one');
  await scene.settle();
  scene.lineGoes();
  scene.lineComes();
  await scene.hear(held({ last: 1 }), message(1, 'mine one'));
  scene.sent = [];
  scene.lineGoes();
  scene.lineComes();
  await scene.hear(held({ last: 1 }));

  assert.deepEqual(scene.texts(), ['one']);
  assert.deepEqual(scene.says(), []);
  assert.deepEqual(scene.sent[0], { type: 'hello', cursors: [{ cid: CID, after: 1 }] });
});

test('a reload goes on with the kept key, from the first message and without an offer', async () => {
  const scene = new Scene();
  scene.keys.all.set(CID, scene.sealing.kept());
  await scene.hear(held({ last: 2 }), grant(1), message(1, 'one'), message(2, 'mine two'), line);
  await scene.timePasses();

  assert.deepEqual(scene.sent[0], { type: 'hello', cursors: [] });
  assert.ok(!scene.kinds().includes('offer'));
  const items = scene.session.desk.value.conversations[0]?.items ?? [];
  assert.deepEqual(
    items.map((item) => item.kind === 'said' && item.mine),
    [false, true],
  );
});

test('a grant to a key of before the reload is passed over', async () => {
  const scene = new Scene();
  await scene.hear(held(), {
    type: 'grant',
    cid: CID,
    epoch: 1,
    grant: toBase64(new Uint8Array(1)),
  });

  assert.equal(scene.session.desk.value.conversations[0]?.hasFailed, false);
  assert.ok(scene.kinds().includes('offer'));
});

test('a message that does not open stops the composer, and nothing is sent', async () => {
  const scene = await open();
  await scene.hear(message(1, 'tampered'), message(2, 'two'));
  scene.session.say(CID, 'hello?');
  await scene.settle();

  assert.deepEqual(scene.texts(), ['unreadable', 'two']);
  assert.equal(scene.session.desk.value.conversations[0]?.hasFailed, true);
  assert.deepEqual(scene.says(), []);
});

test('what was written before one was let in is no fault', async () => {
  const scene = await open();
  await scene.hear(message(1, 'older'), message(2, 'older'), message(3, 'three'));

  assert.deepEqual(scene.texts(), ['before', 'three']);
  assert.equal(scene.session.desk.value.conversations[0]?.hasFailed, false);
});

test('a text that cannot be sealed is never sent, and stays in the composer', async () => {
  const scene = await open();
  scene.session.say(CID, 'broken');
  await scene.settle();

  assert.deepEqual(scene.says(), []);
  assert.equal(scene.session.desk.value.conversations[0]?.draft, 'broken');
  assert.equal(scene.session.desk.value.conversations[0]?.hasFailed, true);
});

test('a text that is too long is given back, and the conversation goes on', async () => {
  const scene = await open();
  scene.session.say(CID, 'too long');
  await scene.settle();

  assert.equal(scene.session.desk.value.conversations[0]?.draft, 'too long');
  assert.equal(scene.session.desk.value.conversations[0]?.hasFailed, false);
});

test('the last words before a quick exit are shown, then the keys are gone', async () => {
  const scene = await open();
  await scene.hear(message(1, 'he is back'), { type: 'ended', cid: CID, reason: 'exit' });

  assert.deepEqual(scene.texts(), ['he is back']);
  assert.equal(scene.session.desk.value.conversations[0]?.ending, 'exit');
  assert.equal(scene.keys.all.size, 0);
  assert.equal(scene.sealing.isForgotten, true);
});

test('a refusal does not hide how the visitor left', async () => {
  const scene = await open();
  await scene.hear(
    { type: 'refused', code: 'not_yours', cid: CID },
    { type: 'ended', cid: CID, reason: 'exit' },
  );
  await scene.timePasses();

  assert.equal(scene.session.desk.value.conversations[0]?.ending, 'exit');
});

test('ending says so to the visitor first, and again after a lost line', async () => {
  const scene = await open();
  scene.session.end(CID);
  await scene.settle();
  assert.deepEqual(scene.kinds().slice(-2), ['say', 'end']);

  scene.sent = [];
  scene.lineGoes();
  scene.lineComes();
  await scene.hear(held());
  assert.deepEqual(scene.kinds(), ['hello', 'say', 'end']);
});

test('kept keys that the server knows nothing of are deleted at start-up', async () => {
  const scene = new Scene();
  scene.keys.all.set('of yesterday', scene.sealing.kept());
  await scene.hear(held(), line);

  assert.deepEqual([...scene.keys.all.keys()], [CID]);
});

test('signing out deletes every kept key', async () => {
  const scene = await open();
  await scene.session.stop({ isSignOut: true });

  assert.equal(scene.keys.all.size, 0);
  assert.equal(scene.sealing.isForgotten, true);
});
