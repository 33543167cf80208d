// What every frame of the server means to this page: opened with the keys, told to the journey.
import {
  fromBase64,
  type Granted,
  Hl1Error,
  type Member,
  minuteOf,
  type Roster,
  toBase64,
  type VisitorConversation,
} from '../hl1/index.ts';
import type { Desk, Ended, Offered, ToVisitor, Waiting, Welcome } from '../wire/frames.ts';
import { Receipts } from '../wire/receipts.ts';
import { newRef } from '../wire/ref.ts';
import type { Door, Doorway } from './doorway.ts';
import { entriesOf } from './entries.ts';
import type { Caller, EndReason, Expected, NoteText, Reader, Stage, Step } from './journey.ts';
import type { Keys } from './keys.ts';
import type { Voice } from './voice.ts';
import { heardOf } from './writes.ts';

/**
 * Whom it tells. `finish`: the conversation is over, for whatever reason the step says. `desk`: so is it if this is
 * anything but open. `lost`: the server has lost the conversation, and may be given it back.
 */
export interface Told {
  stage(): Stage;
  readers(): readonly Reader[];
  step(step: Step): void;
  finish(step: Step): void;
  desk(desk: Desk): void;
  lost(mayReturn: boolean): void;
  /** From here a new conversation can be begun in so many minutes; `desk` or `finish` follows. */
  again(minutes: number): void;
  /** With this the closing questions can be answered, once; `finish` follows. */
  asked(voucher: string): void;
}

/** Offers that are not from the roster, before there is no conversation any more. */
const MOST_STRANGERS = 3;

/** How a conversation ended, as the visitor is told; the server has more words for professionals. */
const ENDINGS: Partial<Record<Ended['reason'], EndReason>> = {
  left: 'left',
  exit: 'left',
  done: 'done',
  silent: 'silent',
  time: 'time',
};

function expectedOf({ low, high }: Waiting): Expected | null {
  return low === undefined || low === null ? null : { low, high: high ?? null };
}

export class Hearing {
  /** Who may be let in; null: nobody may. */
  roster: Roster | null = null;
  private readonly keys: Keys;
  private readonly voice: Voice;
  private readonly doorway: Doorway;
  private readonly told: Told;
  private strangers = 0;
  /** Everybody who was ever in. */
  private readonly known = new Map<number, Member>();
  /** Places whose page the server says is not connected. */
  private readonly away = new Set<string>();
  /** Whether the first professional is let in by a tap, and not at once. */
  asksReady = true;
  /** Whether the helpline wants to know that the visitor is writing. */
  saysWriting = false;
  /** What only the server says of our messages. */
  receipts = new Receipts();

  constructor(keys: Keys, voice: Voice, doorway: Doorway, told: Told) {
    this.keys = keys;
    this.voice = voice;
    this.doorway = doorway;
    this.told = told;
  }

  async take(frame: ToVisitor, socket: number): Promise<void> {
    const { told, voice } = this;
    switch (frame.type) {
      case 'welcome':
        return this.takeWelcome(frame, socket);
      case 'waiting':
        this.doorway.inLine();
        told.step({
          type: 'waiting',
          position: frame.position,
          expected: expectedOf(frame),
          isReady: frame.ready ?? true,
        });
        return this.settle();
      case 'offer':
        return this.takeOffer(frame);
      case 'vacated':
        this.doorway.vacated(frame.place, this.keys.readers);
        voice.outbox.dropPlace(frame.place);
        return this.settle();
      case 'revoked':
        return this.takeRevoked(frame.listed);
      case 'message':
        heardOf(false);
        return this.takeMessage(frame.seq, frame.sealed);
      case 'accepted':
        voice.cursor.note(frame.seq);
        return this.accepted(frame.ref, frame.seq);
      case 'delivered':
      case 'read':
        this.receipts.delivered(frame.seq, Date.now());
        return told.step(frame);
      case 'presence':
        return this.takePresence(frame.place ?? '', frame.state === 'lost');
      case 'writing':
        return heardOf(true);
      case 'still':
        return told.step({ type: 'still', minutes: frame.minutes });
      case 'ends':
        return told.step({ type: 'ends', minutes: frame.minutes });
      case 'again':
        return told.again(frame.minutes);
      case 'afterwards':
        return told.asked(frame.voucher);
      case 'desk':
        return told.desk(frame);
      case 'slip':
        return this.keys.takeSlip(frame.slip);
      case 'stored':
        return voice.stored(frame.upto);
      case 'lost':
        return told.lost(frame.may_return);
      case 'ended': {
        return told.finish({ type: 'ended', reason: ENDINGS[frame.reason] ?? 'gone' });
      }
      case 'refused':
        return this.takeRefusal(frame.code, frame.ref ?? null);
      default: // a newer server: pages ignore what they do not know
    }
  }

  private async takeWelcome(frame: Welcome, socket: number): Promise<void> {
    const { keys, voice, told } = this;
    const isFirst = keys.takeShare(frame.share);
    if (!keys.talk) {
      if (!(await keys.restore(frame.blob))) return told.finish({ type: 'gone' });
    } else if (voice.isReturning) {
      voice.cameBack({ type: 'keep', blob: await keys.state() });
    } else if (isFirst) {
      voice.outbox.add({ type: 'keep', blob: await keys.state() });
    }
    this.asksReady = frame.asks_ready ?? true;
    this.saysWriting = frame.says_writing ?? false;
    this.doorway.welcomed(frame.last);
    told.step({ type: 'delivered', seq: frame.delivered });
    told.step({ type: 'read', seq: frame.read ?? 0 });
    // A server of before hears nothing of it.
    voice.readTo = Math.max(voice.readTo, frame.has_read ?? Number.POSITIVE_INFINITY);
    voice.welcomed(socket);
    return this.settle();
  }

  /** An offer that does not hold is refused, and said: somebody pretended to be who they are not. */
  private async takeOffer(frame: Offered): Promise<void> {
    const { talk } = this.keys;
    if (!talk) return;
    const { place } = frame;
    const [offer, signature, entry] = [frame.offer, frame.signature, frame.entry].map(fromBase64);
    if (!offer || !signature || !entry) return;
    const { roster } = this;
    const { suites } = this.voice;
    const at = minuteOf(Date.now());
    try {
      const read = await talk.readOffer(offer, signature, entry, { roster, suites, at });
      this.doorway.offered({ place, key: toBase64(read.key), offer: read });
    } catch (error) {
      if (!(error instanceof Hl1Error)) throw error;
      this.strangers += 1;
      // Once may be a colleague's new computer. Again and again is somebody who wants in.
      if (this.strangers > MOST_STRANGERS) throw error;
      this.note('stranger', '');
      this.voice.transmit({ type: 'decline', place, why: 'not_accepted' });
      return;
    }
    return this.settle();
  }

  private async takeRevoked(listed: string): Promise<void> {
    // A list that nobody signed says nothing.
    await this.roster?.revoke(fromBase64(listed)).catch(() => {});
    return this.settle();
  }

  private takePresence(place: string, isLost: boolean): void {
    heardOf(false);
    if (isLost) this.away.add(place);
    else this.away.delete(place);
    const places = this.keys.readers.map(({ key }) => this.doorway.placeOf(key) ?? '');
    const isAway = places.length > 0 && places.every((each) => this.away.has(each));
    this.told.step({ type: 'presence', isAway });
  }

  private accepted(ref: string, seq: number): void {
    const { outbox, copy } = this.voice;
    const said = outbox.sayOf(ref);
    if (said) copy.accepted(seq, said);
    outbox.accept(ref);
    if (outbox.isKept) this.keys.stateIsKept();
    this.receipts.accepted(ref, seq, Date.now());
    this.told.step({ type: 'accepted', id: ref, seq });
  }

  private async takeMessage(seq: number, sealed: string): Promise<void> {
    const { voice, told, doorway, keys } = this;
    const { talk } = keys;
    if (!talk || voice.cursor.has(seq)) return;
    const ref = voice.outbox.refOf(sealed);
    if (ref !== null) {
      this.accepted(ref, seq);
    } else {
      voice.copy.came(seq, sealed);
      for (const member of talk.members) this.known.set(member.id, member);
      const opened = await talk.open(fromBase64(sealed));
      this.receipts.confirmed(talk.confirmed);
      if (opened.kind === 'leave' && !opened.mine) doorway.goes(opened.sender);
      for (const entry of entriesOf(opened, seq, [...this.known.values()])) {
        told.step({ type: 'heard', entry });
      }
      if (!opened.mine) voice.markSoon();
    }
    voice.cursor.note(seq);
    return this.settle();
  }

  /** Who reads along now. */
  get readers(): readonly Reader[] {
    return this.keys.readers.map(readerOf);
  }

  /** Do what has to be done about who is in and who is at the door, and show it. */
  async settle(): Promise<void> {
    const { talk, readers } = this.keys;
    if (!talk) return;
    const verdict = this.doorway.verdict({
      isRecorded: talk.isRecorded,
      members: talk.members,
      revoked: this.roster ? talk.revoked(this.roster) : [],
      opened: this.voice.cursor.at,
    });
    switch (verdict.is) {
      case 'remove':
        return this.remove(talk, verdict.members);
      case 'renew':
        await this.adopt(await talk.renew(minuteOf(Date.now())));
        return this.settle();
      case 'asks':
        return this.told.step({ type: 'called', caller: callerOf(verdict.door, talk) });
      case 'alone':
        if (this.told.stage() !== 'called') return;
        return this.told.step({ type: 'withdrawn', id: `withdrawn-${newRef()}` });
      case 'in':
        this.told.step({ type: 'nobody at the door' });
        if (this.told.stage() !== 'conversation' || !this.isShown(readers)) {
          this.told.step({ type: 'admitted', readers: this.readers });
        }
    }
  }

  /** Leave members out, and say who. Their place is given back to the server if their device is not good any more. */
  private async remove(talk: VisitorConversation, out: readonly number[]): Promise<void> {
    const revoked = this.roster ? talk.revoked(this.roster) : [];
    const gone = talk.members.filter(({ id }) => out.includes(id));
    await this.adopt(await talk.remove(out, minuteOf(Date.now())));
    for (const { id, name, key } of gone) {
      if (!revoked.includes(id)) continue;
      this.note('dropped', name);
      const place = this.doorway.placeOf(key);
      if (place) this.voice.transmit({ type: 'decline', place, why: 'not_accepted' });
    }
    const { readers } = this;
    this.told.step(readers.length > 0 ? { type: 'admitted', readers } : { type: 'alone' });
    return this.settle();
  }

  /** A new epoch: kept before anybody gets its keys, so that a reload in between loses nothing. */
  async adopt({ epoch, grants, record }: Granted): Promise<void> {
    const { voice, doorway } = this;
    voice.transmit({ type: 'keep', blob: await this.keys.state() });
    for (const { member, grant } of grants) {
      const place = doorway.placeOf(member.key);
      if (place) voice.transmit({ type: 'grant', place, epoch, grant: toBase64(grant) });
    }
    voice.say(epoch, record);
  }

  note(note: NoteText, name: string): void {
    const id = `${note}-${newRef()}`;
    const entry = { kind: 'note', id, note, name, seq: this.voice.cursor.at } as const;
    this.told.step({ type: 'heard', entry });
  }

  forget(): void {
    this.strangers = 0;
    this.known.clear();
    this.receipts = new Receipts();
    this.away.clear();
  }

  private isShown(readers: readonly Member[]): boolean {
    const shown = this.told.readers();
    return (
      shown.length === readers.length && readers.every(({ name }, at) => shown[at]?.name === name)
    );
  }

  private takeRefusal(code: string, ref: string | null): void {
    const { voice, told } = this;
    if (code === 'out_of_turn' && voice.isReturning) {
      told.lost(true); // another line of this page was faster; once more is up to the visitor
    } else if (code === 'gone' && !voice.isHeard) {
      told.finish({ type: 'gone' });
    } else if (code === 'too_fast' || code === 'unavailable') {
      if (code === 'unavailable') told.step({ type: 'held back' });
      voice.sayAgainSoon();
    } else if (code === 'full' || code === 'closed') {
      told.desk({ type: 'desk', state: code });
    } else if (ref !== null) {
      voice.outbox.drop(ref);
      told.step({ type: 'not sent', id: ref });
    }
  }
}

function readerOf({ name, role }: Member): Reader {
  return { name, role: role === 'supervisor' ? 'supervisor' : 'professional' };
}

/** Somebody was in before: then the visitor says what a newcomer may read of that. */
function callerOf({ offer }: Door, talk: VisitorConversation): Caller {
  const role = offer.role === 'supervisor' ? 'supervisor' : 'professional';
  const isBack = talk.members.some((member) => member.name === offer.name && member.role === role);
  return { name: offer.name, role, isBack, mayReadBack: talk.epoch > 0 };
}
