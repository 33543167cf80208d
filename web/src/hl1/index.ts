// HL1: the end-to-end encryption between a visitor and a professional (docs/protocol.md §1).
//
// How to use it:
// - `seal…` and `grant` are queued inside: concurrent calls get their numbers in call order. Send what they
//   return in that order; a grant as keep(state), grant, say(record). `open` in the order of the server's seq.
// - A refused call changes nothing: the next message may still open. Reasons: 'unreadable' was written before
//   this professional was let in (a soft line), 'refused' was changed on the way or breaks a rule, 'unsupported'
//   is another version or suite, 'too_long' does not fit.
// - A message marked 'repeated' is not to be shown again. What this page load sealed opens with `mine: true`.
// - A professional seals nothing before the first grant: enable the composer when `epoch >= 0`.

export { type Bytes, fromBase64, minuteOf, toBase64 } from './bytes.ts';
export { Hl1Error } from './errors.ts';
export type { Member, Role } from './members.ts';
export type { OfferRead } from './offer.ts';
export type { Mark } from './order.ts';
export type { Opened } from './party.ts';
export { type Kept, ProfessionalConversation } from './professional.ts';
export { isSupported } from './support.ts';
export { VisitorConversation } from './visitor.ts';
