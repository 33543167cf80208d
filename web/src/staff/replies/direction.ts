/** In which direction a language is written. */

const FROM_RIGHT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'ckb']);

export function directionOf(language: string): 'rtl' | 'ltr' {
  return FROM_RIGHT.has(language) ? 'rtl' : 'ltr';
}
