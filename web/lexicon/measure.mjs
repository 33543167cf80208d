// Measures the lexicon on the sample dialogues. `node lexicon/measure.mjs` writes the tables into docs/indicator-aid.md;
// with `--list` it also says, dialogue by dialogue, what was found and what was missed.
//
// One case is a code in a dialogue. A code that was found and is tagged is right, one that is not tagged is wrong, one
// that is tagged and was not found is missed. Precision: right of found. Recall: right of tagged.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AID, imported, LEXICON, readLexicon, readToml } from './read.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const ROOT = join(here, '..', '..');
const DIALOGUES = join(ROOT, 'tests', 'dialogues');

export const PAGE = join(ROOT, 'docs', 'indicator-aid.md');
export const SETS = ['held-out', 'tuning'];
export const KINDS = ['signals', 'none', 'misleading'];

const BEGIN = '<!-- measured: made by web/lexicon/measure.mjs -->\n';
const END = '<!-- end measured -->';

export function readDialogues(set) {
  return readToml(join(DIALOGUES, `${set}.toml`)).data.dialogue;
}

/** What the aid finds in a dialogue, message by message as the page reads it: the indicators. */
export function foundIn(aid, { lines }) {
  const said = lines.filter((line) => line.startsWith('v: ')).map((line) => line.slice(3));
  return said.flatMap((text) => aid.find(text).map(({ indicator }) => indicator));
}

/** All cases of a set: a code in a dialogue, with what came of it. */
export function casesOf(aid, lexicon, dialogues) {
  return dialogues.flatMap((dialogue) => {
    const found = foundIn(aid, dialogue);
    const all = new Set([...dialogue.codes, ...found.map(nameOf)]);
    return [...all].map((code) => {
      const by = found.find((each) => nameOf(each) === code) ?? null;
      const isTagged = dialogue.codes.includes(code);
      const known = by ?? lexicon.indicators.find((each) => nameOf(each) === code);
      const outcome = by === null ? 'missed' : isTagged ? 'right' : 'wrong';
      return { dialogue: dialogue.id, code, dimension: known?.dimension ?? null, outcome };
    });
  });
}

const nameOf = ({ question, code }) => `${question}.${code}`;

const count = (cases, outcome) => cases.filter((each) => each.outcome === outcome).length;

/** The tables, as they stand in the page. */
export async function measured() {
  const lexicon = await readLexicon();
  const { aidOf } = await imported(join(AID, 'matcher.ts'));
  const aid = aidOf(lexicon);
  const sets = SETS.map((set) => {
    const dialogues = readDialogues(set);
    return { set, dialogues, cases: casesOf(aid, lexicon, dialogues) };
  });
  const digest = createHash('sha256').update(readFileSync(LEXICON)).digest('hex').slice(0, 12);
  const phrases = lexicon.indicators.flatMap(({ phrases: { nl, en } }) => [...nl, ...en]).length;
  return [
    `Edition ${lexicon.edition} of the lexicon for ${lexicon.codebook} (${digest}): ${lexicon.indicators.length} indicators, ${phrases} phrases.\n`,
    table(
      [
        'Dialogues',
        'Number',
        'Precision',
        'Precision where there are signals',
        'Recall',
        'Signals, and at least one found',
        'No signals, and something suggested',
      ],
      sets.map(summary),
    ),
    split('Code', sets, ({ code }) => code, lexicon.indicators.map(nameOf)),
    split(
      'Dimension',
      sets,
      ({ dimension }) => dimension ?? 'no indicator',
      lexicon.indicators.map(({ dimension }) => dimension),
    ),
  ].join('\n');
}

function summary({ set, dialogues, cases }) {
  const quiet = dialogues.filter(({ kind }) => kind !== 'signals');
  const alarmed = quiet.filter(({ id }) => cases.some(({ dialogue }) => dialogue === id));
  const telling = dialogues.filter(({ kind }) => kind === 'signals');
  const right = cases.filter(({ outcome }) => outcome === 'right');
  const noticed = telling.filter(({ id }) => right.some(({ dialogue }) => dialogue === id));
  return [
    set,
    dialogues.length,
    precision(cases),
    precision(cases.filter((each) => telling.some(({ id }) => id === each.dialogue))),
    recall(cases),
    `${noticed.length} of ${telling.length}`,
    `${alarmed.length} of ${quiet.length}`,
  ];
}

const share = (part, whole) =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} % (${part} of ${whole})`;

const precision = (cases) =>
  share(count(cases, 'right'), count(cases, 'right') + count(cases, 'wrong'));

const recall = (cases) =>
  share(count(cases, 'right'), count(cases, 'right') + count(cases, 'missed'));

/** A row for each value; those that neither occur nor are found are not in the table. */
function split(title, sets, of, order) {
  const values = [...new Set([...order, ...sets.flatMap(({ cases }) => cases.map(of))])];
  const rows = values.map((value) => {
    const cells = sets.flatMap(({ cases }) => {
      const own = cases.filter((each) => of(each) === value);
      return [precision(own), recall(own)];
    });
    return [`\`${value}\``, ...cells];
  });
  const heads = sets.flatMap(({ set }) => [`${set}: precision`, `${set}: recall`]);
  return table(
    [title, ...heads],
    rows.filter(([, ...cells]) => cells.some((cell) => cell !== '–')),
  );
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return line(heads) + line(heads.map(() => '---')) + rows.map(line).join('');
}

/** The page with these tables in it. */
export function placed(page, tables) {
  const [before, rest, more] = page.split(BEGIN);
  if (rest === undefined || more !== undefined) throw new Error('the page has one place for them');
  return `${before}${BEGIN}\n${tables}\n${END}${rest.slice(rest.indexOf(END) + END.length)}`;
}

async function list() {
  const lexicon = await readLexicon();
  const { aidOf } = await imported(join(AID, 'matcher.ts'));
  const aid = aidOf(lexicon);
  for (const set of SETS) {
    for (const dialogue of readDialogues(set)) {
      const cases = casesOf(aid, lexicon, [dialogue]);
      const said = (outcome) =>
        cases.filter((each) => each.outcome === outcome).map(({ code }) => code);
      console.log(
        dialogue.id,
        ...['right', 'wrong', 'missed'].map((each) => `${each}: ${said(each).join(' ')};`),
      );
    }
  }
}

if (process.argv[1] === join(here, 'measure.mjs')) {
  if (process.argv.includes('--list')) await list();
  else writeFileSync(PAGE, placed(readFileSync(PAGE, 'utf8'), await measured()));
}
