// Frames as text: one JSON object, filled up with spaces so that its size says little about its content
// (docs/protocol.md §2).
import { FRAME_SIZES, MAX_FRAME_BYTES } from './frames.ts';

/** What every frame has. */
export interface Frame {
  readonly type: string;
}

/** A frame that the server would refuse with close code 1009. */
export class FrameTooLarge extends Error {
  constructor(bytes: number) {
    super(`frame of ${bytes} bytes, at most ${MAX_FRAME_BYTES}`);
  }
}

/** Length in UTF-8, counted without making the bytes. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

/** The text of a frame, exactly as long as one of FRAME_SIZES. */
export function encode(frame: Frame): string {
  const text = JSON.stringify(frame);
  const bytes = utf8Length(text);
  const size = FRAME_SIZES.find((each) => each >= bytes);
  if (size === undefined) throw new FrameTooLarge(bytes);
  return text + ' '.repeat(size - bytes);
}

/** The frame in a text, or null for what is not a frame. Unknown types are for the caller to ignore. */
export function decode<In extends Frame>(text: unknown): In | null {
  if (typeof text !== 'string') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  return typeof (value as { type?: unknown }).type === 'string' ? (value as In) : null;
}
