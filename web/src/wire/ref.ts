import { toBase64 } from '../hl1/index.ts';

/** Names one frame, so that saying it twice does it once. */
export function newRef(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(16)));
}
