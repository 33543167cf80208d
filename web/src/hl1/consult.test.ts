// Two colleagues aside (docs/protocol.md §1.12), and the frozen calls to it (§7).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromBase64 } from './bytes.ts';
import { type Call, checkedCall, Table } from './consult.ts';
import { type Device, ProfessionalConversation } from './professional.ts';
import { Roster } from './roster.ts';
import { because, hired, NOW, ours } from './testing.ts';

interface Vectors {
  readonly roster: string;
  readonly at: number;
  readonly calls: readonly (Record<'case' | 'name' | keyof Call, string> & object)[];
}

function answering({ cid, commitment }: Call, device: Device): Promise<ProfessionalConversation> {
  return ProfessionalConversation.begin({ cid, commitment, suite: 1, device });
}

async function both() {
  const { roster } = await ours;
  const table = await Table.lay(await hired('Sam'));
  const theirs = await answering(table.call, await hired('Noor'));
  const seated = await table.seat(theirs, roster, 'Noor', NOW);
  for (const grant of seated.theirs) await theirs.admit(grant);
  for (const record of seated.records) await table.mine.open(record);
  await theirs.open(seated.records[1] ?? new Uint8Array());
  return { table, theirs, seated, roster };
}

test('two colleagues read each other, and know who reads', async () => {
  const { table, theirs } = await both();

  const heard = await theirs.open(await table.mine.sealText('wat zou jij doen?', NOW));
  const answer = await table.mine.open(await theirs.sealText('vragen of ze veilig is', NOW));

  assert.deepEqual([heard.text, answer.text], ['wat zou jij doen?', 'vragen of ze veilig is']);
  assert.deepEqual(
    theirs.members.map(({ name }) => name),
    ['', 'Sam', 'Noor'],
  );
  assert.deepEqual([heard.marks, answer.marks], [[], []]);
});

test('only whom one asked sits down, once, and not oneself', async () => {
  const { roster } = await ours;
  const device = await hired('Sam');
  const table = await Table.lay(device);
  const kim = await answering(table.call, await hired('Kim'));
  await assert.rejects(table.seat(kim, roster, 'Noor', NOW), because('refused'));
  const self = await answering(table.call, device);
  await assert.rejects(table.seat(self, roster, 'Sam', NOW), because('refused'));

  const { table: full } = await both();
  const third = await answering(full.call, await hired('Noor'));
  await assert.rejects(full.seat(third, roster, 'Noor', NOW), because('refused'));
});

test('two answers at once seat one', async () => {
  const { roster } = await ours;
  const table = await Table.lay(await hired('Sam'));
  const twice = [await hired('Noor'), await hired('Noor')].map(async (device) =>
    table.seat(await answering(table.call, device), roster, 'Noor', NOW),
  );

  const came = await Promise.allSettled(twice);
  assert.deepEqual(came.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('a table that was cleared seats nobody', async () => {
  const { roster } = await ours;
  const table = await Table.lay(await hired('Sam'));
  table.clear();
  const late = await answering(table.call, await hired('Noor'));
  await assert.rejects(table.seat(late, roster, 'Noor', NOW), because('refused'));
});

test('who asks is who has signed the table, and an offer is no such signature', async () => {
  const { roster } = await ours;
  const { call, mine } = await Table.lay(await hired('Sam'));
  assert.equal((await checkedCall(call, roster, NOW)).name, 'Sam');

  const asOffer = { ...call, signature: mine.signature };
  await assert.rejects(checkedCall(asOffer, roster, NOW), because('refused'));
  const short = { ...call, cid: call.cid.slice(1) };
  await assert.rejects(checkedCall(short, roster, NOW), because('refused'));
});

test('both go on after a reload', async () => {
  const { table, theirs, seated } = await both();
  const again = await ProfessionalConversation.restore(table.mine.kept());
  for (const grant of seated.mine) await again.admit(grant);
  for (const record of seated.records) await again.open(record);

  const heard = await theirs.open(await again.sealText('ik ben er weer', NOW));
  assert.equal(heard.text, 'ik ben er weer');
});

const directory = process.env['VECTORS'] ?? '';
const vectors: Vectors = JSON.parse(readFileSync(join(directory, 'consult.json'), 'utf8'));

for (const { case: name, ...it } of vectors.calls) {
  test(`a frozen call: ${name}`, async () => {
    const roster = await Roster.of(fromBase64(vectors.roster));
    const call = {
      cid: fromBase64(it.cid),
      commitment: fromBase64(it.commitment),
      signature: fromBase64(it.signature),
      entry: fromBase64(it.entry),
    };
    if (it.name === '')
      await assert.rejects(checkedCall(call, roster, vectors.at), because('refused'));
    else assert.equal((await checkedCall(call, roster, vectors.at)).name, it.name);
  });
}
