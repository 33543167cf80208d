/** A contact card as the professional sees it: words and a number to read out, nothing to press. */

import type { CardLines } from '../wire/card.ts';
import { type Card, linesOf, unitsOf } from './contacts.ts';
import { language, words } from './language.ts';

export function CardWords({ name, about, number, hours }: CardLines) {
  return (
    <>
      <strong>{name}</strong>
      <span class="contact-about">{about}</span>
      <span>
        <b class="contact-number" dir="ltr">
          {number}
        </b>
        {hours !== '' && <span class="small">, {hours}</span>}
      </span>
    </>
  );
}

/** The police units of the chosen regions, beside that question. The conversation is over: they are not sent. */
export function Units({
  cards,
  regions,
}: {
  readonly cards: readonly Card[];
  readonly regions: readonly string[];
}) {
  const units = unitsOf(cards, regions);
  return (
    <div class="units" role="status" aria-label={words.value.contacts.unit}>
      {units.map((card) => (
        <p key={card.id} class="contact" data-testid="unit" data-card={card.id}>
          <CardWords {...linesOf(card, language.value)} />
        </p>
      ))}
    </div>
  );
}
