// What tests/e2e/test_suite_2.py runs in a browser that has X-Wing: the frozen vectors of suite 2, and grants for
// Python to open. Bundled by web/in-browser.mjs; part of no page.

import { fromBase64, NO_BYTES, toBase64 } from './bytes.ts';
import { keepSeed, supportedSuites } from './encapsulation.ts';
import { type Answered, openGrant, sealGrant } from './grant.ts';
import { commitmentOf, newGrantKey } from './grant-key.ts';
import { hash } from './keys.ts';
import { readSignedOffer } from './offer.ts';
import { Roster } from './roster.ts';

interface Answer {
  readonly cid: string;
  readonly offer: string;
  readonly key: string;
}

interface Sealed extends Answer {
  readonly seed: string;
  readonly commitment: string;
  readonly grant: string;
}

async function answered({ cid, offer, key }: Answer): Promise<Answered> {
  return {
    cid: fromBase64(cid),
    key: fromBase64(key),
    hash: await hash(fromBase64(offer)),
  };
}

/** What a grant gives; null where it is refused. */
async function opened(it: Sealed) {
  try {
    const key = await keepSeed(fromBase64(it.seed));
    const sealed = fromBase64(it.grant);
    const given = await openGrant(sealed, await answered(it), fromBase64(it.commitment), key);
    return {
      member: given.member,
      since: given.since,
      record: toBase64(given.record),
      secrets: [...given.secrets].map(([epoch, secret]) => [epoch, toBase64(secret)]),
    };
  } catch {
    return null;
  }
}

/** A grant of one epoch to the key of an offer, and the commitment to the key that signed it. */
async function sealed(it: Answer) {
  const record = Uint8Array.from({ length: 32 }, (_, at) => at);
  const secrets = new Map([[7, record.slice().reverse()]]);
  const by = await newGrantKey();
  const grant = await sealGrant({ member: 3, since: 2, record, secrets }, await answered(it), by);
  return { grant: toBase64(grant), commitment: toBase64(await commitmentOf(by.public)) };
}

interface Offered {
  readonly offer: string;
  readonly signature: string;
  readonly entry: string;
  readonly at: number;
  readonly suites: readonly number[];
}

/** The suite of an offer that is believed; null where it is refused. */
async function believed(it: Offered, cid: string, commitment: string, key: string) {
  const [offer, signature, entry] = [it.offer, it.signature, it.entry].map(fromBase64);
  const signed = {
    offer: offer ?? NO_BYTES,
    signature: signature ?? NO_BYTES,
    entry: entry ?? NO_BYTES,
  };
  const to = { cid: fromBase64(cid), commitment: fromBase64(commitment) };
  const roster = await Roster.of(fromBase64(key));
  try {
    return (await readSignedOffer(signed, to, { roster, at: it.at, suites: it.suites })).suite;
  } catch {
    return null;
  }
}

Object.assign(window, { hl1: { supportedSuites, opened, sealed, believed } });
