// Which of our languages somebody reads, by what their browser asks for. Pure.

/**
 * The first of `asked` (language tags, the dearest first) that is among `ours`; the first of ours for none.
 * Another script or country of the same language is better than Dutch: `zh-TW` gets `zh-Hans`.
 */
export function firstOf(asked: readonly string[], ours: readonly string[]): string {
  const primary = (tag: string) => tag.toLowerCase().split('-')[0];
  for (const tag of asked) {
    const found = ours.find((one) => primary(one) === primary(tag));
    if (found !== undefined) return found;
  }
  return ours[0] ?? '';
}
