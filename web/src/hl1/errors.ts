export type Reason = 'unreadable' | 'refused' | 'unsupported' | 'too_long';

/** Nothing was sealed, opened or let in. The message names the rule, never a key, text or name. */
export class Hl1Error extends Error {
  override readonly name = 'Hl1Error';
  readonly reason: Reason;

  constructor(reason: Reason, detail = '') {
    super(detail === '' ? reason : `${reason}: ${detail}`);
    this.reason = reason;
  }
}

/** The commonest error: somebody broke a rule, or changed a byte. */
export function refused(detail: string): Hl1Error {
  return new Hl1Error('refused', detail);
}
