/** Why the server did not take something, in words. */

import type { Code } from '../wire/frames.ts';
import type { Words } from './language.ts';

export function refusalIn({ roster: { refused } }: Words, code: Code | 'offline'): string {
  return code === 'offline' || code === 'not_approved' ? refused[code] : refused.other;
}
