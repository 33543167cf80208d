"""Contact cards: whom a professional can point somebody to, read from data and checked.

    Contacts
    └── Card   a name, what it is for and a number, in the languages of the organisation

`parse` takes the mapping a TOML file was read into. A card is handed to somebody
in danger who then dials what it says: so whatever is wrong is said with file, card
and rule, and nothing is made good in silence (decision 0031).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chatserver.domain.entries import Entry, opened

REGIONS: Final = ("nn", "on", "mn", "nh", "am", "dh", "rt", "zb", "ob", "li")
"""The ten regional units of the Dutch police, each with an AVIM (DOMAIN.md 2); the codes of the
question `region`."""

NEEDED: Final = ("nl", "en")
"""Languages that every card has; English is what a visitor gets who speaks none of a card's."""

MOST_CARDS: Final = 100
"""More than can be found at a glance while somebody waits for an answer."""

MOST_DIGITS: Final = 15
"""Of a telephone number (ITU-T E.164)."""

LONGEST: Final = {"name": 60, "about": 200, "hours": 60}
"""Characters. A card is read on a small phone, without scrolling."""

NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()-]{1,22}[0-9]", re.ASCII)
"""As it is read. No `*` and `#`: they make a phone do things instead of calling."""

_UNSEEN: Final = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""Line breaks would make another card of it, and marks of direction turn a number around."""

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


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


def parse(data: Mapping[str, object], source: str) -> Contacts:
    """Build the cards from parsed TOML.

    Args:
        data: what `tomllib` returned.
        source: the file's name, for messages.

    Raises:
        Misconfigured: names the file, the card and the rule.
    """
    top = opened(data, source).only({"card"})
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
    kind, number = entry.name("kind"), entry.text("number")
    entry.need(kind in set(Kind), f"kind {kind} is not emergency, police or help")
    entry.need(NUMBER.fullmatch(number), f"number {number!r} is not a telephone number")
    digits = sum(each.isdigit() for each in number)
    entry.need(3 <= digits <= MOST_DIGITS, f"number has {digits} digits, not 3 to {MOST_DIGITS}")  # noqa: PLR2004 - 112
    region = entry.name("region") if "region" in entry.data else None
    entry.need(region is None or kind == Kind.POLICE, "only a police unit has a region")
    known = region is None or region in REGIONS
    entry.need(known, f"region {region} is not one of {', '.join(REGIONS)}")
    name = _words(entry, "name")
    return Card(
        id=entry.name("id"),
        kind=Kind(kind),
        number=number,
        name=name,
        about=_words(entry, "about", name),
        hours=_words(entry, "hours", name) if "hours" in entry.data else None,
        region=region,
    )


def _words(entry: Entry, key: str, like: Mapping[str, str] | None = None) -> dict[str, str]:
    """Read one text in every language: what is said in one is said in all."""
    table = entry.entry(key)
    for language in table.data:
        table.need(_LANGUAGE.fullmatch(language), f"{language} is not a language such as nl")
    for language in like or NEEDED:
        table.need(language in table.data, f"{language} is missing")
    for language in table.data:
        table.need(like is None or language in like, f"name is not there in {language}")
    return {language: _text(table, language, LONGEST[key]) for language in table.data}


def _text(table: Entry, language: str, longest: int) -> str:
    text = table.text(language)
    table.need(text == text.strip(), f"{language} begins or ends with a space")
    table.need(not _UNSEEN.search(text), f"{language} has a line break or an unseen character")
    table.need(len(text) <= longest, f"{language} is longer than {longest} characters")
    return text


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
