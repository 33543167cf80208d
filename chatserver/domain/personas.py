"""Personas: whom a rehearsal plays, read from data and checked (decision 0051).

    Persona
    ├── opening    what they say when somebody is there
    ├── Rule       what they answer to certain words, each once
    ├── otherwise  what they answer to anything else, one after the other
    ├── nudges     what they say when nobody answers
    └── parting    what they say at the end, and how they go

A professional practises on them, so what they say is written with care, in the words of a
child on a phone, and without a detail that nobody needs. `acting.py` plays them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from chatserver.domain.entries import Entry, opened
from chatserver.domain.lines import Lines

LANGUAGES: Final = ("nl", "en")

LONGEST_LINE: Final = 240
"""Characters. More is not one message of somebody on a phone."""

MOST_LINES: Final = 6
"""In a row. Whoever reads them has to answer the first, too."""

MOST_RULES: Final = 30

How = Literal["left", "exit", "silence"]
"""How they go. left: calmly. exit: by the quick exit. silence: they say nothing any more, and
after a while they are gone."""

Then = Literal["", "left", "exit", "drop"]
"""What they do after an answer. drop: their line is lost, and they come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An answer. `hears`: any of these in what the professional says, in small letters."""

    hears: tuple[str, ...]
    says: tuple[str, ...]
    then: Then


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A persona in one language."""

    opening: tuple[str, ...]
    rules: tuple[Rule, ...]
    otherwise: tuple[str, ...]
    nudges: tuple[str, ...]
    parting: tuple[str, ...]
    back: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Somebody who is played.

    Attributes:
        title: for coordinators, by language.
        patience: seconds without an answer after which they say something, and then go.
        pace: seconds before they begin to answer.
        answers: of theirs, after which they part.
        away: seconds that their line is gone, when they drop it.
    """

    id: str
    title: Mapping[str, str]
    patience: int
    pace: int
    answers: int
    away: int
    ends: How
    scripts: Mapping[str, Script]


def parse(data: Mapping[str, object], source: str, lines: Lines | None = None) -> Persona:
    """Build a persona from parsed TOML.

    Args:
        data: what `tomllib` returned.
        source: the file's name, for messages.
        lines: of its text, for messages too.

    Raises:
        Misconfigured: names the file, its line, the place and the rule.
    """
    top = opened(data, source, lines).only(
        {"id", "title", "patience", "pace", "answers", "away", "ends", *LANGUAGES}
    )
    ends = top.text("ends")
    top.need(ends in get_args(How), f"ends is not {', '.join(get_args(How))}", "ends")
    title = top.entry("title").only(set(LANGUAGES))
    return Persona(
        id=top.name("id"),
        title={language: title.text(language) for language in LANGUAGES},
        patience=_between(top, "patience", 30, 600),
        pace=_between(top, "pace", 1, 60),
        answers=_between(top, "answers", 1, 40),
        away=_between(top, "away", 5, 120),
        ends=cast("How", ends),
        scripts={language: _script(top.entry(language)) for language in LANGUAGES},
    )


def _between(entry: Entry, key: str, least: int, most: int) -> int:
    number = entry.number(key, default=least)
    entry.need(least <= number <= most, f"{key} is not between {least} and {most}", key)
    return number


def _script(entry: Entry) -> Script:
    entry.only({"opening", "rule", "otherwise", "nudges", "parting", "back"})
    rules = entry.each("rule")
    entry.need(len(rules) <= MOST_RULES, f"more than {MOST_RULES} rules", "rule")
    return Script(
        opening=_lines(entry, "opening"),
        rules=tuple(map(_rule, rules)),
        otherwise=_lines(entry, "otherwise", most=MOST_RULES),
        nudges=_lines(entry, "nudges"),
        parting=_lines(entry, "parting"),
        back=_lines(entry, "back"),
    )


def _rule(entry: Entry) -> Rule:
    entry.only({"hears", "says", "then"})
    hears = _lines(entry, "hears", most=MOST_RULES)
    entry.need(hears, "hears is missing", "hears")
    for word in hears:
        entry.need(word == word.casefold(), f"hears {word!r} is not in small letters", "hears")
    says = _lines(entry, "says")
    then = entry.text("then") if "then" in entry.data else ""
    entry.need(then in get_args(Then), "then is not left, exit or drop", "then")
    entry.need(says or then, "it neither says nor does anything")
    return Rule(hears=hears, says=says, then=cast("Then", then))


def _lines(entry: Entry, key: str, *, most: int = MOST_LINES) -> tuple[str, ...]:
    """Read a list of texts; absent is empty."""
    found = entry.data.get(key, [])
    if not isinstance(found, list):
        raise entry.fault(f"{key} is not a list", key)
    kept = tuple(each for each in found if isinstance(each, str) and each.strip() == each != "")
    entry.need(len(kept) == len(found), f"{key} holds something that is not a text", key)
    entry.need(len(kept) <= most, f"{key} has more than {most}", key)
    for each in kept:
        is_short = len(each) <= LONGEST_LINE
        entry.need(is_short, f"{key} has a text of more than {LONGEST_LINE} characters", key)
    return kept
