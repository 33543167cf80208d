import { minuteOf, NO_BYTES, randomBytes, same, utf8 } from './bytes.ts';
import { makeEntry } from './entry.ts';
import { ProfessionalConversation } from './professional.ts';
import { Roster } from './roster.ts';
import { newDeviceKey, signWith } from './signature.ts';
import { PERSON_BYTES, SECRET_BYTES, SUITE } from './suite.ts';
import { VisitorConversation } from './visitor.ts';

/** Tries every primitive once, really: a whole conversation between two parties in this page. */
export async function isSupported(): Promise<boolean> {
  try {
    return await converse();
  } catch {
    return false;
  }
}

async function converse(): Promise<boolean> {
  const [organisation, device] = [await newDeviceKey(), await newDeviceKey()];
  const at = minuteOf(Date.now());
  const person = randomBytes(PERSON_BYTES);
  const entry = await makeEntry(
    { person, role: 'professional', name: 'x', from: at, until: at, key: device.key },
    signWith(organisation.pair.privateKey),
  );
  const roster = await Roster.of(organisation.key);
  const visitor = await VisitorConversation.begin();
  const { cid, commitment } = visitor;
  const sign = signWith(device.pair.privateKey);
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
  const share = randomBytes(SECRET_BYTES);
  const again = await VisitorConversation.restore(visitor.root, share, await visitor.state(share));
  const isSaid = there.text === 'x' && back.text === 'y' && alone.grants.length === 0;
  return isSaid && same(again.cid, cid) && utf8('é').length === 2;
}
