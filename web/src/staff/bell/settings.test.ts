import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, isQuiet, minuteFrom, readSettings, timeFrom } from './settings.ts';

test('settings that are none are the default ones, each by itself', () => {
  for (const kept of [undefined, null, '', '{}', 3, []]) {
    assert.deepEqual(readSettings(kept), DEFAULTS, String(kept));
  }
  const kept = { isOn: false, sound: 'yes', notice: true, quietFrom: 1440, quietUntil: 420 };
  assert.deepEqual(readSettings(kept), {
    ...DEFAULTS,
    isOn: false,
    notice: true,
    quietUntil: 420,
  });
  const good = { isOn: false, sound: false, notice: true, quietFrom: 1320, quietUntil: 420 };
  assert.deepEqual(readSettings(good), good);
});

test('quiet hours go past midnight, and the same time twice is never', () => {
  const at = (quietFrom: number, quietUntil: number, minute: number) =>
    isQuiet({ ...DEFAULTS, quietFrom, quietUntil }, minute);
  assert.deepEqual(
    [1319, 1320, 1439, 0, 419, 420].map((minute) => at(1320, 420, minute)),
    [false, true, true, true, true, false],
  );
  assert.deepEqual(
    [59, 60, 119, 120].map((minute) => at(60, 120, minute)),
    [false, true, true, false],
  );
  for (const minute of [0, 600, 1439]) assert.equal(at(600, 600, minute), false);
});

test('a time is read as it is written, and a field that is empty is none', () => {
  for (const minute of [0, 61, 1320, 1439]) assert.equal(minuteFrom(timeFrom(minute)), minute);
  for (const time of ['', '24:00', '12:60', 'noon']) assert.equal(minuteFrom(time), null);
});
