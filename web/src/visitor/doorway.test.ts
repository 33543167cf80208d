import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Door, Doorway } from './doorway.ts';

const door = { place: 'p', offer: {} } as Door;
const alone = { epoch: 0, keys: [''], opened: 0 };
const withSanne = { epoch: 1, keys: ['', 'sanne'], opened: 4 };

test('an offer asks to be let in', () => {
  const doorway = new Doorway();
  doorway.welcomed(0);
  assert.equal(doorway.verdict(alone), 'unsure');

  doorway.offered(door, 'sanne');

  assert.equal(doorway.verdict(alone), 'asks');
  assert.equal(doorway.caller, door);
});

test('after a reload nothing is decided before the transcript was opened', () => {
  const doorway = new Doorway();
  doorway.welcomed(4);
  doorway.offered(door, 'sanne');

  assert.equal(doorway.verdict({ ...withSanne, opened: 3 }), 'unsure');
});

test('who was let in before the reload is not asked for again', () => {
  const doorway = new Doorway();
  doorway.welcomed(4);
  doorway.offered(door, 'sanne');
  doorway.recorded(1);

  assert.equal(doorway.verdict(withSanne), 'in');
});

test('keys that were kept without a record let nobody in', () => {
  const doorway = new Doorway();
  doorway.welcomed(4);
  doorway.offered(door, 'sanne');

  assert.equal(doorway.verdict(withSanne), 'asks');
});

test('another key is another person, or a new window: it asks', () => {
  const doorway = new Doorway();
  doorway.welcomed(4);
  doorway.recorded(1);
  doorway.offered(door, 'joris');

  assert.equal(doorway.verdict(withSanne), 'asks');
});

test('back in the line nobody is in, whatever the newest record says', () => {
  const doorway = new Doorway();
  doorway.welcomed(4);
  doorway.recorded(1);
  doorway.offered(door, 'sanne');

  doorway.inLine();

  assert.equal(doorway.verdict(withSanne), 'unsure');
  assert.equal(doorway.caller, null);
});
