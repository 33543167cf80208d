import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Codebook, Question } from './codebook.ts';
import {
  answersToSend,
  choose,
  codeOfKey,
  NOTHING_CHOSEN,
  shownQuestions,
  unanswered,
} from './form.ts';

function question(id: string, codes: string, rest: Partial<Question> = {}): Question {
  return {
    id,
    label: { nl: id, en: id },
    multi: false,
    required: false,
    when: {},
    default: '',
    codes: codes.split(' ').map((code) => ({
      code,
      label: { nl: code, en: code },
      exclusive: code === 'nd' || code === 'none',
    })),
    ...rest,
  };
}

const CONTACT = question('contact', 'conv short silent', { required: true });
const THB = question('thb', 'yes poss no', {
  required: true,
  when: { contact: ['conv', 'short'] },
});
const FORM = question('form', 'sex crim none nd', {
  multi: true,
  default: 'nd',
  when: { thb: ['yes', 'poss'] },
});
const CLIENTS = question('cli', 'aware nd', {
  default: 'nd',
  when: { form: ['sex'], thb: ['yes'] },
});
const BOOK: Codebook = {
  id: 'thb-nl',
  version: '1.0.0',
  name: 'thb-nl-1.0.0',
  questions: [CONTACT, THB, FORM, CLIENTS],
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
