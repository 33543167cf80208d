import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromBase64, type Sign } from '../hl1/index.ts';
import {
  makeRosterKey,
  openRosterFile,
  type Problem,
  RosterFileError,
  readRosterFile,
} from './roster-file.ts';

interface Vectors {
  readonly passphrase: string;
  readonly files: readonly { by: string; public: string; file: string }[];
  readonly refused: readonly { why: string; file: string }[];
}

const directory = process.env['VECTORS'] ?? '';
const vectors = JSON.parse(readFileSync(join(directory, 'roster_key.json'), 'utf8')) as Vectors;
const MESSAGE = new Uint8Array([1, 2, 3]);

const because = (problem: Problem) => (error: unknown) =>
  error instanceof RosterFileError && error.problem === problem;

async function hasSigned(key: string, sign: Sign): Promise<boolean> {
  const how = { name: 'ECDSA', namedCurve: 'P-256' };
  const verifying = await crypto.subtle.importKey('raw', fromBase64(key), how, false, ['verify']);
  const signature = await sign(MESSAGE);
  return crypto.subtle.verify({ ...how, hash: 'SHA-256' }, verifying, signature, MESSAGE);
}

for (const { by, file, public: key } of vectors.files) {
  test(`a file by ${by} opens with its passphrase, and with no other`, async () => {
    const read = readRosterFile(file);
    assert.equal(read.key, key);
    assert.ok(await hasSigned(key, await openRosterFile(read, vectors.passphrase)));
    await assert.rejects(openRosterFile(read, `${vectors.passphrase} `), because('passphrase'));
  });
}

for (const { why, file } of vectors.refused) {
  test(`refused: ${why}`, async () => {
    await assert.rejects(async () => {
      await openRosterFile(readRosterFile(file), vectors.passphrase);
    }, because('not_a_file'));
  });
}

test('a key that is made can sign at once, and again from its file', async () => {
  const made = await makeRosterKey(vectors.passphrase);
  assert.ok(await hasSigned(made.key, made.sign));

  const opened = await openRosterFile(readRosterFile(made.file), vectors.passphrase);
  assert.ok(await hasSigned(made.key, opened));
});

test('a file is written as `chatserver roster` writes it', async () => {
  const python = vectors.files.find(({ by }) => by === 'python');
  const made = await makeRosterKey(vectors.passphrase);
  const shape = (file: string) => file.replace(/"[^"]{10,}"/g, '…');

  // The lengths differ by the DER around the key; names, order and layout do not.
  assert.equal(shape(made.file), shape(python?.file ?? ''));
});

test('a short passphrase protects nothing, so nothing is made', async () => {
  await assert.rejects(makeRosterKey('elf tekens!'), because('too_short'));
});
