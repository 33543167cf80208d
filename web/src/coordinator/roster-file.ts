/**
 * The organisation's key, and the file it is kept in (docs/protocol.md §1.10).
 *
 * `chatserver roster` writes and reads the same file. Whoever has it and its passphrase decides who counts
 * as a professional, so the key exists in the clear only while this page makes it or has it open.
 */

import { type Bytes, fromBase64, type Sign, signWith, toBase64 } from '../hl1/index.ts';

export type Problem = 'not_a_file' | 'other_key' | 'passphrase' | 'too_short';

export class RosterFileError extends Error {
  override readonly name = 'RosterFileError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem);
    this.problem = problem;
  }
}

/** A file that was read and not opened. */
export interface RosterFile {
  /** Base64 of the public key: it tells whose file this is. */
  readonly key: string;
  readonly rounds: number;
  readonly salt: Bytes;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
}

/** A key that was just made. */
export interface Made {
  readonly key: string;
  /** What the file says. */
  readonly file: string;
  readonly sign: Sign;
}

const KIND = 'luwte roster key';
const AAD = 'hl1|roster key';
/** Of PBKDF2-HMAC-SHA256, the one slow derivation every browser has; OWASP's figure for it. */
const ROUNDS = 600_000;
const FEWEST_ROUNDS = 100_000;
const MOST_ROUNDS = 10_000_000;
/** Characters. The file leaves this machine, so only the passphrase protects it. */
export const SHORTEST_PASSPHRASE = 12;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const POINT_BYTES = 65;
/** Characters of a file that could be one. */
const LONGEST = 4096;

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };
const SHA256 = { name: 'ECDSA', hash: 'SHA-256' };

export async function makeRosterKey(passphrase: string): Promise<Made> {
  if ([...passphrase].length < SHORTEST_PASSPHRASE) throw new RosterFileError('too_short');
  const pair = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const lock = await stretched(passphrase, salt, ROUNDS, 'encrypt');
  const how = { name: 'AES-GCM', iv: nonce, additionalData: aadFor(publicKey) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, lock, pkcs8));
  const sign = await signerFrom(pkcs8);
  pkcs8.fill(0);
  const fields = {
    kind: KIND,
    v: 1,
    public: toBase64(publicKey),
    rounds: ROUNDS,
    salt: toBase64(salt),
    nonce: toBase64(nonce),
    sealed: toBase64(sealed),
  };
  return { key: fields.public, file: `${JSON.stringify(fields, null, 1)}\n`, sign };
}

/** Reads what a file says, without the passphrase. */
export function readRosterFile(text: string): RosterFile {
  const fields = parsed(text);
  const { kind, v, rounds } = fields;
  const isOurs = kind === KIND && v === 1 && typeof rounds === 'number';
  if (!isOurs || !Number.isInteger(rounds) || rounds < FEWEST_ROUNDS || rounds > MOST_ROUNDS) {
    throw new RosterFileError('not_a_file');
  }
  const [publicKey, salt, nonce, sealed] = [
    bytesOf(fields.public, POINT_BYTES),
    bytesOf(fields.salt, SALT_BYTES),
    bytesOf(fields.nonce, NONCE_BYTES),
    bytesOf(fields.sealed),
  ];
  return { key: toBase64(publicKey), rounds, salt, nonce, sealed };
}

/** The key, to sign with; it cannot be read again, not even by this page. */
export async function openRosterFile(file: RosterFile, passphrase: string): Promise<Sign> {
  const publicKey = fromBase64(file.key);
  const verifying = await crypto.subtle
    .importKey('raw', publicKey, ECDSA, false, ['verify'])
    .catch(() => {
      throw new RosterFileError('not_a_file');
    });
  const lock = await stretched(passphrase, file.salt, file.rounds, 'decrypt');
  const how = { name: 'AES-GCM', iv: file.nonce, additionalData: aadFor(publicKey) };
  const pkcs8 = new Uint8Array(
    await crypto.subtle.decrypt(how, lock, file.sealed).catch(() => {
      throw new RosterFileError('passphrase');
    }),
  );
  const sign = await signerFrom(pkcs8).catch(() => {
    throw new RosterFileError('not_a_file');
  });
  pkcs8.fill(0);
  // The public half beside it must be its own, or everything signed here would be refused elsewhere.
  const challenge = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  if (!(await crypto.subtle.verify(SHA256, verifying, await sign(challenge), challenge))) {
    throw new RosterFileError('not_a_file');
  }
  return sign;
}

async function signerFrom(pkcs8: Bytes): Promise<Sign> {
  return signWith(await crypto.subtle.importKey('pkcs8', pkcs8, ECDSA, false, ['sign']));
}

async function stretched(
  passphrase: string,
  salt: Bytes,
  iterations: number,
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(passphrase);
  const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const from = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(from, base, { name: 'AES-GCM', length: 256 }, false, [use]);
}

function aadFor(publicKey: Bytes): Bytes {
  return new Uint8Array([...new TextEncoder().encode(AAD), ...publicKey]);
}

type Fields = Readonly<
  Record<'kind' | 'v' | 'public' | 'rounds' | 'salt' | 'nonce' | 'sealed', unknown>
>;

function parsed(text: string): Fields {
  try {
    const found: unknown = text.length <= LONGEST ? JSON.parse(text) : null;
    if (typeof found === 'object' && found !== null) return found as Fields;
  } catch {
    // Falls through: whatever it is, it is not ours.
  }
  throw new RosterFileError('not_a_file');
}

function bytesOf(value: unknown, length?: number): Bytes {
  try {
    const bytes = fromBase64(typeof value === 'string' ? value : '?');
    if (length === undefined || bytes.length === length) return bytes;
  } catch {
    // As above.
  }
  throw new RosterFileError('not_a_file');
}
