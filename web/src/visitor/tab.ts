// The one thing a reload needs: 32 bytes in `window.name`. It lives as long as the tab and was never found on
// disk, unlike sessionStorage (SECURITY.md §4.1).
import { type Bytes, fromBase64, toBase64 } from '../hl1/index.ts';

const ROOT_BYTES = 32;

export function keepRoot(root: Bytes): void {
  window.name = toBase64(root);
}

/** The root that an earlier load of this tab left, or null; any other name is none of our business. */
export function keptRoot(): Bytes | null {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(window.name)) return null;
  try {
    const root = fromBase64(window.name);
    return root.length === ROOT_BYTES ? root : null;
  } catch {
    return null;
  }
}

export function forgetRoot(): void {
  window.name = '';
}
