/**
 * A contact card in a message: three or four lines of text, which both pages draw as a card
 * (docs/protocol.md §1.3). What does not have that form is shown as the text that it is.
 */

export interface CardLines {
  readonly name: string;
  readonly about: string;
  /** As it is read. */
  readonly number: string;
  /** Empty for none. */
  readonly hours: string;
}

/** As chatserver/domain/contacts.py. No `*` and `#`: they make a phone do things instead of calling. */
const NUMBER = /^\+?[0-9][0-9 ()-]{1,22}[0-9]$/;
const MOST_DIGITS = 15;

export function cardText({ name, about, number, hours }: CardLines): string {
  return [name, about, number, ...(hours === '' ? [] : [hours])].join('\n');
}

/** Null if these are not the lines of a card. */
export function readCard(text: string): CardLines | null {
  const [name = '', about = '', number = '', hours = '', ...more] = text.split('\n');
  const isCard = name !== '' && about !== '' && isNumber(number) && more.length === 0;
  return isCard ? { name, about, number, hours } : null;
}

/** What a phone dials. */
export function dialled(number: string): string {
  return number.replace(/[^0-9+]/g, '');
}

function isNumber(number: string): boolean {
  const digits = number.replace(/[^0-9]/g, '').length;
  return NUMBER.test(number) && digits >= 3 && digits <= MOST_DIGITS;
}
