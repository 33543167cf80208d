// What every frame of the server means to this page: opened with the keys, told to the journey.
import { fromBase64, toBase64 } from '../hl1/index.ts';
import type { Offered, ToVisitor, Welcome } from '../wire/frames.ts';
import type { Doorway } from './doorway.ts';
import { entriesOf } from './entries.ts';
import type { Stage, Step } from './journey.ts';
import type { Keys } from './keys.ts';
import { newRef, type Voice } from './voice.ts';

/** Whom it tells. `finish`: the conversation is over, for whatever reason the step says. */
export interface Told {
  stage(): Stage;
  step(step: Step): void;
  finish(step: Step): void;
}

export class Hearing {
  private readonly keys: Keys;
  private readonly voice: Voice;
  private readonly doorway: Doorway;
  private readonly told: Told;

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
        return told.step({ type: 'waiting', position: frame.position });
      case 'offer':
        return this.takeOffer(frame);
      case 'message':
        return this.takeMessage(frame.seq, frame.sealed);
      case 'accepted':
        voice.cursor.note(frame.seq);
        voice.outbox.accept(frame.ref);
        return told.step({ type: 'accepted', id: frame.ref, seq: frame.seq });
      case 'delivered':
        return told.step({ type: 'delivered', seq: frame.seq });
      case 'presence':
        return told.step({ type: 'presence', isAway: frame.state === 'lost' });
      case 'desk':
        return frame.state === 'open'
          ? undefined
          : told.finish({ type: 'desk', state: frame.state });
      case 'ended': {
        const reason = frame.reason === 'exit' ? 'left' : frame.reason;
        return told.finish({ type: 'ended', reason });
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
    } else if (isFirst) {
      voice.outbox.add({ type: 'keep', blob: await keys.state() });
    }
    this.doorway.welcomed(frame.last);
    told.step({ type: 'delivered', seq: frame.delivered });
    voice.welcomed(socket);
    this.settle();
  }

  private async takeOffer(frame: Offered): Promise<void> {
    const { talk } = this.keys;
    if (!talk) return;
    const [offer, signature, entry] = [frame.offer, frame.signature, frame.entry].map(fromBase64);
    if (!offer || !signature || !entry) return;
    const read = await talk.readOffer(offer, signature, entry);
    this.doorway.offered({ place: frame.place, offer: read }, toBase64(read.key));
    this.settle();
  }

  private async takeMessage(seq: number, sealed: string): Promise<void> {
    const { voice, told, doorway } = this;
    const { talk } = this.keys;
    if (!talk || voice.cursor.has(seq)) return;
    const ref = voice.outbox.refOf(sealed);
    if (ref !== null) {
      voice.outbox.accept(ref);
      told.step({ type: 'accepted', id: ref, seq });
    } else {
      const opened = await talk.open(fromBase64(sealed));
      if (opened.mine && opened.kind === 'epoch') doorway.recorded(opened.epoch);
      for (const entry of entriesOf(opened, seq, talk.members)) told.step({ type: 'heard', entry });
      if (!opened.mine) voice.markSoon();
    }
    voice.cursor.note(seq);
    this.settle();
  }

  /** Show who is at the door, or who is in. */
  private settle(): void {
    const { doorway, told } = this;
    const { talk, readers } = this.keys;
    if (!talk) return;
    const keys = talk.members.map((member) => member.key);
    const verdict = doorway.verdict({ epoch: talk.epoch, keys, opened: this.voice.cursor.at });
    const door = doorway.caller;
    if (verdict === 'asks' && door) {
      const role = door.offer.role === 'supervisor' ? 'supervisor' : 'professional';
      told.step({ type: 'called', caller: { name: door.offer.name, role } });
    } else if (verdict === 'in' && (door || told.stage() !== 'conversation')) {
      doorway.closed();
      told.step({ type: 'admitted', readers });
    }
  }

  private takeRefusal(code: string, ref: string | null): void {
    const { voice, told } = this;
    if (code === 'gone' && !voice.isHeard) {
      told.finish({ type: 'gone' });
    } else if (code === 'gone' && ref === null) {
      voice.outbox.dropGrants();
      this.doorway.inLine();
      told.step({ type: 'withdrawn', id: `withdrawn-${newRef()}` });
    } else if (code === 'too_fast' || code === 'unavailable') {
      voice.sayAgainSoon();
    } else if (code === 'full' || code === 'closed') {
      told.finish({ type: 'desk', state: code });
    } else if (ref !== null) {
      voice.outbox.drop(ref);
      told.step({ type: 'not sent', id: ref });
    }
  }
}
