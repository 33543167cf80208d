"""Ready-made replies: what they say, and what no reply may say (decision 0049)."""

import copy
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chatserver.domain import replies
from chatserver.domain.contacts import parse as parse_contacts
from chatserver.domain.errors import Code, Misconfigured, Refused
from chatserver.domain.replies import BLANKS, MOST, Category, Replies, parse

ROOT = Path(replies.__file__).parents[2]
FILE = ROOT / "chatserver" / "replies" / "nl.toml"
CARDS = ROOT / "chatserver" / "contacts" / "nl.toml"
OURS = parse(tomllib.loads(FILE.read_text("utf-8")), FILE.name)

HELLO: dict[str, Any] = {
    "key": "hallo",
    "category": "begin",
    "title": {"nl": "Begroeten", "en": "Greeting"},
    "text": {"nl": "Hoi, ik ben {naam}.", "en": "Hi, I am {naam}.", "ar": "مرحبا، أنا {naam}."},
}
BYE: dict[str, Any] = {
    "key": "dag",
    "category": "end",
    "title": {"nl": "Afscheid", "en": "Goodbye"},
    "text": {"nl": "Dag!\n\nKom gerust terug.", "en": "Bye!\n\nCome back any time."},
}


def read(*entries: dict[str, Any]) -> Replies:
    return parse({"reply": list(entries)}, "f.toml")


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """A good reply after a change."""
    entry = copy.deepcopy(HELLO)
    change(entry)
    return entry


def test_replies_are_given_to_the_page_as_they_stand() -> None:
    assert read(HELLO, BYE).as_json() == [HELLO, BYE]


def test_an_organisation_may_have_none() -> None:
    assert parse({}, "f.toml") == Replies()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda r: r.update(kye="x"), "unknown key kye"),
        (lambda r: r.update(key="Hallo"), "key does not match"),
        (lambda r: r.update(key="-a"), "key does not match"),
        (lambda r: r.update(key="a" * 25), "key does not match"),
        (lambda r: r.update(key=""), "key is missing"),
        (lambda r: r.update(category="other"), "category other is not one of begin, safety"),
        (lambda r: r["title"].pop("en"), "en is missing"),
        (lambda r: r["title"].update(de="Gruß"), "name is not there in de"),
        (lambda r: r["title"].update(nl="a" * 61), "nl is longer than 60 characters"),
        (lambda r: r["title"].update(nl="twee\nregels"), "nl has a line break"),
        (lambda r: r["text"].pop("nl"), "nl is missing"),
        (lambda r: r["text"].update(nl="a" * 1001), "nl is longer than 1000 characters"),
        (lambda r: r["text"].update(dutch="hoi"), "dutch is not a language such as nl"),
        (lambda r: r["text"].update(ar="\u202eabc {naam}"), "ar has a line break or an unseen"),
        (lambda r: r["text"].update(nl=5), "nl is missing"),
        (lambda r: r.update(text="hoi"), "text is missing or not a table"),
        (lambda r: r["text"].update(nl="{name}"), "nl: {name} is not one of naam, organisatie"),
        (lambda r: r["text"].update(nl="{}"), "nl: {} is not one of"),
        (lambda r: r["text"].update(nl="{naam"), "nl has a brace too many"),
        (lambda r: r["text"].update(nl="naam}"), "nl has a brace too many"),
        (lambda r: r["text"].update(en="Hi."), "en has other blanks than nl"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    change: Callable[[dict[str, Any]], object], rule: str
) -> None:
    with pytest.raises(Misconfigured, match=r"^f\.toml, reply") as refused:
        read(changed(change))

    assert rule in str(refused.value)


def test_two_replies_have_two_keys() -> None:
    with pytest.raises(Misconfigured, match="key hallo used twice"):
        read(HELLO, HELLO)


def test_there_are_no_more_than_one_can_look_through() -> None:
    many = [HELLO | {"key": f"k{number}"} for number in range(MOST + 1)]

    with pytest.raises(Misconfigured, match="more than 200 replies"):
        read(*many)
    with pytest.raises(Refused) as refused:
        read(*many[:-1]).written(read(BYE).replies[0], instead_of=None)
    assert refused.value.code == Code.FULL


def test_a_new_reply_stands_at_the_end_and_a_changed_one_where_it_was() -> None:
    [hello, bye] = read(HELLO, BYE).replies
    [hey] = read(HELLO | {"key": "hey"}).replies
    both = Replies(replies=(hello,)).written(bye, instead_of=None)

    assert both.replies == (hello, bye)
    assert both.written(hey, instead_of="hallo").replies == (hey, bye)
    assert both.written(hello, instead_of="hallo").replies == (hello, bye)


def test_no_reply_takes_the_key_of_another() -> None:
    both = read(HELLO, BYE)
    [second] = read(BYE | {"key": "hallo"}).replies

    for instead_of in (None, "dag"):
        with pytest.raises(Refused) as refused:
            both.written(second, instead_of=instead_of)
        assert refused.value.code == Code.TAKEN


def test_what_is_gone_can_be_neither_changed_nor_taken_away() -> None:
    one = read(HELLO)

    [bye] = read(BYE).replies
    changes: list[Callable[[], Replies]] = [
        lambda: one.without("dag"),
        lambda: one.written(bye, instead_of="dag"),
    ]

    assert read(HELLO, BYE).without("dag") == one
    for change in changes:
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.code == Code.GONE


def test_ours_have_something_for_every_part_of_a_conversation() -> None:
    assert {reply.category for reply in OURS.replies} == set(Category)
    keys = {reply.key for reply in OURS.replies}
    assert keys >= {"hallo", "veilig", "tijd", "telefoon", "avim", "veilig-thuis", "collega"}
    used = {
        blank for blank in BLANKS if f"{{{blank}}}" in FILE.read_text("utf-8").split("\n\n", 1)[1]
    }
    assert used == set(BLANKS)


def test_ours_name_no_number_that_is_on_no_card() -> None:
    cards = parse_contacts(tomllib.loads(CARDS.read_text("utf-8")), "nl.toml").cards
    known = {card.number for card in cards}
    said = {
        number
        for reply in OURS.replies
        for text in reply.text.values()
        for number in re.findall(r"[0-9][0-9-]+[0-9]", text)
    }

    assert said
    assert said <= known


def test_ours_are_short_enough_for_a_small_phone() -> None:
    assert [reply.key for reply in OURS.replies if max(map(len, reply.text.values())) > 280] == []


def test_the_page_checks_by_the_same_rules() -> None:
    page = (ROOT / "web" / "src" / "coordinator" / "writing" / "reply-form.ts").read_text("utf-8")

    assert f"KEY = /^{replies.KEY.pattern}$/;" in page
    assert f"LONGEST = {replies.LONGEST};" in page
    assert f"LONGEST_TITLE = {replies.LONGEST_TITLE};" in page
    assert f"MOST = {replies.MOST};" in page
    blanks = (ROOT / "web" / "src" / "staff" / "replies" / "blanks.ts").read_text("utf-8")
    assert "BLANKS = [" + ", ".join(f"'{each}'" for each in BLANKS) + "]" in blanks


def test_the_form_offers_the_languages_of_the_visitors_page() -> None:
    page = (ROOT / "web" / "src" / "coordinator" / "writing" / "reply-form.ts").read_text("utf-8")
    offered = re.search(r"LANGUAGES = \[([^]]*)\]", page)
    assert offered is not None

    assert set(re.findall(r"'(\w+)'", offered.group(1))) == {
        path.name[:2] for path in (ROOT / "web" / "messages" / "visitor").glob("*.json")
    }
