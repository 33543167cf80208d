// HL1: the end-to-end encryption between a visitor and a professional (API.md, docs/protocol.md §1).

export { type Bytes, fromBase64, minuteOf, toBase64 } from './bytes.ts';
export { Hl1Error } from './errors.ts';
export type { Member, Role } from './members.ts';
export type { OfferRead } from './offer.ts';
export type { Mark } from './order.ts';
export type { Opened } from './party.ts';
export { type Kept, ProfessionalConversation } from './professional.ts';
export { isSupported } from './support.ts';
export { VisitorConversation } from './visitor.ts';
