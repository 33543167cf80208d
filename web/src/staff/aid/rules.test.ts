import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checked } from './rules.ts';

const BOOK = {
  id: 'book',
  version: '1.0.0',
  question: [
    { id: 'thb', codes: [{ code: 'yes' }] },
    { id: 'ctrl', codes: [{ code: 'vio' }, { code: 'rest', unknown: true }] },
  ],
};

/** The file, as a person writes it; its lines are what errors name. */
const SOURCE = `codebook = "book-1.0.0"
edition = 1
[[source]]
id = "ilo"
[spelling.nl]
mij = ["my"]
[list.nl]
wie = ["hij"]
[[negation]]
[[elsewhere]]
[[indicator]]
id = "violence"
code = "ctrl.vio"
sources = ["ilo"]
nl = [
  "<wie> slaat mij",
  "hij slaat my",
]
`;

const NEGATION = { words: ['niet'], before: 2, after: 1, until: [], unless: ['niet alleen'] };

const DATA = {
  codebook: 'book-1.0.0',
  edition: 1,
  source: [{ id: 'ilo', title: 'ILO', url: 'https://www.ilo.org' }],
  spelling: { nl: { mij: ['my'] } },
  list: { nl: { wie: ['hij', 'mijn vader'] } },
  negation: [
    { language: 'nl', ...NEGATION },
    { language: 'en', ...NEGATION, words: ['not'], unless: ['not only'] },
  ],
  elsewhere: [
    { language: 'nl', phrases: ['in een film'] },
    { language: 'en', phrases: ['in a film'] },
  ],
  indicator: [
    {
      id: 'violence',
      code: 'ctrl.vio',
      dimension: 'coercion_destination',
      name: { nl: 'Geweld', en: 'Violence' },
      sources: ['ilo'],
      note: 'Hitting.',
      nl: ['<wie> slaat mij'],
      en: ['he hits me'],
    },
  ],
} as const;

const [INDICATOR] = DATA.indicator;

/** What is said of the lexicon with these changes. */
function said(change: object): string {
  try {
    checked('a.toml', SOURCE, { ...DATA, ...change }, BOOK);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

const ofIndicator = (change: object) => said({ indicator: [{ ...INDICATOR, ...change }] });

test('a sound lexicon is what the page needs of it', () => {
  const lexicon = checked('a.toml', SOURCE, DATA, BOOK);

  assert.equal(lexicon.codebook, 'book-1.0.0');
  assert.deepEqual(lexicon.usage.nl.spelling, { my: 'mij' });
  assert.deepEqual(lexicon.indicators, [
    {
      id: 'violence',
      question: 'ctrl',
      code: 'vio',
      dimension: 'coercion_destination',
      name: { nl: 'Geweld', en: 'Violence' },
      phrases: { nl: ['<wie> slaat mij'], en: ['he hits me'] },
    },
  ]);
});

test('every code is one of the codebook, and never one that is the decision itself', () => {
  assert.match(
    ofIndicator({ code: 'ctrl.oops' }),
    /^a\.toml, line 13: ctrl\.oops is not in the codebook/,
  );
  assert.match(
    ofIndicator({ code: 'ctrl.rest' }),
    /line 13: ctrl\.rest says that something is not known/,
  );
  assert.match(
    ofIndicator({ code: 'thb.yes' }),
    /line 13: thb\.yes: thb is for the professional alone/,
  );
});

test('a mistake is said with the line of the phrase', () => {
  assert.match(
    ofIndicator({ nl: ['<wie> slaat mij', 'hij slaat my'] }),
    /line 17: .* has “my”, which is read as “mij”/,
  );
  assert.match(
    ofIndicator({ nl: ['<wie> slaat mij', '<wie> slaat mij'] }),
    /line 16: .* is there twice/,
  );
  assert.match(ofIndicator({ nl: ['<wie> slaat mij', 'hij [mij'] }), /line 11: .* ends too early/);
});

test('all that is wrong is said at once', () => {
  const lines = said({ edition: 0, codebook: 'other-1', oops: 1 }).split('\n');

  assert.equal(lines.length, 3);
});

test('what a reviewer needs is there', () => {
  assert.match(ofIndicator({ note: ' ' }), /note says what is meant/);
  assert.match(ofIndicator({ sources: [] }), /sources names at least one/);
  assert.match(ofIndicator({ sources: ['who'] }), /there is no source who/);
  assert.match(ofIndicator({ dimension: 'else' }), /dimension is one of/);
  assert.match(ofIndicator({ name: { nl: 'Geweld' } }), /name has nl and en/);
  assert.match(ofIndicator({ en: [] }), /en has at least one phrase/);
  assert.match(ofIndicator({ id: 'No' }), /id is small letters/);
  assert.match(ofIndicator({ colour: 'red' }), /colour is not known here/);
  assert.match(said({ indicator: [INDICATOR, INDICATOR] }), /indicator violence is there twice/);
  assert.match(said({ indicator: [] }), /there is no indicator/);
  assert.match(said({ source: [] }), /there is no source ilo/);
  assert.match(
    said({ source: [...DATA.source, { id: 'b', title: 'B', url: 'nowhere' }] }),
    /has a url/,
  );
  assert.match(
    said({ source: [...DATA.source, { id: 'b', title: 'B', url: 'https://b' }] }),
    /nothing cites source b/,
  );
  assert.match(said({ negation: [] }), /there is one negation for nl/);
  assert.match(said({ elsewhere: [DATA.elsewhere[0]] }), /there is one elsewhere for en/);
  assert.match(said({ list: { nl: { wie: ['hij'], wat: ['dat'] } } }), /line 7: nothing has <wat>/);
  assert.match(said({ list: { nl: { wie: [] } } }), /list wie is empty/);
  assert.match(said({ spelling: { nl: { mij: ['my'], mijn: ['my'] } } }), /read as two words/);
  assert.match(
    said({ spelling: { nl: { mij: ['my'], mijne: ['mij'] } } }),
    /and that as something else/,
  );
});
