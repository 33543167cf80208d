import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../strings/staff/en.ts';
import { nl } from '../../strings/staff/nl.ts';
import { after } from '../desk.ts';
import { desk, ended, held, opened, untagged } from '../testing-desk.ts';
import { beside, formOf, longestWaiting } from './desk-acts.ts';
import { actOf, KEYS, keyOf, type Press } from './keys.ts';

const NOTHING: Press = {
  key: '',
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isAltGraph: false,
  isWriting: false,
};

const press = (rest: Partial<Press>) => actOf({ ...NOTHING, ...rest });
const alt = (key: string, rest: Partial<Press> = {}) => press({ key, altKey: true, ...rest });

test('no key does two things, and no act stands there twice', () => {
  const keys = KEYS.flatMap((row) => row.keys as readonly string[]);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(new Set(KEYS.map(({ act }) => act)).size, KEYS.length);
});

test('every act has a name in both languages, and no name is left over', () => {
  const acts = KEYS.map(({ act }) => act).sort();
  assert.deepEqual(Object.keys(nl.keymap.acts).sort(), acts);
  assert.deepEqual(Object.keys(en.keymap.acts).sort(), acts);
});

test('the keys of browsers and of screen readers, and those that write, are left alone', () => {
  for (const key of KEYS.flatMap((row) => row.keys as readonly string[])) {
    // A sign, which is no key while one writes; help, the panel and the bell; Alt with one more.
    assert.match(key, /^(\?|F1|F2|F8|Alt\+([A-Z]|Arrow(Up|Down)|Enter))$/);
    assert.doesNotMatch(key, /^Alt\+[DEFCINU]$/);
  }
});

test('a letter is a letter, whether it is written large, and on a Mac', () => {
  assert.equal(alt('k', { code: 'KeyK' }), 'contacts');
  assert.equal(alt('K', { code: 'KeyK' }), 'contacts');
  assert.equal(alt('˚', { code: 'KeyK' }), 'contacts');
  assert.equal(alt('Dead', { code: 'KeyK' }), 'contacts');
});

test('on a keyboard with other letters, the letter on the key counts', () => {
  assert.equal(alt('q', { code: 'KeyA' }), 'end');
});

test('what writes is not an act', () => {
  assert.equal(press({ key: 'k', code: 'KeyK' }), undefined);
  assert.equal(alt('k', { isAltGraph: true }), undefined);
  assert.equal(alt('k', { ctrlKey: true }), undefined);
  assert.equal(alt('k', { metaKey: true }), undefined);
  assert.equal(alt('K', { shiftKey: true }), undefined);
  assert.equal(press({ key: '?', shiftKey: true, isWriting: true }), undefined);
});

test('help is there with a question mark, and while one writes with F1', () => {
  assert.equal(press({ key: '?', shiftKey: true }), 'help');
  assert.equal(press({ key: 'F1', isWriting: true }), 'help');
  assert.equal(keyOf('silence'), 'F8');
});

test('a key that is in no line does nothing', () => {
  assert.equal(press({ key: 'F9' }), undefined);
  assert.equal(press({ key: 'ArrowDown' }), undefined);
  assert.equal(press({ key: 'Enter' }), undefined);
});

const admitted = (cid: string) => ({ type: 'admitted', cid }) as const;
const THREE = [held('a'), held('b'), held('c')] as const;

test('one goes round from conversation to conversation', () => {
  const at = desk(...THREE);
  assert.equal(beside(at, 1), 'ticket of b');
  assert.equal(beside(at, -1), 'ticket of c');
  assert.equal(beside(desk(), 1), undefined);
});

test('who has waited longest is whose oldest text nobody answered', () => {
  const late = opened('a', 1, { at: 110 });
  const early = opened('c', 1, { at: 100 });
  const at = desk(...THREE, admitted('a'), admitted('c'), late, early);
  assert.equal(longestWaiting(at), 'ticket of c');
  assert.equal(longestWaiting(desk(...THREE)), undefined);
});

test('the form is that of what one works at, or the first that waits', () => {
  const over = [ended('b', 'left'), untagged('ticket of b', 'ticket of old')] as const;
  const at = desk(...THREE, ...over);
  assert.equal(formOf(at), 'ticket of b');
  const old = after(at, { type: 'select', ticket: 'ticket of old' });
  assert.equal(formOf(old), 'ticket of old');
  assert.equal(formOf(desk(...THREE)), undefined);
});
