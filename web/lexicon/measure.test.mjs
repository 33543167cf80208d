import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { KINDS, measured, PAGE, placed, readDialogues, SETS } from './measure.mjs';
import { LEXICON, readLexicon, readToml } from './read.mjs';

const all = SETS.flatMap(readDialogues);
const { data: book } = readToml(join(dirname(LEXICON), '..', basename(LEXICON)));

test('the tables in the page are what is measured', async () => {
  const page = readFileSync(PAGE, 'utf8');

  assert.equal(placed(page, await measured()), page, 'run `make aid`');
});

test('there are enough dialogues in both languages, and half of them have nothing to find', () => {
  for (const set of SETS) {
    const dialogues = readDialogues(set);
    const quiet = dialogues.filter(({ kind }) => kind !== 'signals');
    assert.ok(dialogues.length >= 20 && quiet.length * 2 >= dialogues.length, set);
    for (const language of ['nl', 'en']) {
      assert.ok(dialogues.filter((each) => each.language === language).length >= 6, set);
    }
  }
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
});

test('a dialogue is tagged with codes of the codebook, and one without signals with none', () => {
  const codes = new Set(
    book.question.flatMap(({ id, codes }) => codes.map(({ code }) => `${id}.${code}`)),
  );
  for (const { id, kind, codes: tagged, lines } of all) {
    assert.ok(KINDS.includes(kind), id);
    assert.equal(tagged.length > 0, kind === 'signals', id);
    assert.deepEqual(
      tagged.filter((code) => !codes.has(code)),
      [],
      id,
    );
    assert.ok(
      lines.every((line) => /^[vp]: \S/.test(line)),
      id,
    );
  }
});

test('the lexicon belongs to the newest codebook', async () => {
  const { codebook } = await readLexicon();
  const versions = readdirSync(join(dirname(LEXICON), '..'))
    .filter((name) => name.endsWith('.toml'))
    .map((name) => name.slice(0, -'.toml'.length))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));

  assert.equal(codebook, versions[versions.length - 1]);
  assert.equal(`${codebook}.toml`, basename(LEXICON));
});
