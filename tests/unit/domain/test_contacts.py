"""Contact cards: what they say, and what no card may say (decision 0031)."""

import copy
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chatserver.domain import contacts, wording
from chatserver.domain.contacts import Kind, parse
from chatserver.domain.errors import Misconfigured

ROOT = Path(contacts.__file__).parents[2]
FILE = ROOT / "chatserver" / "contacts" / "nl.toml"
OURS = parse(tomllib.loads(FILE.read_text("utf-8")), FILE.name)

HELP: dict[str, Any] = {
    "id": "thuis",
    "kind": "help",
    "number": "0800-2000",
    "name": {"nl": "Thuis", "en": "Home"},
    "about": {"nl": "Geweld thuis.", "en": "Violence at home."},
    "hours": {"nl": "dag en nacht", "en": "day and night"},
}
UNIT: dict[str, Any] = {
    "id": "avim_li",
    "kind": "police",
    "region": "li",
    "number": "0900-8844",
    "name": {"nl": "AVIM Limburg", "en": "AVIM Limburg"},
    "about": {"nl": "Politie.", "en": "Police."},
}


def changed(change: Callable[[dict[str, Any], dict[str, Any]], object]) -> dict[str, Any]:
    """Two good cards after a change. Args: change: gets the help and the unit."""
    help_, unit = copy.deepcopy(HELP), copy.deepcopy(UNIT)
    change(help_, unit)
    return {"card": [help_, unit]}


def test_a_card_is_read_and_given_to_the_page_as_it_stands() -> None:
    cards = parse({"card": [HELP, UNIT]}, "f.toml")

    assert cards.as_json() == {"cards": [HELP | {"region": None}, UNIT | {"hours": None}]}


def test_a_card_is_said_in_three_or_four_lines() -> None:
    thuis, unit = parse({"card": [HELP, UNIT]}, "f.toml").cards

    assert thuis.lines("nl") == ("Thuis", "Geweld thuis.", "0800-2000", "dag en nacht")
    assert unit.lines("en") == ("AVIM Limburg", "Police.", "0900-8844")


def test_who_speaks_none_of_its_languages_gets_english() -> None:
    card = changed(lambda help_, _: help_["name"].update(ti="ገዛ"))["card"][0]
    card["about"]["ti"], card["hours"]["ti"] = "ገዛ", "ገዛ"
    (thuis,) = parse({"card": [card]}, "f.toml").cards

    assert thuis.lines("ti") == ("ገዛ", "ገዛ", "0800-2000", "ገዛ")
    assert thuis.lines("pl") == ("Home", "Violence at home.", "0800-2000", "day and night")


def test_a_region_may_be_without_a_unit_and_that_is_said() -> None:
    assert (
        " ".join(parse({"card": [UNIT]}, "f.toml").missing_regions) == "nn on mn nh am dh rt zb ob"
    )


@pytest.mark.parametrize(
    "number", ["112", "0800-2000", "088-20 80 000", "020-261 52 75", "+31 20 261 52 75"]
)
def test_a_number_stands_as_it_is_read(number: str) -> None:
    cards = parse(changed(lambda help_, _: help_.update(number=number)), "f.toml")

    assert cards.cards[0].number == number


WRONG: dict[str, tuple[Callable[[dict[str, Any], dict[str, Any]], object], str]] = {
    "a key nobody knows": (lambda h, _: h.update(mail="x"), "card thuis: unknown key mail"),
    "no id": (lambda h, _: h.pop("id"), "card: id is missing"),
    "an id that is none": (lambda h, _: h.update(id="Thuis!"), "card Thuis!: id does not match"),
    "the same id": (lambda h, u: u.update(id=h["id"]), "card thuis: id used twice"),
    "another kind": (
        lambda h, _: h.update(kind="shop"),
        "card thuis: kind shop is not emergency, police or help",
    ),
    "no number": (lambda h, _: h.pop("number"), "card thuis: number is missing"),
    "a number of two digits": (
        lambda h, _: h.update(number="1-2"),
        "card thuis: number has 2 digits, not 3 to 15",
    ),
    "a number of sixteen digits": (
        lambda h, _: h.update(number="0123456789012345"),
        "card thuis: number has 16 digits, not 3 to 15",
    ),
    "a code that a phone obeys": (
        lambda h, _: h.update(number="*#06#"),
        "card thuis: number '*#06#' is not a telephone number",
    ),
    "digits of another script": (
        lambda h, _: h.update(number="٠٨٠٠٢"),
        "card thuis: number '٠٨٠٠٢' is not a telephone number",
    ),
    "a number that is no text": (
        lambda h, _: h.update(number=112),
        "card thuis: number is missing",
    ),
    "a link for a number": (
        lambda h, _: h.update(number="https://x.nl"),
        "card thuis: number 'https://x.nl' is not a telephone number",
    ),
    "no name": (lambda h, _: h.pop("name"), "card thuis: name is missing or not a table"),
    "one language": (lambda h, _: h["name"].pop("en"), "card thuis, name: en is missing"),
    "no such language": (
        lambda h, _: h["name"].update(Dutch="x"),
        "card thuis, name: Dutch is not a language such as nl",
    ),
    "a language without all of it": (
        lambda h, _: h["name"].update(pl="Dom"),
        "card thuis, about: pl is missing",
    ),
    "a language without a name": (
        lambda h, _: h["about"].update(pl="Dom"),
        "card thuis, about: name is not there in pl",
    ),
    "hours in one language": (
        lambda h, _: h["hours"].pop("en"),
        "card thuis, hours: en is missing",
    ),
    "nothing said": (lambda h, _: h["about"].update(nl=" "), "card thuis, about: nl is missing"),
    "a space before": (
        lambda h, _: h["about"].update(nl=" x"),
        "card thuis, about: nl begins or ends with a space",
    ),
    "a second line": (
        lambda h, _: h["about"].update(nl="a\nb"),
        "card thuis, about: nl has a line break or an unseen character",
    ),
    "a line of another kind": (
        lambda h, _: h["about"].update(nl="a\u2028b"),
        "card thuis, about: nl has a line break or an unseen character",
    ),
    "turned around": (
        lambda h, _: h["name"].update(nl="a\u202eb"),
        "card thuis, name: nl has a line break or an unseen character",
    ),
    "too long a name": (
        lambda h, _: h["name"].update(nl="a" * 61),
        "card thuis, name: nl is longer than 60 characters",
    ),
    "too long a story": (
        lambda h, _: h["about"].update(en="a" * 201),
        "card thuis, about: en is longer than 200 characters",
    ),
    "a name twice": (
        lambda _, u: u["name"].update(en="Home"),
        "card avim_li: name in en is that of card thuis already",
    ),
    "help with a region": (
        lambda h, _: h.update(region="nn"),
        "card thuis: only a police unit has a region",
    ),
    "no such region": (
        lambda _, u: u.update(region="xx"),
        "card avim_li: region xx is not one of nn, on, mn, nh, am, dh, rt, zb, ob, li",
    ),
    "a region twice": (
        lambda h, _: h.update(kind="police", region="li"),
        "card avim_li: region li is that of card thuis already",
    ),
}


@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_card_is_refused_with_file_card_and_rule(
    change: Callable[[dict[str, Any], dict[str, Any]], object], said: str
) -> None:
    with pytest.raises(Misconfigured, match=f"^{re.escape(f'f.toml, {said}')}"):
        parse(changed(change), "f.toml")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "f.toml: there is no [[card]]"),
        ({"card": []}, "f.toml: there is no [[card]]"),
        ({"card": HELP}, "f.toml: card is not a list"),
        ({"card": ["x"]}, "f.toml: card is missing or not a table"),
        ({"card": [HELP], "colour": "green"}, "f.toml: unknown key colour"),
        ({"card": [HELP] * 101}, "f.toml: more than 100 cards"),
    ],
    ids=str,
)
def test_a_wrong_file_is_refused(data: dict[str, object], said: str) -> None:
    with pytest.raises(Misconfigured, match=f"^{re.escape(said)}$"):
        parse(data, "f.toml")


def test_our_cards_have_all_ten_units_and_ask_for_the_right_one() -> None:
    units = {card.region: card for card in OURS.cards if card.region is not None}

    assert OURS.missing_regions == ()
    for card in units.values():
        unit = card.name["nl"].removeprefix("AVIM ")
        assert card.kind is Kind.POLICE
        assert card.number == "0900-8844"
        assert card.about["nl"].endswith(f"Vraag naar de AVIM van {unit}.")
        assert card.about["en"].endswith(f"Ask for the AVIM of {unit}.")


def test_the_pages_take_for_a_number_what_a_file_may_hold() -> None:
    page = (ROOT / "web" / "src" / "wire" / "card.ts").read_text("utf-8")

    assert f"= /^{wording.NUMBER.pattern}$/;" in page
    assert f"MOST_DIGITS = {wording.MOST_DIGITS};" in page


def test_the_pages_and_the_cards_know_the_same_numbers() -> None:
    """The numbers on the pages are signed with them; a change in one place is one in both."""
    source = (ROOT / "web" / "src" / "visitor" / "organisation.ts").read_text("utf-8")
    shown = set(re.findall(r"    number\('([^']+)'", source))

    assert len(shown) >= 6
    assert shown <= {card.number for card in OURS.cards}
