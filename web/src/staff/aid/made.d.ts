// What the build makes of the lexicon (lexicon/read.mjs).
declare module 'lexicon:' {
  export const lexicon: import('./lexicon.ts').Lexicon;
}
