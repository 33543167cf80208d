import { type Bytes, same, utf8 } from './bytes.ts';
import { ProfessionalConversation } from './professional.ts';
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
  const visitor = await VisitorConversation.begin();
  const { cid, commitment } = visitor;
  const professional = await ProfessionalConversation.begin({
    cid,
    commitment,
    suite: 1,
    name: 'x',
    role: 'professional',
  });
  const empty: Bytes = new Uint8Array(0);
  const offer = await visitor.readOffer(professional.offer, empty, empty);
  const { grant, record } = await visitor.grant(offer, 0);
  await professional.admit(grant);
  await professional.open(record);
  const there = await professional.open(await visitor.sealText('x', 0));
  const back = await visitor.open(await professional.sealText('y', 0));
  const share = crypto.getRandomValues(new Uint8Array(32));
  const again = await VisitorConversation.restore(visitor.root, share, await visitor.state(share));
  return there.text === 'x' && back.text === 'y' && same(again.cid, cid) && utf8('é').length === 2;
}
