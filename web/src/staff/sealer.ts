/** What a party needs of HL1: the real thing, or what a test makes of it. */

import type { Bytes, Kept, ProfessionalConversation, Role } from '../hl1/index.ts';

export type Sealing = Pick<
  ProfessionalConversation,
  | 'offer'
  | 'signature'
  | 'entry'
  | 'epoch'
  | 'members'
  | 'kept'
  | 'admit'
  | 'sealText'
  | 'sealEnd'
  | 'open'
  | 'forget'
>;

/** Makes the end-to-end side of a conversation. */
export interface Sealer {
  begin(of: {
    cid: Bytes;
    commitment: Bytes;
    suite: number;
    name: string;
    role: Role;
  }): Promise<Sealing>;
  restore(kept: Kept): Promise<Sealing>;
}
