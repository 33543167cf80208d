// Reads the lexicon of the indicator aid, and refuses what is wrong in it with line and rule. `node lexicon/read.mjs
// [FILE]` checks one in the making. The rules are those of the page (src/staff/aid/rules.ts), so there is one grammar.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'smol-toml';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const CODEBOOKS = join(here, '..', '..', 'chatserver', 'codebooks');

export const AID = join(here, '..', 'src', 'staff', 'aid');

/** The lexicon in the page: that of the codebook in which tags are taken. */
export const LEXICON = join(CODEBOOKS, 'indicators', 'thb-nl-1.0.0.toml');

/** A module of the page, for node. */
export async function imported(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

/** Read a TOML file; an error names file and line. */
export function readToml(path) {
  const source = readFileSync(path, 'utf8');
  try {
    return { source, data: parse(source) };
  } catch (error) {
    throw new Error(`${basename(path)}, line ${error.line ?? 1}: ${error.message.split('\n')[0]}`);
  }
}

/** The checked lexicon of a file. It belongs to the codebook of the same name. */
export async function readLexicon(path = LEXICON) {
  const { source, data } = readToml(path);
  const { data: book } = readToml(join(CODEBOOKS, basename(LEXICON)));
  const { checked } = await imported(join(AID, 'rules.ts'));
  return checked(basename(path), source, data, book);
}

/** For esbuild: the module `lexicon:`, as it is in the page. */
export function lexiconPlugin(lexicon) {
  return {
    name: 'lexicon',
    setup(build) {
      build.onResolve({ filter: /^lexicon:$/ }, ({ path }) => ({ path, namespace: 'lexicon' }));
      build.onLoad({ filter: /.*/, namespace: 'lexicon' }, () => ({
        contents: `export const lexicon = ${JSON.stringify(lexicon)};`,
      }));
    },
  };
}

if (process.argv[1] === join(here, 'read.mjs')) {
  const path = process.argv[2] ?? LEXICON;
  try {
    const { indicators, codebook, edition } = await readLexicon(path);
    console.log(
      `${basename(path)}: sound (${codebook}, edition ${edition}, ${indicators.length} indicators)`,
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
