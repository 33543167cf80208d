import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Codebook, Condition, Question } from './codebook.ts';
import {
  answersToSend,
  choose,
  chosenIn,
  codeOfKey,
  isBegun,
  keyOf,
  NOTHING_CHOSEN,
  shownQuestions,
  silentTag,
  unanswered,
  warningsFor,
} from './form.ts';

function question(id: string, codes: string, rest: Partial<Question> = {}): Question {
  return {
    id,
    label: { nl: id, en: id },
    multi: false,
    required: false,
    help: null,
    isExtra: false,
    when: [],
    default: '',
    codes: codes.split(' ').map((code) => ({
      code,
      label: { nl: code, en: code },
      exclusive: code === 'nd' || code === 'none',
      help: null,
    })),
    ...rest,
  };
}

function condition(asked: string, has: string, atLeast = 1): Condition {
  return { question: asked, has: has.split(' '), atLeast };
}

const CONTACT = question('contact', 'conv short silent', { required: true });
const THB = question('thb', 'yes poss no', {
  required: true,
  when: [condition('contact', 'conv short')],
});
const FORM = question('form', 'sex crim none nd', {
  multi: true,
  default: 'nd',
  when: [condition('thb', 'yes poss')],
});
const CLIENTS = question('cli', 'aware nd', {
  default: 'nd',
  when: [condition('form', 'sex'), condition('thb', 'yes')],
});
const BOOK: Codebook = {
  id: 'thb-nl',
  version: '1.0.0',
  name: 'thb-nl-1.0.0',
  questions: [CONTACT, THB, FORM, CLIENTS],
  warnings: [{ id: 'w', label: { nl: 'w', en: 'w' }, when: [condition('form', 'sex crim', 2)] }],
};

const ids = (questions: readonly Question[]) => questions.map(({ id }) => id);

test('only the questions whose conditions hold are shown', () => {
  assert.deepEqual(ids(shownQuestions(BOOK, {})), ['contact']);
  assert.deepEqual(ids(shownQuestions(BOOK, { contact: ['conv'] })), ['contact', 'thb']);
  assert.deepEqual(ids(shownQuestions(BOOK, { contact: ['conv'], thb: ['yes'], form: ['sex'] })), [
    'contact',
    'thb',
    'form',
    'cli',
  ]);
});

test('every condition must hold, not just one', () => {
  const chosen = { contact: ['conv'], thb: ['poss'], form: ['sex'] };

  assert.deepEqual(ids(shownQuestions(BOOK, chosen)), ['contact', 'thb', 'form']);
});

test('a hidden question neither shows others nor is sent', () => {
  const chosen = { contact: ['silent'], thb: ['yes'], form: ['sex'] };

  assert.deepEqual(ids(shownQuestions(BOOK, chosen)), ['contact']);
  assert.deepEqual(answersToSend(BOOK, chosen), { contact: ['silent'] });
});

test('an untouched question is sent with its default', () => {
  assert.deepEqual(answersToSend(BOOK, { contact: ['conv'], thb: ['yes'] }), {
    contact: ['conv'],
    thb: ['yes'],
    form: ['nd'],
  });
});

test('not trafficking takes two choices', () => {
  let chosen = choose(CONTACT, NOTHING_CHOSEN, 'conv');
  assert.deepEqual(ids(unanswered(BOOK, chosen)), ['thb']);
  chosen = choose(THB, chosen, 'no');

  assert.deepEqual(unanswered(BOOK, chosen), []);
});

test('several codes are kept in the order of the codebook', () => {
  const chosen = choose(FORM, choose(FORM, {}, 'crim'), 'sex');

  assert.deepEqual(chosen, { form: ['sex', 'crim'] });
});

test('an exclusive code stands alone, whichever way round it was chosen', () => {
  assert.deepEqual(choose(FORM, { form: ['sex', 'crim'] }, 'none'), { form: ['none'] });
  assert.deepEqual(choose(FORM, { form: ['none'] }, 'sex'), { form: ['sex'] });
});

test('taking the last code away brings the default back', () => {
  const chosen = choose(FORM, { form: ['sex'] }, 'sex');

  const { form } = answersToSend(BOOK, { contact: ['conv'], thb: ['yes'], ...chosen });
  assert.deepEqual(form, ['nd']);
});

test('a single choice is replaced, and choosing it again leaves it', () => {
  assert.deepEqual(choose(THB, { thb: ['yes'] }, 'no'), { thb: ['no'] });
  assert.deepEqual(choose(THB, { thb: ['no'] }, 'no'), { thb: ['no'] });
});

test('a code that the question does not have changes nothing', () => {
  assert.equal(choose(THB, NOTHING_CHOSEN, 'maybe'), NOTHING_CHOSEN);
});

test('number keys name codes by their place', () => {
  assert.equal(codeOfKey(THB, '1'), 'yes');
  assert.equal(codeOfKey(THB, '4'), undefined);
  assert.equal(codeOfKey(THB, '0'), undefined);
  assert.equal(codeOfKey(THB, 'a'), undefined);
});

test('a condition may ask for several codes, or twice for the same question', () => {
  const both = question('both', 'a b', {
    when: [condition('form', 'sex crim', 2), condition('form', 'sex none')],
  });
  const book = { ...BOOK, questions: [CONTACT, THB, FORM, both] };
  const shown = (...form: string[]) =>
    ids(shownQuestions(book, { contact: ['conv'], thb: ['yes'], form })).includes('both');

  assert.deepEqual([shown('sex'), shown('crim'), shown('sex', 'crim')], [false, false, true]);
});

test('a warning is said while its answers stand, and saving is not in its way', () => {
  const chosen = { contact: ['conv'], thb: ['yes'], form: ['sex', 'crim'] };

  assert.deepEqual(
    warningsFor(BOOK, chosen).map(({ id }) => id),
    ['w'],
  );
  assert.deepEqual(unanswered(BOOK, chosen), []);
  assert.deepEqual(warningsFor(BOOK, { ...chosen, form: ['sex'] }), []);
});

test('an answer that is hidden again warns nobody', () => {
  assert.deepEqual(
    warningsFor(BOOK, { contact: ['conv'], thb: ['no'], form: ['sex', 'crim'] }),
    [],
  );
});

test('the keys of the top row name twelve codes', () => {
  const long = question('perp', 'a b c d e f g h i j k l m');

  assert.deepEqual(
    [...'190-='].map((key) => codeOfKey(long, key)),
    ['a', 'i', 'j', 'k', 'l'],
  );
  assert.deepEqual([0, 9, 11, 12].map(keyOf), ['1', '0', '=', '']);
  assert.equal(codeOfKey(long, 'Enter'), undefined);
  assert.equal(codeOfKey(long, '12'), undefined);
});

test('a tag that is opened again shows what was chosen, and what was left is left', () => {
  const chosen = chosenIn(BOOK, {
    contact: ['conv'],
    thb: ['yes'],
    form: ['sex', 'unheard_of'],
    cli: ['nd'],
    lang: ['nl'],
  });

  assert.deepEqual(chosen, { contact: ['conv'], thb: ['yes'], form: ['sex'] });
  assert.deepEqual(answersToSend(BOOK, chosen), {
    contact: ['conv'],
    thb: ['yes'],
    form: ['sex'],
    cli: ['nd'],
  });
});

test('a tag that needs no form is one that this codebook takes', () => {
  assert.deepEqual(silentTag(BOOK), { contact: ['silent'] });

  const another = question('why', 'a b', { required: true });
  assert.equal(silentTag({ ...BOOK, questions: [CONTACT, another] }), undefined);
  assert.equal(silentTag({ ...BOOK, questions: [question('contact', 'conv')] }), undefined);
});

test('a form is begun with the first choice', () => {
  assert.equal(isBegun(NOTHING_CHOSEN), false);
  assert.equal(isBegun({ form: [] }), false);
  assert.equal(isBegun({ contact: ['conv'] }), true);
});
