// Bundles each *.test.ts (pure modules only) and runs it with node's own test runner; the tests of the build itself
// (*.test.mjs there, in messages, lexicon and phrasebook) as they are.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { lexiconPlugin, readLexicon } from './lexicon/read.mjs';
import { messagesPlugin } from './messages/plugin.mjs';
import { readMessages } from './messages/rules.mjs';
import { phrasebookPlugin, readPhrasebook } from './phrasebook/read.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const tests = readdirSync(join(here, 'src'), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.test.ts'))
  .sort();
if (tests.length === 0) {
  console.error('no tests found under web/src');
  process.exit(1);
}
const ofTheBuild = ['.', 'messages', 'lexicon', 'phrasebook'].flatMap((folder) =>
  readdirSync(join(here, folder))
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => join(here, folder, name)),
);
const messages = readMessages();
const out = mkdtempSync(join(tmpdir(), 'web-tests-'));
try {
  await build({
    entryPoints: tests.map((name) => join(here, 'src', name)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [
      messagesPlugin(messages),
      lexiconPlugin(await readLexicon()),
      phrasebookPlugin(readPhrasebook(messages)),
    ],
  });
  const files = readdirSync(out, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.mjs'));
  const run = spawnSync(
    process.execPath,
    ['--test', '--enable-source-maps', ...files.map((f) => join(out, f)), ...ofTheBuild],
    {
      stdio: 'inherit',
      env: { ...process.env, VECTORS: join(here, '..', 'tests', 'vectors') },
    },
  );
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
