// The numbers of HL1, version 1 (docs/protocol.md §1); the same as chatserver/crypto/hl1/suite.py.

export const VERSION = 1;
/** HPKE base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Every page has it. */
export const SUITE = 1;
/** The same with X-Wing (ML-KEM-768 and X25519) as KEM, where both browsers have it. */
export const XWING = 2;

export const CID_BYTES = 16;
export const INSTANCE_BYTES = 16;
export const SECRET_BYTES = 32;
export const HASH_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
/** An uncompressed P-256 point; Safari cannot import compressed ones. */
export const POINT_BYTES = 65;
/** X-Wing: its ML-KEM-768 half, then its X25519 half. */
export const XWING_KEY_BYTES = 1184 + 32;
/** ECDSA P-256 with SHA-256, raw r ‖ s, as WebCrypto makes it. */
export const SIGNATURE_BYTES = 64;
/** The private half of a key of P-256. */
export const SCALAR_BYTES = 32;
export const DEVICE_BYTES = 16;
export const PERSON_BYTES = 16;
export const STATE_ID_BYTES = 16;

/** v 1, suite 1, cid 16, epoch 4, sender 1, instance 16, seq 4. */
export const HEADER_BYTES = 43;
/** Bytes of padded plaintext: a listener sees four lengths, not how much was written. */
export const BUCKETS = [256, 1024, 4096, 16384] as const;

/** Unicode code points in one message. Four bytes each still fit the largest bucket. */
export const MAX_TEXT = 4000;
export const MAX_NAME_BYTES = 64;
export const MAX_MEMBERS = 6;
/** Entries of `seen`: a sender writes the newest, two for each member it ever heard. */
export const MAX_SEEN = 64;
/** Devices on one list of revoked ones: 8 kB, which fits a frame. */
export const MAX_REVOKED = 500;
export const MAX_EPOCH = 65535;
/** Epochs in one conversation, 0 to 49: fifty secrets and what goes with them fit one grant. */
export const MAX_EPOCHS = 50;
export const MAX_SEQ = 0xffffffff;
export const LAST_MEMBER = 255;
/** Times are whole minutes since 1970 in four bytes. */
export const LAST_MINUTE = 0xffffffff;
/** How wrong a phone's clock may be when the dates of a roster entry are looked at. */
export const GRACE_MINUTES = 24 * 60;
/** The visitor's member number; also the only sender of epoch records. */
export const VISITOR = 0;
