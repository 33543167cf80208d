"""Contact cards: whom a professional can point somebody to, read from data and checked.

    Contacts
    └── Card   a name, what it is for and a number, in the languages of the organisation

`parse` takes the mapping a TOML file was read into. A card is handed to somebody
in danger who then dials what it says: so whatever is wrong is said with file, card
and rule, and nothing is made good in silence (decision 0031).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chatserver.domain.entries import Entry, opened
from chatserver.domain.lines import Lines
from chatserver.domain.wording import telephone, texts

REGIONS: Final = ("nn", "on", "mn", "nh", "am", "dh", "rt", "zb", "ob", "li")
"""The ten regional units of the Dutch police, each with an AVIM (DOMAIN.md 2); the codes of the
question `region`."""

MOST_CARDS: Final = 100
"""More than can be found at a glance while somebody waits for an answer."""

LONGEST: Final = {"name": 60, "about": 200, "hours": 60}
"""Characters. A card is read on a small phone, without scrolling."""


class Kind(StrEnum):
    """What a card is."""

    EMERGENCY = "emergency"
    POLICE = "police"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One contact card. `hours` and `region` are None where there are none."""

    id: str
    kind: Kind
    number: str
    """As it is read; a phone dials its digits and a leading plus."""
    name: Mapping[str, str]
    about: Mapping[str, str]
    hours: Mapping[str, str] | None
    region: str | None
    """The police unit that this is, by the codes of the question `region`."""

    def as_json(self) -> dict[str, object]:
        """Give the card as the professional's page reads it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "number": self.number,
            "name": dict(self.name),
            "about": dict(self.about),
            "hours": None if self.hours is None else dict(self.hours),
            "region": self.region,
        }

    def lines(self, language: str) -> tuple[str, ...]:
        """Give the card as it is said (docs/protocol.md §1.3)."""
        spoken = language if language in self.name else "en"
        hours = () if self.hours is None else (self.hours[spoken],)
        return (self.name[spoken], self.about[spoken], self.number, *hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """All cards of an organisation, in the order of its file."""

    cards: tuple[Card, ...]

    @property
    def missing_regions(self) -> tuple[str, ...]:
        """Regions without a unit: allowed, and for an operator to know."""
        there = {card.region for card in self.cards}
        return tuple(region for region in REGIONS if region not in there)

    def as_json(self) -> dict[str, object]:
        """Give the cards as the professional's page reads them."""
        return {"cards": [card.as_json() for card in self.cards]}


def parse(data: Mapping[str, object], source: str, lines: Lines | None = None) -> Contacts:
    """Build the cards from parsed TOML.

    Args:
        data: what `tomllib` returned.
        source: the file's name, for messages.
        lines: of its text, for messages too.

    Raises:
        Misconfigured: names the file, its line, the card and the rule.
    """
    top = opened(data, source, lines).only({"card"})
    entries = top.each("card")
    top.need(entries, "there is no [[card]]")
    top.need(len(entries) <= MOST_CARDS, f"more than {MOST_CARDS} cards")
    cards: list[Card] = []
    for entry in entries:
        card = _card(entry)
        _check_unlike(entry, card, cards)
        cards.append(card)
    return Contacts(cards=tuple(cards))


def _card(entry: Entry) -> Card:
    entry.only({"id", "kind", "number", "name", "about", "hours", "region"})
    kind = entry.name("kind")
    entry.need(kind in set(Kind), f"kind {kind} is not emergency, police or help", "kind")
    number = telephone(entry, "number")
    region = entry.name("region") if "region" in entry.data else None
    entry.need(region is None or kind == Kind.POLICE, "only a police unit has a region")
    known = region is None or region in REGIONS
    entry.need(known, f"region {region} is not one of {', '.join(REGIONS)}")
    name = texts(entry, "name", LONGEST["name"])
    return Card(
        id=entry.name("id"),
        kind=Kind(kind),
        number=number,
        name=name,
        about=texts(entry, "about", LONGEST["about"], like=name),
        hours=texts(entry, "hours", LONGEST["hours"], like=name) if "hours" in entry.data else None,
        region=region,
    )


def _check_unlike(entry: Entry, card: Card, others: list[Card]) -> None:
    """Refuse what could be taken for another card: one of them would be handed by mistake."""
    for other in others:
        entry.need(card.id != other.id, "id used twice")
        entry.need(
            card.region is None or card.region != other.region,
            f"region {card.region} is that of card {other.id} already",
        )
        for language, name in card.name.items():
            entry.need(
                name != other.name.get(language),
                f"name in {language} is that of card {other.id} already",
            )
