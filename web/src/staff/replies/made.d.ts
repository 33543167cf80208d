// What the build makes of the phrase book (phrasebook/read.mjs).
declare module 'phrasebook:' {
  export const phrasebook: import('./choices.ts').Phrasebook;
}
