// HL1: the end-to-end encryption between a visitor and a professional (docs/protocol.md §1).
//
// How to use it:
// - `seal…`, `grant`, `remove` and `renew` are queued inside: concurrent calls get their numbers in call order.
//   Send what they return in that order; a new epoch as keep(state), each grant, say(record). `open` in the
//   order of the server's seq.
// - A refused call changes nothing: the next message may still open. Reasons: 'unreadable' was written before
//   this professional was let in (a soft line), 'refused' was changed on the way or breaks a rule, 'unsupported'
//   is another version or suite, 'too_long' does not fit.
// - A message marked 'repeated' is not to be shown again. What this page load sealed opens with `mine: true`.
// - A professional can open what is sealed up to the epoch `granted`, and seals nothing before the first record
//   that names them: enable the composer when `epoch >= 0`. Keep `kept()` anew after each record that opened.
// - A visitor's page that was restored opens the whole transcript, and then, unless `isRecorded`, grants an
//   offer or calls `renew`; until then it cannot seal.
// - The visitor's page removes who sealed a 'leave', and whom `revoked` names, at once.

export { type Bytes, fromBase64, minuteOf, toBase64 } from './bytes.ts';
export { type Call, type Chair, checkedCall, type Seated, Table } from './consult.ts';
export { supportedSuites } from './encapsulation.ts';
export { deviceIdOf, type Entry, type EntryMade, makeEntry, readEntry } from './entry.ts';
export { Hl1Error } from './errors.ts';
export type { Granted } from './granting.ts';
export type { Member } from './members.ts';
export type { Role } from './names.ts';
export type { Measure, OfferRead } from './offer.ts';
export type { Mark } from './order.ts';
export type { Opened } from './party.ts';
export { type Device, type Kept, ProfessionalConversation } from './professional.ts';
export { makeRevoked, Roster } from './roster.ts';
export { newDeviceKey, type Sign, signWith } from './signature.ts';
export { stateIdOf } from './state.ts';
export { isSupported, isSupportedForVisitors } from './support.ts';
export { VisitorConversation } from './visitor.ts';
export { wordList } from './wordlist.ts';
export { deviceWords } from './words.ts';
