// The numbers of HL1, version 1, suite 1 (docs/protocol.md §1); the same as chatserver/crypto/hl1/suite.py.

export const VERSION = 1;
/** HPKE base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
export const SUITE = 1;

export const CID_BYTES = 16;
export const INSTANCE_BYTES = 16;
export const SECRET_BYTES = 32;
export const HASH_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
/** An uncompressed P-256 point; Safari cannot import compressed ones. */
export const POINT_BYTES = 65;

/** v 1, suite 1, cid 16, epoch 4, sender 1, instance 16, seq 4. */
export const HEADER_BYTES = 43;
/** Bytes of padded plaintext: a listener sees four lengths, not how much was written. */
export const BUCKETS = [256, 1024, 4096, 16384] as const;

/** Unicode code points in one message. Four bytes each still fit the largest bucket. */
export const MAX_TEXT = 4000;
export const MAX_NAME_BYTES = 64;
export const MAX_ENTRY_BYTES = 1024;
export const MAX_MEMBERS = 16;
/** Entries of `seen` that a receiver reads; a sender writes two for each member. */
export const MAX_SEEN = 64;
export const MAX_EPOCH = 65535;
/** Epochs in one conversation: fifty secrets fit one grant of 2,048 bytes. */
export const MAX_EPOCHS = 50;
export const MAX_SEQ = 0xffffffff;
export const LAST_MEMBER = 255;
/** The visitor's member number; also the only sender of epoch records. */
export const VISITOR = 0;
