import { minuteOf, NO_BYTES, randomBytes, same, utf8 } from './bytes.ts';
import { newKey } from './encapsulation.ts';
import { makeEntry } from './entry.ts';
import { makeOffer } from './offer.ts';
import { ProfessionalConversation } from './professional.ts';
import { Roster } from './roster.ts';
import { newDeviceKey, signWith } from './signature.ts';
import { PERSON_BYTES, SECRET_BYTES, SUITE } from './suite.ts';
import { VisitorConversation } from './visitor.ts';

/** Tries every primitive once, really: a whole conversation between two parties in this page. */
export function isSupported(): Promise<boolean> {
  return orNot(converse);
}

/**
 * Tries every primitive that a visitor needs, really: somebody is let in, something is said, and it is there again
 * after a reload. Nobody answers, so that a visitor's page does without the professional's half of the protocol.
 */
export function isSupportedForVisitors(): Promise<boolean> {
  return orNot(letInAndSpeak);
}

async function orNot(tried: () => Promise<boolean>): Promise<boolean> {
  try {
    return await tried();
  } catch {
    return false;
  }
}

/** Somebody on a roster, and a visitor whom they come to. */
async function introduced() {
  const [organisation, device] = [await newDeviceKey(), await newDeviceKey()];
  const at = minuteOf(Date.now());
  const person = randomBytes(PERSON_BYTES);
  const entry = await makeEntry(
    { person, role: 'professional', name: 'x', from: at, until: at, key: device.key },
    signWith(organisation.pair.privateKey),
  );
  const roster = await Roster.of(organisation.key);
  const visitor = await VisitorConversation.begin();
  return { visitor, entry, sign: signWith(device.pair.privateKey), at, roster };
}

async function letInAndSpeak(): Promise<boolean> {
  const { visitor, entry, sign, at, roster } = await introduced();
  const { key } = await newKey(SUITE);
  const offer = makeOffer(visitor, { role: 'professional', name: 'x' }, SUITE, key);
  const read = await visitor.readOffer(offer, await sign(offer), entry, {
    roster,
    at,
    suites: [SUITE],
  });
  const { record } = await visitor.grant(read, at, { back: false });
  const sealed = await visitor.sealText('x', at);
  const again = await reloaded(visitor);
  await again.open(record);
  const said = await again.open(sealed);
  return said.mine && said.text === 'x' && utf8('é').length === 2;
}

async function converse(): Promise<boolean> {
  const { visitor, entry, sign, at, roster } = await introduced();
  const { cid, commitment } = visitor;
  const of = { cid, commitment, suite: SUITE, device: { entry, sign } };
  const professional = await ProfessionalConversation.begin(of);
  const { offer, signature } = professional;
  const read = await visitor.readOffer(offer, signature, entry, { roster, at, suites: [SUITE] });
  const { grants, record } = await visitor.grant(read, at, { back: false });
  await professional.admit(grants[0]?.grant ?? NO_BYTES);
  await professional.open(record);
  const there = await professional.open(await visitor.sealText('x', at));
  const back = await visitor.open(await professional.sealText('y', at));
  const alone = await visitor.remove([back.sender], at);
  const again = await reloaded(visitor);
  const isSaid = there.text === 'x' && back.text === 'y' && alone.grants.length === 0;
  return isSaid && same(again.cid, cid) && utf8('é').length === 2;
}

async function reloaded(visitor: VisitorConversation): Promise<VisitorConversation> {
  const share = randomBytes(SECRET_BYTES);
  return VisitorConversation.restore(visitor.root, share, await visitor.state(share));
}
