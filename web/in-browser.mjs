// Bundles src/hl1/in-browser.ts for the browser tests: `node in-browser.mjs` prints one script.
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const made = await build({
  entryPoints: [join(here, 'src', 'hl1', 'in-browser.ts')],
  write: false,
  bundle: true,
  format: 'iife',
  target: 'es2020',
  logLevel: 'warning',
});
process.stdout.write(made.outputFiles[0].text);
