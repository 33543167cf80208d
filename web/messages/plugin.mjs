// The messages as modules for esbuild. `node messages/plugin.mjs` writes the types of what the Dutch file says.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { laterModuleOf, moduleOf, typesOf } from './code.mjs';
import { LATER, readMessages } from './rules.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const WEB = join(here, '..');

export const TYPES = join(WEB, 'src', 'strings', 'visitor', 'strings.ts');

/**
 * For esbuild: the modules `messages:TAG`, `messages:languages` (which there are), `messages:later` and
 * `messages:afterwards` (what is said then, in all of them) and `language:TAG` (a script).
 */
export function messagesPlugin(languages) {
  return {
    name: 'messages',
    setup(build) {
      build.onResolve({ filter: /^(messages|language):/ }, ({ path }) => ({
        path,
        namespace: 'messages',
      }));
      build.onLoad({ filter: /.*/, namespace: 'messages' }, ({ path }) => {
        const [kind, tag] = path.split(':');
        return { contents: contentsOf(kind, tag, languages), resolveDir: WEB, loader: 'js' };
      });
    },
  };
}

function contentsOf(kind, tag, languages) {
  if (tag === 'languages') {
    const all = languages.map(({ tag, name }) => ({ tag, name }));
    return `export const languages = ${JSON.stringify(all)};`;
  }
  if (LATER.includes(tag)) return laterModuleOf(tag, languages);
  if (kind === 'language') {
    return [
      `import { messages } from 'messages:${tag}';`,
      `import { hand } from './src/ui/late.ts';`,
      'hand(messages);',
    ].join('\n');
  }
  const language = languages.find((each) => each.tag === tag);
  if (!language) throw new Error(`there is no messages/visitor/${tag}.json`);
  return moduleOf(language);
}

if (process.argv[1] === join(here, 'plugin.mjs')) {
  const [first] = readMessages();
  writeFileSync(TYPES, typesOf(first));
}
