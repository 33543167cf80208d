// What the build makes of messages/visitor (messages/plugin.mjs). `messages:pl` and so on are for tests: the page
// loads a script of each.
declare module 'messages:*' {
  export const messages: import('./strings.ts').Strings;
}

declare module 'messages:later' {
  export const later: Readonly<Record<string, import('./strings.ts').LaterStrings>>;
}

declare module 'messages:languages' {
  /** Every language that the page has, by its own name; Dutch is the first. */
  export const languages: readonly { readonly tag: string; readonly name: string }[];
}

declare module 'messages:afterwards' {
  import type { Afterwards } from './strings.ts';

  /** By the tag of the language. */
  export const afterwards: Readonly<Record<string, Afterwards>>;
}
