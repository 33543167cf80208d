import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slipsIn } from './slips.ts';

const kindsIn = (text: string, known: string[] = []) =>
  slipsIn(text, known).map(({ kind, text: found }) => [kind, found]);

test('telephone numbers are seen, however they are written', () => {
  for (const number of [
    '0612345678',
    '06 12345678',
    '06-12345678',
    '06-12 34 56 78',
    '06.12.34.56.78',
    '06-12-34-56-78',
    '06-12-34 56 78',
    '+31612345678',
    '+31 6 12345678',
    '+31 (0)6 - 12 34 56 78',
    '0031 6 12345678',
    '(058) 215 70 84',
    '058/2157084',
    '0800-1205',
    '0900 1234 567',
    '123456',
    '612.345.678',
    'NL91ABNA0417164300',
    '123456782',
  ]) {
    const [kind, ...more] = kindsIn(`Mijn nummer is ${number}, bel maar.`);
    assert.equal(kind?.[0], 'number', number);
    assert.deepEqual(more, [], number);
  }
});

test('digits of another script are digits', () => {
  assert.deepEqual(kindsIn('٠٦١٢٣٤٥٦٧٨'), [['number', '0612345678']]);
  assert.deepEqual(kindsIn('۰۶۱۲۳۴۵۶۷۸'), [['number', '0612345678']]);
});

test('links are seen, with and without what they begin with', () => {
  for (const link of [
    'https://fier.nl/chat',
    'http://example.org',
    'www.fier.nl',
    'fier.nl',
    'FIER.NL',
    'chat.fier.nl/begin?x=1',
    't.me/kanaal',
    'wa.me/31612',
    'instagram.com/iemand',
    'google.co.uk',
  ]) {
    assert.deepEqual(kindsIn(`Kijk op ${link} als je wilt`), [['link', link]]);
  }
});

test('e-mail addresses are seen, and not as links too', () => {
  assert.deepEqual(kindsIn('Mail maria@fier.nl of jan.de-boer+x@mail.example.org.'), [
    ['mail', 'maria@fier.nl'],
    ['mail', 'jan.de-boer+x@mail.example.org'],
  ]);
});

test('several are named together, each once', () => {
  assert.deepEqual(
    kindsIn('Bel 0612345678 of mail a@b.nl, zie c.nl').map(([kind]) => kind),
    ['number', 'link', 'mail'],
  );
});

// Sentences of a night: who is asked for each of these answers without reading.
const HARMLESS = [
  'Bel nu 112. Of 113, of 0800.',
  'We zijn er van 20:00 tot 23:30.',
  'Om 12:30, of om 9.15 uur',
  'open 20.30 - 22.00 en 10:00-11:00',
  'Op 12-03-2026 om 14:30 was het al zo.',
  'Was dat op 12/3/2026 of 13.03.2026?',
  'sinds 2026-03-12',
  'op 12-03-26, of 12-03-26 14:30?',
  'geboren 31-12-2009',
  'tussen 2019-2024 en 2024/2025',
  'Hij wil € 1.250.000 of 100000 euro',
  'een schuld van 1.250.000,50',
  'EUR 250000 of $ 1000000, of 15000000 dollar',
  '100 000 euro',
  'Je woont op 1012 PA 23, 8911 AB Leeuwarden',
  'Kalverstraat 152-154 1012 PA',
  'Adem in: 1 2 3 4 5 6 7 en uit',
  '1, 2, 3, 10, 20, 30, 40, 50',
  '24/7, dag en nacht',
  'Ik ben 16, mijn zus is 14 en mijn broer 12',
  'wel 100000 keer, of 1000000 mensen',
  'Dat is goed.De politie komt.Is dat oké?Ja.Nee',
  'dat is goed.de man is weg.me ook',
  'Ja...nee. o.a. d.w.z. bijv. e.d.',
  'Wacht 10 minuten, dan 20, dan 30.',
  'Kamer 12, gesprek K 42',
  '20% van 3000',
  'Hoe gaat het? :) @ home',
  'مرحبا، هل أنت في أمان الآن؟ ١١٢',
  '你现在安全吗？',
];

test('dates, times, amounts, years, postcodes and short numbers are not', () => {
  for (const text of HARMLESS) assert.deepEqual(kindsIn(text), [], text);
});

test('a number that stands on a card is known, however it is written', () => {
  const cards = ['0800-2000', '+31 6 12345678', '0900-8844'];

  assert.deepEqual(kindsIn('Bel 0800 2000 of 08002000, of 06-12345678', cards), []);
  assert.deepEqual(kindsIn('Bel 0031612345678', cards), []);
  assert.deepEqual(kindsIn('Bel 0800-2001', cards), [['number', '0800-2001']]);
});

test('what a coordinator wrote is known', () => {
  const known = ['Lees meer op https://fier.nl/hulp of mail chat@fier.nl.'];

  assert.deepEqual(kindsIn('zie https://fier.nl/hulp of mail chat@fier.nl', known), []);
  assert.deepEqual(kindsIn('zie fier.example.org', known), [['link', 'fier.example.org']]);
});

test('a long text is read in no time', () => {
  const long = `${'1 '.repeat(1000)}${'a.'.repeat(1000)}${'@'.repeat(200)}${'12-'.repeat(300)}`;
  const began = performance.now();

  slipsIn(long);

  assert.ok(performance.now() - began < 200);
});
