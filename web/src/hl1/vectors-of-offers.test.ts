// The frozen vectors of the roster, of signed offers and of the words (docs/protocol.md §7). Those of suite 2 run
// where there is one: tests/e2e/test_suite_2.py has them run in Chromium.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromBase64, NO_BYTES, toBase64 } from './bytes.ts';
import { supportedSuites } from './encapsulation.ts';
import { deviceIdOf, makeEntry, readEntry } from './entry.ts';
import type { Reason } from './errors.ts';
import type { Role } from './names.ts';
import { readSignedOffer } from './offer.ts';
import { makeRevoked, Roster } from './roster.ts';
import { because } from './testing.ts';
import { wordList } from './wordlist.ts';
import { wordsFor } from './words.ts';

interface Offered {
  readonly name: string;
  readonly offer: string;
  readonly signature: string;
  readonly entry: string;
  readonly at: number;
  readonly suites: readonly number[];
  readonly revoked: string;
}
interface Vectors {
  readonly roster: {
    readonly key: string;
    readonly devices: readonly {
      readonly key: string;
      readonly id: string;
      readonly person: string;
      readonly role: Role;
      readonly name: string;
      readonly since: number;
      readonly until: number;
      readonly entries: Readonly<Record<string, string>>;
    }[];
    readonly revoked: {
      readonly issued: number;
      readonly devices: readonly string[];
      readonly lists: Readonly<Record<string, string>>;
    };
    readonly refused: {
      readonly entries: readonly {
        readonly name: string;
        readonly entry: string;
        readonly at: number;
      }[];
      readonly lists: readonly { readonly name: string; readonly list: string }[];
    };
  };
  readonly offers: {
    readonly cid: string;
    readonly commitment: string;
    readonly accepted: readonly (Offered & {
      readonly suite: number;
      readonly role: Role;
      readonly display: string;
      readonly person: string;
      readonly device: string;
    })[];
    readonly refused: readonly (Offered & { readonly reason: Reason })[];
  };
  readonly words: readonly {
    readonly cid: string;
    readonly offer_hash: string;
    readonly record: string;
    readonly words: readonly string[];
  }[];
}

const directory = process.env['VECTORS'] ?? '';
const vectors: Vectors = JSON.parse(readFileSync(join(directory, 'hl1.json'), 'utf8'));
const { roster, offers, words } = vectors;
const native = await supportedSuites();

const SIGNATURE_BYTES = 64;

for (const device of roster.devices) {
  for (const [by, entry] of Object.entries(device.entries)) {
    test(`an entry signed by ${by} is believed, and made byte for byte: ${device.name}`, async () => {
      const bytes = fromBase64(entry);
      const read = await (await Roster.of(fromBase64(roster.key))).check(bytes, device.since);
      assert.deepEqual(
        [read.role, read.name, read.from, read.until],
        [device.role, device.name, device.since, device.until],
      );
      assert.equal(toBase64(read.person), device.person);
      assert.equal(toBase64(read.device), device.id);
      assert.equal(toBase64(await deviceIdOf(fromBase64(device.key))), device.id);
      const { person, role, name, from, until } = await readEntry(bytes);
      const signature = async () => bytes.slice(-SIGNATURE_BYTES);
      const made = { person, role, name, from, until, key: fromBase64(device.key) };
      assert.equal(toBase64(await makeEntry(made, signature)), entry);
    });
  }
}

for (const { name, entry, at } of roster.refused.entries) {
  test(`refused entry: ${name}`, async () => {
    const theirs = await Roster.of(fromBase64(roster.key));
    await assert.rejects(theirs.check(fromBase64(entry), at), because('refused'));
  });
}

for (const [by, list] of Object.entries(roster.revoked.lists)) {
  test(`a list signed by ${by} is taken, and made byte for byte`, async () => {
    const theirs = await Roster.of(fromBase64(roster.key));
    await theirs.revoke(fromBase64(list));
    const ids = roster.revoked.devices.map(fromBase64);
    assert.ok(ids.every((id) => theirs.isRevoked(id)));
    const signature = async () => fromBase64(list).slice(-SIGNATURE_BYTES);
    assert.equal(toBase64(await makeRevoked(roster.revoked.issued, ids, signature)), list);
  });
}

for (const { name, list } of roster.refused.lists) {
  test(`refused list: ${name}`, async () => {
    const theirs = await Roster.of(fromBase64(roster.key));
    await assert.rejects(theirs.revoke(fromBase64(list)), because('refused'));
  });
}

async function read({ offer, signature, entry, at, suites, revoked }: Offered) {
  const theirs = await Roster.of(fromBase64(roster.key));
  if (revoked !== '') await theirs.revoke(fromBase64(revoked));
  const signed = {
    offer: fromBase64(offer),
    signature: fromBase64(signature),
    entry: fromBase64(entry),
  };
  const to = { cid: fromBase64(offers.cid), commitment: fromBase64(offers.commitment) };
  return readSignedOffer(signed, to, { roster: theirs, at, suites });
}

for (const it of offers.accepted.filter(({ suite }) => native.includes(suite))) {
  test(`an offer is believed: ${it.name}`, async () => {
    const { suite, role, name, person, device } = await read(it);
    assert.deepEqual(
      [suite, role, name, toBase64(person), toBase64(device)],
      [it.suite, it.role, it.display, it.person, it.device],
    );
  });
}

for (const it of offers.refused) {
  test(`refused offer: ${it.name}`, async () => {
    await assert.rejects(read(it), because(it.reason));
  });
}

for (const [at, { cid, offer_hash, record, words: four }] of words.entries()) {
  test(`the words of an offer and a record: ${at}`, async () => {
    const [one, two, three] = [cid, offer_hash, record].map(fromBase64);
    assert.deepEqual(
      await wordsFor(one ?? NO_BYTES, two ?? NO_BYTES, three ?? NO_BYTES, wordList),
      four,
    );
  });
}
