import { Hl1Error, refused } from './errors.ts';

/** Bytes in memory of their own: WebCrypto takes no shared buffers. */
export type Bytes = Uint8Array<ArrayBuffer>;
/** Gives that many random bytes. */
export type Random = (length: number) => Bytes;

export const NO_BYTES: Bytes = new Uint8Array(0);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const HALF_CHARACTER = /[\uD800-\uDFFF]/gu;

export const randomBytes: Random = (length) => crypto.getRandomValues(new Uint8Array(length));

export function utf8(text: string): Bytes {
  return new Uint8Array(new TextEncoder().encode(text));
}

/** Reads UTF-8; refuses what is not, and keeps a byte order mark as a character. */
export function fromUtf8(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused('not UTF-8');
  }
}

/** Replaces half characters, as `TextEncoder` does, by U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(HALF_CHARACTER, '\uFFFD');
}

export function concat(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Writes an unsigned big-endian number of 1, 2 or 4 bytes. */
export function number(value: number, size: 1 | 2 | 4): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes.slice(4 - size);
}

/** Reads big-endian numbers and bytes one after the other; past the end is refused. */
export class Reader {
  readonly #bytes: Bytes;
  #at = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  take(length: number): Bytes {
    if (this.#at + length > this.#bytes.length) throw refused('shorter than it says');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  number(size: 1 | 2 | 4): number {
    return this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw refused('something after the last byte');
  }
}

/** Compares public bytes; secrets are only ever compared by their hash or by AES-GCM. */
export function same(left: Bytes, right: Bytes): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

export function toBase64(bytes: Bytes): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** One text for one value: anything not canonical is `unreadable`. */
export function fromBase64(text: string): Bytes {
  if (!BASE64.test(text)) throw new Hl1Error('unreadable', 'not base64');
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if (toBase64(bytes) !== text) throw new Hl1Error('unreadable', 'not canonical base64');
  return bytes;
}

/** Whole minutes since 1970: the only precision that is ever sent. */
export function minuteOf(milliseconds: number): number {
  return Math.floor(milliseconds / 60_000);
}

/** Overwrites a secret that is not needed any more; JavaScript may have copied it before. */
export function wipe(secret: Bytes): void {
  secret.fill(0);
}
