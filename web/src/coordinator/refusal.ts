/** Why the server did not take something, in words. */

import type { Words } from '../strings/staff/nl.ts';
import type { Code } from '../wire/frames.ts';

export function refusalIn({ roster: { refused } }: Words, code: Code | 'offline'): string {
  return code === 'offline' || code === 'not_approved' ? refused[code] : refused.other;
}
