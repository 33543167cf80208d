// What was handed to the line and may not have arrived: kept in order, sent again in order after each
// `welcome` (docs/protocol.md §3). Only a `say` is answered; the server reads one socket in order, so that an
// accepted `say` also proves the `keep` and `grant` that went before it.
import type { Decline, Grant, Keep, Leave, Say } from '../wire/frames.ts';

export type Outgoing = Keep | Grant | Decline | Say | Leave;

export class Outbox {
  private frames: Outgoing[] = [];

  /** What a conversation that comes back needs first: it goes before everything else. */
  putFirst(frames: readonly Outgoing[]): void {
    this.frames = [...frames, ...this.frames.filter(({ type }) => type !== 'keep')];
  }

  /** The message that was said with this `ref`, while it is not accepted. */
  sayOf(ref: string): Say | undefined {
    return this.frames.find((frame): frame is Say => frame.type === 'say' && frame.ref === ref);
  }

  add(frame: Outgoing): void {
    this.frames.push(frame);
  }

  /** Everything that may be missing at the other side, oldest first. */
  get unconfirmed(): readonly Outgoing[] {
    return this.frames;
  }

  /** The server has this message, and every `keep` and `grant` that was sent before it. */
  accept(ref: string): void {
    const place = this.frames.findIndex((frame) => frame.type === 'say' && frame.ref === ref);
    this.frames = this.frames.filter(
      (frame, at) => at > place || (at < place && frame.type === 'say'),
    );
  }

  /** The server will never take this message. */
  drop(ref: string): void {
    this.frames = this.frames.filter((frame) => frame.type !== 'say' || frame.ref !== ref);
  }

  /** Nobody sits in this place any more: repeating what was for it would only be refused again. */
  dropPlace(place: string): void {
    this.frames = this.frames.filter((frame) => !('place' in frame) || frame.place !== place);
  }

  /** Every state that was to be kept has arrived. */
  get isKept(): boolean {
    return this.frames.every((frame) => frame.type !== 'keep');
  }

  /** The `ref` of an own unaccepted message, if these are its bytes: its `accepted` was lost, not the message. */
  refOf(sealed: string): string | null {
    for (const frame of this.frames) {
      if (frame.type === 'say' && frame.sealed === sealed) return frame.ref;
    }
    return null;
  }

  clear(): void {
    this.frames = [];
  }
}
