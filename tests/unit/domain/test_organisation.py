"""What an organisation may decide about the visitor's page, and what no file may say (0042)."""

import copy
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chatserver.domain import organisation
from chatserver.domain.contacts import parse as parse_contacts
from chatserver.domain.contrast import Colour, ratio
from chatserver.domain.errors import Misconfigured
from chatserver.domain.lines import Lines
from chatserver.domain.organisation import parse
from chatserver.domain.palette import OURS, PAIRS, SETTABLE

ROOT = Path(organisation.__file__).parents[2]
FILE = ROOT / "chatserver" / "organisation" / "nl.toml"


def said(text: str) -> dict[str, str]:
    """A text in both languages."""
    return {"nl": f"{text} nl", "en": f"{text} en"}


WHOLE: dict[str, Any] = {
    "name": said("Huis"),
    "exit": "https://weather.example.org/today",
    "colours": {"light": {"accent": "#5b2a86"}, "dark": {"accent": "#d9b8ff"}},
    "number": [{"number": "020-123", "name": said("Huis"), "about": said("bed")}],
    "question": [
        {
            "ask": said("Wie?"),
            "answer": [{"text": said("ik")}, {"text": said("u"), "help": said("h")}],
        }
    ],
    "reading": [{"title": said("t"), "text": said("een\n\ntwee"), "link": "https://e.org"}],
}


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """A good file after a change."""
    whole = copy.deepcopy(WHOLE)
    change(whole)
    return whole


def refusal(data: dict[str, Any]) -> str:
    """What is said of a file that is refused."""
    with pytest.raises(Misconfigured) as caught:
        parse(data, "f.toml")
    return str(caught.value)


def test_a_file_is_given_to_the_page_as_it_stands() -> None:
    assert parse(WHOLE, "f.toml").as_json() == {
        "name": said("Huis"),
        "exit": "https://weather.example.org/today",
        "colours": {"light": {"accent": "#5b2a86"}, "dark": {"accent": "#d9b8ff"}},
        "numbers": WHOLE["number"],
        "questions": [{"ask": said("Wie?"), "answers": WHOLE["question"][0]["answer"]}],
        "reading": WHOLE["reading"],
    }


def test_what_a_file_says_nothing_of_stays_as_the_page_has_it() -> None:
    assert parse({}, "f.toml").as_json() == {}
    number = {**WHOLE["number"][0], "only": ["en"]}
    assert parse({"number": [number]}, "f").as_json() == {"numbers": [number]}
    reading = {"title": said("t"), "text": said("x")}
    assert parse({"reading": [reading]}, "f").as_json() == {"reading": [reading]}


def test_an_organisation_can_ask_nothing_but_not_do_without_numbers() -> None:
    nothing: dict[str, Any] = {"question": [], "reading": []}
    assert parse(nothing, "f.toml").as_json() == {"questions": [], "reading": []}
    assert "there is no number in it" in refusal({"number": []})


NUMBERS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda f: f.update(number={}), "number is not a list"),
    (lambda f: f.update(number=["112"]), "number is missing or not a table"),
    (lambda f: f["number"].append(f["number"][0]), "this number is there already"),
    (lambda f: f["number"][0].update(number="1-1-2"), "112 is on every page, and always first"),
    (lambda f: f["number"][0].update(number="*21*5#"), "is not a telephone number"),
    (lambda f: f["number"][0].update(number="12"), "is not a telephone number"),
    (lambda f: f["number"][0].update(number="1" * 16), "number has 16 digits, not 3 to 15"),
    (lambda f: f["number"][0].update(number=112), "number is missing"),
    (lambda f: f["number"][0].update(call="1"), "unknown key call"),
    (lambda f: f["number"][0].update(only=["english"]), "only: english is not a language"),
    (lambda f: f["number"][0].update(only=["pl"]), "only: name is not there in pl"),
    (lambda f: f["number"][0]["name"].pop("en"), "en is missing"),
    (lambda f: f["number"][0]["about"].update(pl="x"), "name is not there in pl"),
    (lambda f: f["number"][0].update(name=said("x" * 60)), "nl is longer than 60 characters"),
    (lambda f: f.update(number=f["number"] * 13), "more than 12 of number"),
]

TEXTS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda f: f.update(names=said("x")), "unknown key names"),
    (lambda f: f.update(name="Huis"), "name is missing or not a table"),
    (lambda f: f["name"].update(nl=3), "nl is missing"),
    (lambda f: f["name"].update(nl=" x"), "nl begins or ends with a space"),
    (lambda f: f["name"].update(nl="x\ny"), "nl has a line break or an unseen character"),
    (lambda f: f["name"].update(nl="x\u202ey"), "nl has a line break or an unseen character"),
    (lambda f: f["name"].update(dutch="x"), "dutch is not a language such as nl"),
    (lambda f: f.update(question=f["question"] * 6), "more than 5 of question"),
    (lambda f: f["question"][0].update(hint=1), "unknown key hint"),
    (lambda f: f["question"][0]["answer"].pop(), "fewer than 2 of answer"),
    (lambda f: f["question"][0]["answer"].extend(f["question"][0]["answer"] * 3), "more than 6"),
    (lambda f: f["question"][0]["answer"][1].update(text=said("ik")), "this answer is there twice"),
    (lambda f: f["question"][0]["answer"][0].update(value=1), "unknown key value"),
    (lambda f: f["question"][0]["answer"][0]["text"].update(pl="ja"), "name is not there in pl"),
    (lambda f: f.update(reading=f["reading"] * 7), "more than 6 of reading"),
    (lambda f: f.update(reading=f["reading"] * 2), "this title is there already"),
    (lambda f: f["reading"][0].update(html="x"), "unknown key html"),
    (lambda f: f["reading"][0].update(text=said("x" * 1500)), "longer than 1500 characters"),
    (lambda f: f["reading"][0]["text"].update(nl="a\u2028b"), "an unseen character"),
]

ADDRESSES = (
    "http://weather.example.org/",
    "javascript:alert(1)",
    "https://",
    "https://localhost/",
    "https://weather.example.org:8443/",
    "https://me@weather.example.org/",
    "https://weather.example.org/?from=chat",
    "https://weather.example.org/#chat",
    "https://weather.example.org/ x",
    "HTTPS://weather.example.org/",
    "https://weather.example.org/" + "a" * 200,
    "",
    3,
)


@pytest.mark.parametrize(("change", "rule"), NUMBERS + TEXTS)
def test_what_is_wrong_is_said_with_its_rule(
    change: Callable[[dict[str, Any]], object], rule: str
) -> None:
    found = refusal(changed(change))

    assert found.startswith("f.toml")
    assert rule in found


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("key", ["exit", "link"])
def test_an_address_is_https_and_says_nothing(key: str, address: object) -> None:
    def change(file: dict[str, Any]) -> None:
        (file if key == "exit" else file["reading"][0])[key] = address

    assert f"{key} is " in refusal(changed(change))


def test_a_colour_reaches_the_page_in_the_one_way_that_it_reads() -> None:
    for written in ("#1D6A63", "#123"):
        found = parse({"colours": {"light": {"accent": written}}}, "f.toml")
        (colour,) = found.colours["light"].values()
        assert re.fullmatch("#[0-9a-f]{6}", colour)


@pytest.mark.parametrize(
    ("scheme", "colours", "rule"),
    [
        (
            "light",
            {"accent": "#888888"},
            "accent #888888 on ground #f6f3ee has a contrast of 3.2:1, 4.5:1 is needed",
        ),
        ("light", {"accent": "#ffffff", "ground": "#000000"}, "ink #25302f on ground #000000"),
        ("dark", {"on_accent": "#ffffff"}, "on_accent #ffffff on accent #7cc9bd has a contrast"),
        # On what is not theirs to choose, and for a mark that is no text.
        ("dark", {"surface": "#52605e"}, "ink_soft #aab5b2 on surface #52605e"),
        ("light", {"accent_soft": "#173a36"}, "on_accent_soft #173a36 on accent_soft #173a36"),
        ("light", {"accent": "red"}, "accent red is not a colour such as #1d6a63"),
        ("light", {"accent": "#1d6a6"}, "accent #1d6a6 is not a colour"),
        ("light", {"accent": 3}, "accent is missing"),
        ("light", {"leave": "#1d6a63"}, "unknown key leave"),
        ("sepia", {"accent": "#1d6a63"}, "unknown key sepia"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_its_contrast(
    scheme: str, colours: dict[str, Any], rule: str
) -> None:
    found = refusal({**WHOLE, "colours": {scheme: colours}})

    assert rule in found
    if "contrast" in rule:
        assert found.endswith(":1, 4.5:1 is needed")


def test_a_contrast_is_never_rounded_up() -> None:
    # 4.48 of a needed 4.5, and 2.99 of 3.
    found = refusal({**WHOLE, "colours": {"light": {"accent": "#777777", "ground": "#ffffff"}}})

    assert "accent #777777 on ground #ffffff has a contrast of 4.47:1, 4.5:1 is" in found


def test_our_own_colours_are_those_of_the_page_and_can_be_read() -> None:
    css = (ROOT / "web" / "src" / "ui" / "tokens.css").read_text("utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    for scheme, text in (("light", light), ("dark", dark)):
        there = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))
        assert OURS[scheme] == {name: there[name.replace("_", "-")] for name in OURS[scheme]}
        assert set(SETTABLE) <= set(OURS[scheme])
        for front, back, least in PAIRS:
            colours = [Colour.parse(OURS[scheme][name]) for name in (front, back)]
            assert ratio(*colours) >= least, (scheme, front, back)


def test_the_file_in_the_package_leaves_to_the_page_what_the_page_has_in_every_language() -> None:
    ours = parse(tomllib.loads(FILE.read_text("utf-8")), FILE.name)

    assert ours.as_json() == {"exit": "https://www.knmi.nl/"}


def test_what_the_file_in_the_package_shows_as_an_example_is_one() -> None:
    """Whoever takes the mark of a comment away has a file that works."""
    text = FILE.read_text("utf-8")
    examples = re.findall(r"^#   (.*)$", text[text.index("# Whom to call") :], re.MULTILINE)

    shown = parse(tomllib.loads("\n".join(examples)), "examples.toml")

    assert [each.number for each in shown.numbers or ()] == ["020-123 45 67"]
    assert [len(each.answers) for each in shown.questions or ()] == [2]
    assert [each.link for each in shown.reading or ()] == ["https://www.example.org/"]


FAULTY = '''# line 1
exit = "https://weather.example.org/"
name = { nl = "x", en = "y" }

[[number]]
number = "123"
name = { nl = "x", en = "y" }
about.nl = "x"
about.en = """
y"""

[[number]]
number = "456"
"name" = { nl = "x", en = "y" }
about . nl = "x"
about . en = "y"

[[question]]
ask = { nl = "x", en = "y" }
[[question.answer]]
text = { nl = "a", en = "a" }
[[question.answer]]
text = { nl = "b", en = "b" }

[[question]]
ask = { nl = "x", en = "y" }
answer = [
  { text = { nl = "a", en = "a" } },
  { text = { nl = "b", en = "b" } },
]

[[reading]]
title = { nl = "x", en = "y" }
text.nl = \'\'\'
title = [[number]]
exit = "no key"\'\'\'
text.en = "y"

[colours.light]
accent = "#1d6a63"
'''


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('exit = "https:', 'exit = "http:', 2),
        ('name = { nl = "x", en = "y" }\n\n', 'name = { nl = "x" }\n\n', 3),
        ('number = "123"', 'number = "12"', 6),
        ('about.nl = "x"', 'about.nl = " x"', 8),
        ('number = "456"', 'number = "1 2 3"', 13),
        ('about . en = "y"', 'about . en = "y "', 16),
        ('nl = "b", en = "b" }\n\n', 'nl = "a", en = "a" }\n\n', 22),
        ('{ text = { nl = "b"', '{ text = { ml = "b"', 27),
        ('text.en = "y"', 'text.en = " y"', 37),
        ("[colours.light]\naccent", "[colours.light]\naxent", 40),
        ('accent = "#1d6a63"', 'accent = "#888888"', 40),
        ("# line 1", "extra = 1", 1),
    ],
)
def test_a_mistake_is_said_with_its_line(old: str, new: str, line: int) -> None:
    parse(tomllib.loads(FAULTY), "f.toml", Lines.of(FAULTY))
    text = FAULTY.replace(old, new, 1)
    assert text != FAULTY

    with pytest.raises(Misconfigured, match=rf"^f\.toml:{line}(:|, )"):
        parse(tomllib.loads(text), "f.toml", Lines.of(text))


def test_a_rule_about_what_is_not_there_has_the_line_of_what_should_hold_it() -> None:
    with pytest.raises(Misconfigured, match=r"^f\.toml:2: there is no number in it"):
        parse({"number": []}, "f.toml", Lines.of("# nothing\nnumber = []"))
    with pytest.raises(Misconfigured, match=r"^f\.toml: unknown key nam$"):
        parse({"nam": 1}, "f.toml", Lines.of("# nothing"))


def test_contact_cards_have_lines_too() -> None:
    text = '[[card]]\nid = "huis"\nkind = "shop"\nnumber = "123"\n'

    with pytest.raises(Misconfigured, match=r"^f\.toml:3, card huis: kind shop is not"):
        parse_contacts(tomllib.loads(text), "f.toml", Lines.of(text))
