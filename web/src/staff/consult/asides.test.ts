// Two windows of two colleagues, and a server between them that can be made to lie (docs/protocol.md §1.12).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Device, fromBase64, type Kept, type Roster } from '../../hl1/index.ts';
import { hired, NOW, ours } from '../../hl1/testing.ts';
import type { Called, Confide, FromStaff } from '../../wire/frames.ts';
import { Aside } from './aside.ts';
import { Asides, type Consults, type Heard, NO_CONSULTS } from './asides.ts';

class Window {
  readonly kept = new Map<string, Kept>();
  readonly asides: Asides;
  consults: Consults = NO_CONSULTS;
  sent: FromStaff[] = [];
  isUp = true;
  isCutOff = false;
  roster: Roster | null = null;

  constructor(name: string, device: Device, kept?: Map<string, Kept>) {
    const all = kept ?? this.kept;
    this.asides = new Asides(
      {
        name,
        keys: {
          keep: async (cid, key) => void all.set(cid, key),
          find: async (cid) => all.get(cid),
          drop: async (cid) => void all.delete(cid),
        },
        device: () => device,
        roster: async () => this.roster,
        send: (frame) => {
          if (this.isUp) this.sent.push(frame);
          return this.isUp;
        },
        now: () => NOW * 60_000,
      },
      (consults) => {
        this.consults = consults;
      },
      async () => {
        if (this.isCutOff) throw new Error('consult');
        return Aside;
      },
    );
  }

  async hear(...frames: readonly Heard[]): Promise<void> {
    for (const frame of frames) this.asides.hear(frame);
    await this.asides.settled();
  }

  /** Take what was sent since the last time. */
  take(): FromStaff[] {
    const { sent } = this;
    this.sent = [];
    return sent;
  }

  get consult() {
    const [first] = this.consults.all;
    if (first === undefined) throw new Error('no consult');
    return first;
  }

  get texts(): readonly string[] {
    return this.consult.words.map(({ text, isMine }) => (isMine ? `> ${text}` : text));
  }
}

interface People {
  readonly sam: Window;
  readonly noor: Window;
  readonly devices: readonly [Device, Device];
}

async function people(): Promise<People> {
  const { roster } = await ours;
  const devices = [await hired('Sam'), await hired('Noor')] as const;
  const [sam, noor] = [new Window('Sam', devices[0]), new Window('Noor', devices[1])];
  sam.roster = roster;
  noor.roster = roster;
  return { sam, noor, devices };
}

function only<T extends FromStaff['type']>(frames: readonly FromStaff[], type: T) {
  const found = frames.filter((frame) => frame.type === type);
  return found as Extract<FromStaff, { type: T }>[];
}

/** What the server makes of a call. */
function calledBy(frames: readonly FromStaff[], other: Partial<Called> = {}): Called {
  const [call] = only(frames, 'call');
  if (call === undefined) throw new Error('nobody called');
  const { type: _, whom: __, ...rest } = call;
  return { ...rest, type: 'called', colleague: 'x', name: 'who the server says', ...other };
}

class Server {
  words: { seq: number; word: Confide }[] = [];

  keep(frames: readonly FromStaff[]): void {
    for (const word of only(frames, 'confide')) {
      if (this.words.every((each) => each.word.ref !== word.ref)) {
        this.words.push({ seq: this.words.length + 1, word });
      }
    }
  }

  get said(): Heard[] {
    return this.words.map(({ seq, word: { consult, ref, sealed } }) => {
      return { type: 'confided', consult, seq, ref, sealed };
    });
  }
}

/** Both sit, and the records have been opened; also what the server sent each on the way. */
async function talking(first = '') {
  const all = await people();
  const { sam, noor } = all;
  const server = new Server();
  sam.asides.ask('noor', 'Noor', null, first);
  await sam.asides.settled();
  const called = calledBy(sam.take());
  await noor.hear(called);
  noor.asides.come(called.consult);
  await noor.asides.settled();
  const [down] = only(noor.take(), 'sit_down');
  if (down === undefined) throw new Error('nobody came');
  await sam.hear({ ...down, type: 'chair' });
  const sent = sam.take();
  const [seat] = only(sent, 'seat');
  if (seat === undefined) throw new Error('nobody was seated');
  server.keep(sent);
  const { consult } = called;
  const mine = { type: 'seated', consult, grants: seat.mine } as const;
  const theirs = { type: 'seated', consult, grants: seat.theirs } as const;
  await sam.hear(mine, ...server.said);
  await noor.hear(theirs, ...server.said);
  await pass(server, sam, noor);
  return { ...all, server, called, mine, theirs };
}

/** The server takes what was sent, and brings everything to both, what they know too. */
async function pass(server: Server, ...windows: readonly Window[]): Promise<void> {
  for (const window of windows) server.keep(window.take());
  for (const window of windows) await window.hear(...server.said);
}

test('two colleagues talk, and a word that comes twice stands once', async () => {
  const { sam, noor, server, called } = await talking();
  sam.asides.say(called.consult, 'wat zou jij doen?');
  await sam.asides.settled();
  assert.equal(sam.consult.words[0]?.isSent, false);
  await pass(server, sam, noor);
  noor.asides.say(called.consult, 'eerst vragen');
  await noor.asides.settled();
  await pass(server, sam, noor);

  assert.deepEqual(sam.texts, ['> wat zou jij doen?', 'eerst vragen']);
  assert.deepEqual(noor.texts, ['wat zou jij doen?', '> eerst vragen']);
  assert.equal(sam.consult.words[0]?.isSent, true);
  assert.deepEqual([sam.consult.name, noor.consult.name], ['Noor', 'Sam']);
});

test('a note is the first word, said as soon as somebody sits', async () => {
  const { noor } = await talking('ze is alleen thuis');
  assert.deepEqual(noor.texts, ['ze is alleen thuis']);
});

test('who asks is named by the roster, and nobody else is believed', async () => {
  const { sam, noor } = await people();
  sam.asides.ask('noor', 'Noor');
  await sam.asides.settled();
  const called = calledBy(sam.take());
  await noor.hear(called);
  assert.equal(noor.consult.name, 'Sam');
  assert.equal(noor.consult.state, 'invited');

  const fake = { ...called, consult: `${called.commitment.slice(0, 22)}==` };
  await noor.hear(fake);
  const [, second] = noor.consults.all;
  assert.equal(second?.state, 'failed');
  assert.deepEqual(only(noor.take(), 'part'), [{ type: 'part', consult: fake.consult }]);
});

test('without a roster nobody is believed', async () => {
  const { sam, noor } = await people();
  noor.roster = null;
  sam.asides.ask('noor', 'Noor');
  await sam.asides.settled();
  await noor.hear(calledBy(sam.take()));
  assert.equal(noor.consult.state, 'failed');
});

test('somebody else who comes ends it, and that is said', async () => {
  const { sam, noor } = await people();
  sam.asides.ask('kim', 'Kim');
  await sam.asides.settled();
  const called = calledBy(sam.take());
  await noor.hear(called);
  noor.asides.come(called.consult);
  await noor.asides.settled();
  const [down] = only(noor.take(), 'sit_down');
  if (down) await sam.hear({ ...down, type: 'chair' });

  assert.equal(sam.consult.state, 'failed');
  assert.deepEqual(
    sam.take().map(({ type }) => type),
    ['part'],
  );
  assert.equal(sam.kept.size, 0);
});

test('a word that was changed ends it: there is no way on without the keys', async () => {
  const { sam, noor, server, called } = await talking();
  sam.asides.say(called.consult, 'ja');
  await sam.asides.settled();
  server.keep(sam.take());
  const last = server.said.at(-1);
  if (last?.type !== 'confided') throw new Error('nothing was said');
  const bytes = fromBase64(last.sealed);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  await noor.hear({ ...last, sealed: btoa(String.fromCharCode(...bytes)) });

  assert.equal(noor.consult.state, 'failed');
  noor.asides.say(called.consult, 'toch nog iets');
  await noor.asides.settled();
  assert.deepEqual(only(noor.take(), 'confide'), []);
});

test('a word that was kept back is missed', async () => {
  const { sam, noor, server, called } = await talking();
  for (const text of ['een', 'twee']) sam.asides.say(called.consult, text);
  await sam.asides.settled();
  const before = server.words.length;
  server.keep(sam.take());
  server.words.splice(before, 1);
  server.words = server.words.map(({ word }, at) => ({ seq: at + 1, word }));
  await noor.hear(...server.said);

  assert.deepEqual(noor.texts, ['twee']);
  assert.deepEqual(noor.consult.words[0]?.marks, ['missing']);
});

test('what was said while the line was lost is said again, and kept once', async () => {
  const { sam, noor, server, called } = await talking();
  sam.isUp = false;
  sam.asides.say(called.consult, 'hoor je me?');
  await sam.asides.settled();
  sam.isUp = true;
  sam.asides.greeting();
  await sam.hear({ ...called, mine: true, sits: true });
  sam.asides.listed();
  await pass(server, sam, noor);
  await pass(server, sam, noor);

  assert.deepEqual(noor.texts, ['hoor je me?']);
  assert.equal(sam.consult.state, 'open');
});

test('a consult of which the server does not speak any more is over', async () => {
  const { sam } = await talking();
  sam.asides.greeting();
  sam.asides.listed();
  await sam.asides.settled();
  assert.deepEqual([sam.consult.state, sam.consult.why], ['over', 'gone']);
  assert.equal(sam.kept.size, 0);
});

test('a reload goes on with the keys that this browser kept', async () => {
  const { noor, sam, server, called, theirs, devices } = await talking();
  sam.asides.say(called.consult, 'ben je er nog?');
  await sam.asides.settled();
  await pass(server, sam, noor);

  const again = new Window('Noor', devices[1], noor.kept);
  again.roster = noor.roster;
  await again.hear({ ...called, sits: true }, theirs, ...server.said);
  again.asides.say(called.consult, 'ja hoor');
  await again.asides.settled();
  await pass(server, sam, again);

  assert.deepEqual(again.texts, ['ben je er nog?', '> ja hoor']);
  assert.deepEqual(sam.texts, ['> ben je er nog?', 'ja hoor']);
});

test('a window without the keys shows nothing, and ends nothing', async () => {
  const { called, devices, theirs, server } = await talking();
  const elsewhere = new Window('Noor', devices[1]);
  elsewhere.roster = (await ours).roster;
  await elsewhere.hear({ ...called, sits: true }, theirs, ...server.said);
  assert.deepEqual(elsewhere.consults.all, []);
  assert.deepEqual(elsewhere.take(), []);
});

test('who answered in another window is asked no longer in this one', async () => {
  const { sam, devices, noor } = await people();
  sam.asides.ask('noor', 'Noor');
  await sam.asides.settled();
  const called = calledBy(sam.take());
  const elsewhere = new Window('Noor', devices[1]);
  elsewhere.roster = noor.roster;
  await elsewhere.hear(called, { ...called, sits: true });
  assert.deepEqual(elsewhere.consults.all, []);
});

test('a question that was taken back leaves the screen; what was said stays until it is closed', async () => {
  const { sam, noor } = await people();
  sam.asides.ask('noor', 'Noor');
  await sam.asides.settled();
  const called = calledBy(sam.take());
  await noor.hear(called, { type: 'parted', consult: called.consult, why: 'ended' });
  assert.deepEqual(noor.consults.all, []);

  const { noor: other, called: it } = await talking('één ding');
  await other.hear({ type: 'parted', consult: it.consult, why: 'ended' });
  assert.deepEqual(other.texts, ['één ding']);
  assert.equal(other.consult.state, 'over');
  other.asides.close(it.consult);
  assert.deepEqual(other.consults, { all: [], shown: null });
});

test('whoever comes where we asked is told the note; whom we did not ask is told nothing', async () => {
  const { sam } = await people();
  const answer = { type: 'answered', colleague: 'n', name: 'Noor', comes: true } as const;
  sam.asides.willSay('one', 'let op');
  sam.asides.answered({ ...answer, cid: 'other' });
  sam.asides.answered({ ...answer, cid: 'one', comes: false });
  sam.asides.answered({ ...answer, cid: 'one' });
  await sam.asides.settled();
  assert.deepEqual(sam.take(), []);

  sam.asides.willSay('two', '');
  sam.asides.answered({ ...answer, cid: 'two' });
  await sam.asides.settled();
  const [call] = only(sam.take(), 'call');
  assert.equal(call?.whom, 'n');
  assert.equal(call?.about, 'two');
});

test('who has just come to a conversation sits down with its colleague unasked', async () => {
  const { sam, noor } = await people();
  sam.asides.ask('noor', 'Noor', 'the conversation', 'let op');
  await sam.asides.settled();
  const called = calledBy(sam.take());
  noor.asides.comesTo('the conversation');
  await noor.hear(called);
  assert.equal(noor.consult.state, 'coming');
  assert.equal(noor.consults.shown, called.consult);
  assert.equal(only(noor.take(), 'sit_down').length, 1);
});

test('a refusal ends what it was about, but not what was said twice', async () => {
  const { sam } = await people();
  sam.asides.ask('noor', 'Noor');
  await sam.asides.settled();
  const { consult } = calledBy(sam.take());
  sam.asides.refused({ type: 'refused', code: 'too_fast', cid: consult });
  await sam.asides.settled();
  assert.equal(sam.consult.state, 'asking');
  sam.asides.refused({ type: 'refused', code: 'not_here', cid: consult });
  await sam.asides.settled();
  assert.deepEqual([sam.consult.state, sam.consult.why], ['over', 'gone']);
});

test('where what makes keys was not fetched there is no consult, and that is said', async () => {
  const { sam } = await people();
  sam.isCutOff = true;
  sam.asides.ask('noor', 'Noor');
  await sam.asides.settled();
  assert.deepEqual([sam.consult.state, sam.consult.name], ['failed', 'Noor']);
  assert.deepEqual(sam.take(), []);

  sam.asides.close(sam.consult.id);
  assert.deepEqual(sam.consults, { all: [], shown: null });
  sam.isCutOff = false;
  sam.asides.ask('noor', 'Noor');
  await sam.asides.settled();
  assert.equal(sam.consult.state, 'asking');
});

test('signing out leaves nothing', async () => {
  const { sam } = await talking('iets');
  sam.asides.stop();
  assert.deepEqual(sam.consults, { all: [], shown: null });
  assert.equal(sam.kept.size, 0);
});
