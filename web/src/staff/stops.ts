/** Where the focus goes in the tag form: from question to question, and among the chips of one. */

const STOPS = '[data-stop]';

/** To the question below (1) or above (-1), or to what opens more of them. */
export function focusNeighbour(row: HTMLElement | null, step: 1 | -1): void {
  const all = [...(row?.closest('form')?.querySelectorAll<HTMLElement>(STOPS) ?? [])];
  const next = row && all[all.indexOf(row) + step];
  if (next) focusIn(next);
}

/** To the next question, if there is one: a press of Enter there still saves. */
export function focusNext(row: HTMLElement | null): void {
  const next = row?.nextElementSibling;
  if (next instanceof HTMLFieldSetElement) focusIn(next);
}

/** To where Tab would go in this question. */
export function focusIn(stop: HTMLElement): void {
  const chip =
    stop.querySelector<HTMLElement>('input:checked:not([tabindex="-1"])') ??
    stop.querySelector<HTMLElement>('input:not([tabindex="-1"])');
  (chip ?? stop).focus();
}

/** To the chip beside the one that has the focus; from the last to the first. */
export function focusChip(row: HTMLElement | null, step: 1 | -1): void {
  const chips = [...(row?.querySelectorAll('input') ?? [])];
  const at = chips.findIndex((chip) => chip.matches(':focus'));
  chips[(at + step + chips.length) % chips.length]?.focus();
}
