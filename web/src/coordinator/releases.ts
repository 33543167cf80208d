/** The shapes of `GET /api/releases`, and what follows from them. */

export interface Offer {
  readonly codebook: string;
  readonly years: readonly string[];
  readonly made_up: boolean;
  /** Some of these years are in another release: every number gets a little noise. */
  readonly noisy?: boolean;
  /** The release of the same years that a new one would replace. */
  readonly replaces: number | null;
}

export interface Draft {
  readonly id: string;
  readonly codebook?: string;
  readonly years: readonly string[];
  readonly made_up: boolean;
  readonly noisy?: boolean;
  readonly proposed_by: string;
  readonly proposed_on: string;
  readonly mine: boolean;
}

export interface Release {
  readonly number: number;
  readonly codebook?: string;
  readonly years: readonly string[];
  readonly made_up: boolean;
  readonly noisy?: boolean;
  readonly proposed_by: string;
  readonly approved_by: string;
  readonly approved_on: string;
  readonly replaced_by: number | null;
}

export interface Releases {
  readonly files: readonly string[];
  readonly draft: Draft | null;
  readonly releases: readonly Release[];
  readonly offers: readonly Offer[];
}

/** "2026", or "2022-2026": a release is of years in a row. */
export function spanOf(years: readonly string[]): string {
  const [first = '', last = ''] = [years[0], years[years.length - 1]];
  return first === last ? first : `${first}-${last}`;
}

/** Of which questions figures are: those that visitors answered are called so, those of tags need no name. */
interface Kind {
  readonly years: readonly string[];
  readonly codebook?: string;
}

const isAfterwards = ({ codebook = '' }: Kind) => codebook.startsWith('closing-');

/** What a draft or a release is called. Args: afterwards: the name of what visitors said. */
export function titleOf(of: Kind, afterwards: string): string {
  return isAfterwards(of) ? `${spanOf(of.years)}, ${afterwards}` : spanOf(of.years);
}

/** What an offer is called, with its version only where two versions offer the same years. */
export function nameOf(offer: Offer, offers: readonly Offer[], afterwards: string): string {
  const title = titleOf(offer, afterwards);
  const isTwice = offers.filter((other) => titleOf(other, afterwards) === title).length > 1;
  return isTwice ? `${title}, ${offer.codebook}` : title;
}

/** What was never released comes first: releasing again is the exception. */
export function inOrder(offers: readonly Offer[]): readonly Offer[] {
  const isNew = ({ replaces }: Offer) => replaces === null;
  return [...offers.filter(isNew), ...offers.filter((offer) => !isNew(offer))];
}
