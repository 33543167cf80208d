// Makes the two static pages: dist/visitor and dist/staff. `node build.mjs [--watch]`
//
// A page is: static/PAGE/index.html, which names its files plainly (`src="app.js"`, `href="style.css"`);
// here each name gets the hash of its bytes and an `integrity`. The same sources give the same bytes,
// every time and on every machine, so that anyone can compare what is served with what was published
// (`manifest.json`; `chatserver site` signs it). Source maps go to build/, beside the pages and not in them.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { missingInScript, missingInStyle } from './baseline.mjs';
import { LEXICON, lexiconPlugin, readLexicon } from './lexicon/read.mjs';
import { typesOf } from './messages/code.mjs';
import { messagesPlugin, TYPES } from './messages/plugin.mjs';
import { readMessages } from './messages/rules.mjs';
import { PHRASEBOOK, phrasebookPlugin, readPhrasebook, reviewOf } from './phrasebook/read.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;

/** Phones of 2018 and later: the visitors with the oldest phones are the youngest. */
const BROWSERS = ['chrome64', 'safari11.1', 'firefox60'];

/**
 * Of everything a first conversation needs: the page, the app, and one language, also if it is the heaviest.
 * Seconds on a bad line are seconds in which somebody may look over a shoulder.
 */
const MAX_VISITOR_BYTES = 60_000;

/** What a professional loads at the most: with what is for coordinators in it, it would be far more. */
const MAX_DESK_BYTES = 120_000;

/** Compressed: loaded by who wants the indicator aid, in the middle of a conversation. */
const MAX_INDICATORS_BYTES = 30_000;

/** exit.js has to be there before anything else is. */
const MAX_EXIT_BYTES = 1_500;

/** Compressed: loaded by every page of the organisation's site that has the button on it. */
const MAX_BUTTON_BYTES = 3_000;

/** Must work in browsers that are too old for the rest, or at least do no harm there; the exit in any that has scripts. */
const OLDEST = { 'src/visitor/exit.ts': ['es5'], 'src/button/main.ts': ['es2015'] };

/** What the policy of the page (SECURITY.md, property 25) would block anyway, found here instead of by a visitor. */
const FORBIDDEN = /\beval\(|new Function\(|\bdata:(?:image|font)\b|["'`]blob:|createObjectURL/;

/**
 * Scripts that draw with the app's Preact: with one of their own, neither would know of the other's hooks. Whatever
 * of Preact is not in ui/kit.ts fails the build.
 */
const BORROWERS = ['src/visitor/more.tsx'];
const KIT = Object.fromEntries(
  ['preact', 'preact/hooks', 'preact/jsx-runtime'].map((name) => [name, './src/ui/kit.ts']),
);

/** For who checks a page, not for who visits it. */
const NOT_LOADED = ['manifest.json', 'languages.json', 'phrasebook.json'];

const PAGES = [
  {
    name: 'visitor',
    scripts: {
      'exit.js': 'src/visitor/exit.ts',
      'early.js': 'src/visitor/early.ts',
      'app.js': 'src/visitor/main.tsx',
      'words.js': 'src/visitor/wordlist.ts',
      'more.js': 'src/visitor/more.tsx',
      'afterwards.js': 'src/visitor/afterwards.ts',
    },
    style: 'src/visitor/style.css',
    hasLanguages: true,
    // For pages of others: our own does not mention it.
    apart: { 'button.js': 'src/button/main.ts' },
  },
  {
    name: 'staff',
    scripts: {
      'app.js': 'src/staff/main.tsx',
      'coordinator.js': 'src/coordinator/main.tsx',
      'charts.js': 'src/charts/main.ts',
      'indicators.js': 'src/staff/aid/main.ts',
      'phrasebook.js': 'src/staff/replies/phrasebook.ts',
      'consult.js': 'src/staff/consult/main.ts',
    },
    style: 'src/staff/style.css',
  },
];

const digest = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);

/** Bundle one script or style sheet; gives its bytes and its source map. */
async function bundle(entry, { languages, lexicon, phrasebook }) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: OLDEST[entry] ?? BROWSERS,
    // Counted as missing in Safari before 14.1 for one corner (defaults that throw) which is not used here.
    supported: { destructuring: true },
    alias: BORROWERS.includes(entry) ? KIT : {},
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'external',
    sourcesContent: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
    plugins: [messagesPlugin(languages), lexiconPlugin(lexicon), phrasebookPlugin(phrasebook)],
  });
  const map = result.outputFiles.find((file) => file.path.endsWith('.map'));
  const code = result.outputFiles.find((file) => !file.path.endsWith('.map'));
  if (!code || !map) throw new Error(`${entry}: nothing came out`);
  const found = FORBIDDEN.exec(code.text);
  if (found) throw new Error(`${entry}: the page may not contain ${found[0]}`);
  return { code: Buffer.from(code.contents), map: Buffer.from(map.contents) };
}

/** What the browsers of 2018 lack has been asked for before it is used, or is not used. */
function mustBeOfItsTime(entry, text) {
  const missing = entry.endsWith('.css') ? missingInStyle(text) : missingInScript(text);
  if (missing.length > 0) {
    throw new Error(`${entry}: not in every browser of 2018 (baseline.mjs): ${missing.join(', ')}`);
  }
}

/** Every language is a script of its own. index.html names it as text, which no browser fetches (early.ts does). */
function withLanguages(html, tags) {
  const place = '    <!-- languages -->\n';
  if (!html.includes(place)) throw new Error('index.html has no place for the languages');
  const lines = tags.map(
    (tag) => `    <script src="${fileOf(tag)}" type="text/plain" id="language-${tag}"></script>\n`,
  );
  return html.replace(place, lines.join(''));
}

/** For `chatserver check`: which languages the page has, and who has reviewed each. No visitor's browser asks for it. */
function reviewsOf(languages) {
  const all = languages.map(({ tag, name, reviewed }) => [tag, { name, reviewed }]);
  return Buffer.from(`${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

/** The same of the phrase book, beside the staff page. */
function reviewedPhrases(book, languages) {
  const all = languages.map(({ tag, name }) => [tag, { name, reviewed: reviewOf(book, tag) }]);
  return Buffer.from(`${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

const fileOf = (tag) => `language-${tag.toLowerCase()}.js`;

/** Name every bundled file by its content, and say in the page what that content must be. */
function stampPage(html, assets) {
  let stamped = html;
  for (const [plain, asset] of Object.entries(assets)) {
    const mention = new RegExp(`(src|href)="${plain.replace('.', '\\.')}"`, 'g');
    if (!mention.test(stamped)) throw new Error(`index.html does not mention ${plain}`);
    // `crossorigin`: without it the fetch is "no-cors", and Integrity-Policy blocks the script despite its hash.
    stamped = stamped.replace(
      mention,
      `$1="${asset.file}" integrity="${asset.integrity}" crossorigin="anonymous"`,
    );
  }
  return stamped;
}

async function buildPage({ name, scripts, style, apart = {}, hasLanguages = false }, data) {
  const { languages } = data;
  const from = join(here, 'static', name);
  const tags = hasLanguages ? languages.map(({ tag }) => tag) : [];
  const more = Object.fromEntries(tags.map((tag) => [fileOf(tag), `language:${tag}`]));
  const entries = { ...scripts, 'style.css': style, ...apart, ...more };
  const own = [...Object.values(scripts), ...Object.values(apart), style];
  const sources = [...own, `static/${name}/index.html`];
  const absent = sources.filter((path) => !existsSync(join(here, path)));
  if (absent.length > 0) {
    // A page that disappears would otherwise look like a build that worked.
    console.warn(`${name}: skipped, not there: ${absent.join(', ')}`);
    return;
  }
  const files = new Map();
  const maps = new Map();
  const assets = {};
  for (const [plain, entry] of Object.entries(entries)) {
    const { code, map } = await bundle(entry, data);
    // Professionals sit at a computer of their work, whose browser keeps itself new.
    if (name === 'visitor') mustBeOfItsTime(entry, code.toString());
    const [stem, ending] = plain.split('.');
    const file = `${stem}-${digest('sha256', code, 'hex').slice(0, 12)}.${ending}`;
    // As in the manifest. A longer hash of each of twenty files would weigh 400 B in the page, and guard no better.
    const integrity = `sha256-${digest('sha256', code, 'base64')}`;
    if (!(plain in apart)) assets[plain] = { file, integrity };
    files.set(file, code);
    maps.set(`${file}.map`, map);
  }
  for (const file of readdirSync(from)) {
    if (file !== 'index.html') files.set(file, readFileSync(join(from, file)));
  }
  const html = readFileSync(join(from, 'index.html'), 'utf8');
  if (hasLanguages) files.set('languages.json', reviewsOf(languages));
  else files.set('phrasebook.json', reviewedPhrases(data.phrasebook, languages));
  const whole = hasLanguages ? withLanguages(html, tags) : html;
  files.set('index.html', Buffer.from(stampPage(whole, assets)));
  const names = [...files.keys()].sort();
  // docs/protocol.md §1.11; chatserver/crypto/manifest.py writes the same text. No date, no machine, no path.
  const hashes = names.map((file) => [file, digest('sha256', files.get(file), 'hex')]);
  const manifest = { v: 1, page: name, files: Object.fromEntries(hashes) };
  files.set('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

  weigh(name, files);
  replaceFolder(join(here, 'dist', name), files);
  replaceFolder(join(here, 'build', name), maps);
}

/** Print what each file weighs and what has to be loaded at first, and refuse a page that is too heavy. */
function weigh(name, files) {
  let first = 0;
  let later = 0;
  const languages = [];
  for (const [file, bytes] of [...files].sort()) {
    const packed = gzipSync(bytes, { level: 9 }).length;
    const isButton = file.startsWith('button-');
    console.log(`  ${name}/${file}  ${bytes.length} B, ${packed} B gzip`);
    if (file.startsWith('exit-') && bytes.length > MAX_EXIT_BYTES) {
      throw new Error(`${file} is ${bytes.length} B, more than ${MAX_EXIT_BYTES}`);
    }
    if (isButton && packed > MAX_BUTTON_BYTES) {
      throw new Error(`${file} is ${packed} B gzip, more than ${MAX_BUTTON_BYTES}`);
    }
    if (file.startsWith('indicators-') && packed > MAX_INDICATORS_BYTES) {
      throw new Error(`${file} is ${packed} B gzip, more than ${MAX_INDICATORS_BYTES}`);
    }
    if (/^(coordinator|charts|indicators|phrasebook|consult|more|words|afterwards)-/.test(file))
      later += packed;
    else if (file.startsWith('language-')) languages.push({ file, packed });
    else if (!NOT_LOADED.includes(file) && !isButton) first += packed;
  }
  if (name === 'staff') weighDesk(first, later);
  else weighVisitor(first, languages, later);
}

function weighVisitor(bare, languages, later) {
  const dutch = languages.find(({ file }) => file.startsWith('language-nl-'));
  const [heaviest] = languages.toSorted((one, other) => other.packed - one.packed);
  if (!dutch || !heaviest) throw new Error('the visitor’s page has no languages');
  const most = bare + heaviest.packed;
  console.log(
    `visitor: ${bare + dutch.packed} B gzip in Dutch, ${most} with ${heaviest.file}; ${later} later`,
  );
  if (most > MAX_VISITOR_BYTES) {
    throw new Error(`the visitor's page weighs ${most} B gzip, more than ${MAX_VISITOR_BYTES}`);
  }
}

function weighDesk(first, later) {
  console.log(`staff: ${first + later} B gzip, ${first} without what is loaded later`);
  if (first > MAX_DESK_BYTES) {
    throw new Error(`the professional's page weighs ${first} B gzip, more than ${MAX_DESK_BYTES}`);
  }
}

/** Write beside and swap, so that a server in the middle of an answer never sees half a page. */
function replaceFolder(folder, files) {
  const fresh = `${folder}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  for (const [file, bytes] of files) writeFileSync(join(fresh, file), bytes);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

async function buildAll() {
  const languages = readMessages();
  const lexicon = await readLexicon();
  const phrasebook = readPhrasebook(languages);
  if (readFileSync(TYPES, 'utf8') !== typesOf(languages[0])) {
    throw new Error('strings.ts is not that of nl.json: run `npm run messages`');
  }
  for (const page of PAGES) await buildPage(page, { languages, lexicon, phrasebook });
}

await buildAll();
if (process.argv.includes('--watch')) {
  let again;
  const soon = () => {
    clearTimeout(again);
    again = setTimeout(() => buildAll().catch((error) => console.error(error.message)), 100);
  };
  const folders = ['src', 'static', 'messages'].map((folder) => join(here, folder));
  for (const folder of [...folders, dirname(LEXICON), PHRASEBOOK])
    watch(folder, { recursive: true }, soon);
  console.log('watching src, static, messages, the lexicon and the phrase book');
}
