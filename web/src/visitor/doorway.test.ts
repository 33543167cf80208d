import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Member, OfferRead } from '../hl1/index.ts';
import { type Door, Doorway, type Known } from './doorway.ts';

const visitor: Member = { id: 0, role: 'visitor', name: '', key: '' };
const sanne: Member = { id: 1, role: 'professional', name: 'Sanne', key: 'sanne' };
const noor: Member = { id: 2, role: 'supervisor', name: 'Noor', key: 'noor' };

const doorOf = (member: Member): Door => ({
  place: `place of ${member.name}`,
  key: member.key,
  offer: {} as OfferRead,
});
const alone: Known = { isRecorded: true, members: [visitor], revoked: [], opened: 0 };
const withSanne: Known = { ...alone, members: [visitor, sanne], opened: 4 };
const withBoth: Known = { ...withSanne, members: [visitor, sanne, noor] };

function doorway(last: number, ...members: Member[]): Doorway {
  const made = new Doorway();
  made.welcomed(last);
  for (const member of members) made.offered(doorOf(member));
  return made;
}

test('an offer asks to be let in', () => {
  assert.deepEqual(doorway(0).verdict(alone), { is: 'alone' });

  assert.deepEqual(doorway(0, sanne).verdict(alone), { is: 'asks', door: doorOf(sanne) });
});

test('after a reload nothing is decided before the transcript was opened', () => {
  assert.deepEqual(doorway(4, sanne).verdict({ ...withSanne, opened: 3 }), { is: 'unsure' });
});

test('who was let in before the reload is not asked for again', () => {
  assert.deepEqual(doorway(4, sanne).verdict(withSanne), { is: 'in' });
});

test('keys that were kept without a record are told anew before anything else', () => {
  const known = { ...withSanne, isRecorded: false };

  assert.deepEqual(doorway(4, sanne).verdict(known), { is: 'renew' });
  assert.deepEqual(doorway(4, sanne, noor).verdict(known), { is: 'renew' });
});

test('another key is another person, or a new window: it asks', () => {
  assert.deepEqual(doorway(4, sanne, noor).verdict(withSanne), {
    is: 'asks',
    door: doorOf(noor),
  });
});

test('a new key in the same place takes the place of the old one', () => {
  const again = { ...doorOf(noor), place: doorOf(sanne).place };
  const made = doorway(4, sanne);

  made.offered(again);

  assert.deepEqual(made.verdict(alone), { is: 'unsure' });
  assert.deepEqual(made.verdict({ ...alone, opened: 4 }), { is: 'asks', door: again });
});

test('back in the line nobody reads on', () => {
  const made = doorway(4, sanne, noor);

  made.inLine();

  assert.deepEqual(made.verdict(withBoth), { is: 'remove', members: [1, 2] });
  assert.deepEqual(made.verdict({ ...alone, opened: 4 }), { is: 'alone' });
});

test('who says that they go, and whom the server says is gone, are left out', () => {
  const said = doorway(4, sanne, noor);
  said.goes(2);
  const told = doorway(4, sanne, noor);
  told.vacated(doorOf(sanne).place, [sanne, noor]);

  assert.deepEqual(said.verdict(withBoth), { is: 'remove', members: [2] });
  assert.deepEqual(told.verdict(withBoth), { is: 'remove', members: [1] });
  assert.deepEqual(said.verdict(withSanne), { is: 'asks', door: doorOf(noor) });
});

test('a place that nobody is known to sit in is nobody to leave out', () => {
  const made = doorway(4, sanne);

  made.vacated('elsewhere', [sanne]);

  assert.deepEqual(made.verdict(withSanne), { is: 'in' });
});

test('a device that was taken back is left out', () => {
  assert.deepEqual(doorway(4, sanne, noor).verdict({ ...withBoth, revoked: [1] }), {
    is: 'remove',
    members: [1],
  });
});

test('who was told no stands at the door no more', () => {
  const made = doorway(4, sanne, noor);
  const door = made.door([sanne]);
  assert.equal(door?.key, 'noor');

  if (door) made.closed(door);

  assert.deepEqual(made.verdict(withSanne), { is: 'in' });
});
