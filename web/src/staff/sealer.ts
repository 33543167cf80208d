/** What a party needs of HL1: the real thing, or what a test makes of it. */

import {
  type Bytes,
  type Device,
  type Kept,
  ProfessionalConversation,
  supportedSuites,
} from '../hl1/index.ts';

export type Sealing = Pick<
  ProfessionalConversation,
  | 'offer'
  | 'signature'
  | 'entry'
  | 'granted'
  | 'epoch'
  | 'members'
  | 'owesAlive'
  | 'confirmed'
  | 'kept'
  | 'admit'
  | 'sealText'
  | 'sealCard'
  | 'sealEnd'
  | 'sealLeave'
  | 'sealAlive'
  | 'open'
  | 'words'
  | 'forget'
>;

/** Makes the end-to-end side of a conversation. */
export interface Sealer {
  begin(of: { cid: Bytes; commitment: Bytes; suite: number; device: Device }): Promise<Sealing>;
  restore(kept: Kept): Promise<Sealing>;
  /** The suites this browser has. */
  suites(): Promise<readonly number[]>;
}

export const hl1: Sealer = {
  begin: (of) => ProfessionalConversation.begin(of),
  restore: (kept) => ProfessionalConversation.restore(kept),
  suites: supportedSuites,
};
