// What tests/e2e/test_suite_2.py runs in a browser that has X-Wing: the frozen vectors of suite 2, and grants for
// Python to open. Bundled by web/in-browser.mjs; part of no page.

import { fromBase64, NO_BYTES, toBase64 } from './bytes.ts';
import { keepSeed, supportedSuites } from './encapsulation.ts';
import { openGrant, sealGrant } from './grant.ts';
import { hash } from './keys.ts';
import { readSignedOffer } from './offer.ts';
import { Roster } from './roster.ts';

interface Sealed {
  readonly seed: string;
  readonly offer: string;
  readonly grant: string;
}

/** What a grant gives; null where it is refused. */
async function opened({ seed, offer, grant }: Sealed) {
  try {
    const key = await keepSeed(fromBase64(seed));
    const given = await openGrant(fromBase64(grant), await hash(fromBase64(offer)), key);
    return {
      opening: toBase64(given.opening),
      member: given.member,
      secrets: [...given.secrets].map(([epoch, secret]) => [epoch, toBase64(secret)]),
    };
  } catch {
    return null;
  }
}

/** A grant of one epoch to the key of an offer. */
async function sealed({ offer, key }: { readonly offer: string; readonly key: string }) {
  const opening = Uint8Array.from({ length: 32 }, (_, at) => at);
  const secrets = new Map([[7, opening.slice().reverse()]]);
  const given = { opening, member: 3, secrets };
  return toBase64(await sealGrant(given, await hash(fromBase64(offer)), fromBase64(key)));
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
