"""Personas are data that a trainer may change: whatever is wrong in one is said with its line."""

import re
import tomllib
from collections.abc import Callable

import pytest

from chatserver.app.personas import read_personas
from chatserver.domain.errors import Misconfigured
from chatserver.domain.lines import Lines
from chatserver.domain.personas import LANGUAGES, Persona, Rule, parse

GOOD = """\
id = "friend"
title = { nl = "Vriendin", en = "Friend" }
patience = 60
pace = 2
answers = 3
away = 20
ends = "left"

[nl]
opening = ["hoi", "ben je er?"]
otherwise = ["ok"]
nudges = ["hallo?"]
parting = ["dag"]

[[nl.rule]]
hears = ["veilig"]
says = ["ja"]

[[nl.rule]]
hears = ["dag"]
then = "exit"

[en]
opening = ["hi"]
"""


def read(text: str) -> Persona:
    return parse(tomllib.loads(text), "friend.toml", Lines.of(text))


def test_a_persona_is_read() -> None:
    friend = read(GOOD)

    assert (friend.id, friend.ends, friend.patience, friend.away) == ("friend", "left", 60, 20)
    assert friend.title == {"nl": "Vriendin", "en": "Friend"}
    assert friend.scripts["nl"].opening == ("hoi", "ben je er?")
    assert friend.scripts["nl"].rules == (
        Rule(hears=("veilig",), says=("ja",), then=""),
        Rule(hears=("dag",), says=(), then="exit"),
    )
    assert friend.scripts["en"].rules == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it.replace('"left"', '"shouting"'), ":7: ends is not left, exit, silence"),
        (lambda it: it.replace("patience = 60", "patience = 5"), ":3: patience is not between"),
        (lambda it: it.replace("pace = 2", 'pace = "x"'), ":4: pace is not a whole number"),
        (lambda it: it.replace("answers = 3", "turns = 3"), ":5: unknown key turns"),
        (lambda it: it.replace("[en]", "[fr]"), "unknown key fr"),
        (lambda it: it.replace('["ok"]', '"ok"'), ":11, nl: otherwise is not a list"),
        (lambda it: it.replace('["ok"]', "[1]"), ":11, nl: otherwise holds something"),
        (lambda it: it.replace('["ok"]', '[" ok"]'), ":11, nl: otherwise holds something"),
        (lambda it: it.replace('["ok"]', '[""]'), ":11, nl: otherwise holds something"),
        (lambda it: it.replace('["hi"]', '["a","b","c","d","e","f","g"]'), "has more than 6"),
        (lambda it: it.replace('"hoi"', f'"{"x" * 241}"'), "more than 240 characters"),
        (lambda it: it.replace('["veilig"]', "[]"), ":16, nl, rule: hears is missing"),
        (lambda it: it.replace('["veilig"]', '["Veilig"]'), "'Veilig' is not in small letters"),
        (lambda it: it.replace('then = "exit"', 'then = "fly"'), ":21, nl, rule: then is not"),
        (lambda it: it.replace('then = "exit"', ""), ":19, nl, rule: it neither says nor does"),
        (lambda it: it + '[[en.rule]]\nhears = ["x"]\nsays = ["y"]\n' * 31, "more than 30 rules"),
        (lambda it: it.replace('en = "Friend"', 'fr = "Amie"'), "unknown key fr"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(change: Callable[[str], str], said: str) -> None:
    with pytest.raises(Misconfigured, match=re.escape(said)):
        read(change(GOOD))


def test_the_seven_of_the_package_are_there_in_both_languages() -> None:
    personas = read_personas()

    assert sorted(personas) == [
        "abusive",
        "frightened_minor",
        "hoax",
        "returning",
        "silent",
        "urgent_danger",
        "worried_friend",
    ]
    for persona in personas.values():
        dutch, english = (persona.scripts[language] for language in LANGUAGES)
        assert len(dutch.rules) == len(english.rules) > 0
        assert [rule.then for rule in dutch.rules] == [rule.then for rule in english.rules]


def test_only_who_comes_back_drops_the_line_and_says_so_when_they_are_back() -> None:
    for persona in read_personas().values():
        for script in persona.scripts.values():
            drops = any(rule.then == "drop" for rule in script.rules)
            assert drops == (persona.id == "returning") == bool(script.back)


def test_no_persona_names_anybody_or_a_number() -> None:
    for persona in read_personas().values():
        for script in persona.scripts.values():
            rules = [line for rule in script.rules for line in rule.says]
            for line in (*script.opening, *script.otherwise, *script.parting, *rules):
                assert not re.search(r"\d{3,}", line.replace("112", "")), line
                assert not re.search(r"\w[.!?]? [A-Z][a-z]", line), line
