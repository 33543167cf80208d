"""What an organisation decides about the visitor's page: read from data and checked.

    Organisation
    ├── name, exit, colours
    ├── Number     whom to call; 112 stands before them on every page, and cannot be left out
    ├── Question   asked before the line, closed and skippable, with Answers
    └── Reading    something to read while one waits

`parse` takes the mapping a TOML file was read into. Whoever reads it is afraid, on a small
phone, and does what it says: whatever is wrong is said with file, line and rule, and nothing
is made good in silence (decision 0042). Texts stay texts: no mark-up, and no links.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chatserver.domain.entries import Entry, opened
from chatserver.domain.lines import Lines
from chatserver.domain.palette import read_palette
from chatserver.domain.wording import LANGUAGE, telephone, texts

EMERGENCY: Final = "112"
"""In the page itself, first, whatever a file says."""

MOST_NUMBERS: Final = 12
MOST_QUESTIONS: Final = 5
"""More is a form, and who is afraid does not fill in forms (F11)."""

FEWEST_ANSWERS: Final = 2
MOST_ANSWERS: Final = 6
MOST_READING: Final = 6

LONGEST: Final = {
    "organisation": 60,
    "name": 60,
    "about": 120,
    "ask": 100,
    "answer": 60,
    "help": 240,
    "title": 60,
    "text": 1500,
}
"""Characters. A phone of 320 pixels shows about 350 at a time."""

ADDRESS: Final = re.compile(
    r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9._~/-]{0,120})?", re.ASCII
)
"""Only https, or the exit is a way in; no port, no name to sign in with and nothing after a `?`:
it says to nobody where somebody comes from."""

Texts = Mapping[str, str]
"""By language: always `nl` and `en`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Whom to call. `only`: languages to whose readers alone it is shown; empty: to all."""

    number: str
    name: Texts
    about: Texts
    only: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give it as the visitor's page reads it."""
        shown: dict[str, object] = {"number": self.number, "name": dict(self.name)}
        shown["about"] = dict(self.about)
        return {**shown, "only": list(self.only)} if self.only else shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, and what is said at once to who gives it; None: nothing."""

    text: Texts
    help: Texts | None

    def as_json(self) -> dict[str, object]:
        """Give it as the visitor's page reads it."""
        return {"text": dict(self.text), **({"help": dict(self.help)} if self.help else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, closed; nobody has to answer it."""

    ask: Texts
    answers: tuple[Answer, ...]

    def as_json(self) -> dict[str, object]:
        """Give it as the visitor's page reads it."""
        return {"ask": dict(self.ask), "answers": [each.as_json() for each in self.answers]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Something to read. `link`: an address for later, shown as text; None: there is none."""

    title: Texts
    text: Texts
    link: str | None

    def as_json(self) -> dict[str, object]:
        """Give it as the visitor's page reads it."""
        shown: dict[str, object] = {"title": dict(self.title), "text": dict(self.text)}
        return {**shown, "link": self.link} if self.link else shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """What differs between the visitors' pages of two organisations.

    Attributes:
        name: of the organisation; None: the page names nobody.
        exit: where the way out leads; None: as the page was built.
        colours: by scheme, what is not ours.
        numbers, questions, reading: None: those of the page, which it has in every language.
            Empty: nothing is asked first, there is nothing to read while one waits.
    """

    name: Texts | None
    exit: str | None
    colours: Mapping[str, Mapping[str, str]]
    numbers: tuple[Number, ...] | None
    questions: tuple[Question, ...] | None
    reading: tuple[Reading, ...] | None

    def as_json(self) -> dict[str, object]:
        """Give it as the visitor's page reads it (docs/protocol.md §1.11)."""
        chosen: dict[str, object] = {}
        if self.name:
            chosen["name"] = dict(self.name)
        if self.exit:
            chosen["exit"] = self.exit
        if self.colours:
            chosen["colours"] = {scheme: dict(found) for scheme, found in self.colours.items()}
        lists = {"numbers": self.numbers, "questions": self.questions, "reading": self.reading}
        for name, found in lists.items():
            if found is not None:
                chosen[name] = [each.as_json() for each in found]
        return chosen


def parse(data: Mapping[str, object], source: str, lines: Lines | None = None) -> Organisation:
    """Build the settings from parsed TOML.

    Args:
        data: what `tomllib` returned.
        source: the file's name, for messages.
        lines: of its text, for messages too.

    Raises:
        Misconfigured: names the file, its line, the place and the rule.
    """
    top = opened(data, source, lines)
    top.only({"name", "exit", "colours", "number", "question", "reading"})
    return Organisation(
        name=texts(top, "name", LONGEST["organisation"]) if "name" in data else None,
        exit=_address(top, "exit") if "exit" in data else None,
        colours=read_palette(top.entry("colours")) if "colours" in data else {},
        numbers=_numbers(top) if "number" in data else None,
        questions=_questions(top) if "question" in data else None,
        reading=_reading(top) if "reading" in data else None,
    )


def _at_most(entry: Entry, key: str, most: int) -> tuple[Entry, ...]:
    found = entry.each(key)
    entry.need(len(found) <= most, f"more than {most} of {key}", key)
    return found


def _address(entry: Entry, key: str) -> str:
    address = entry.text(key)
    rule = f"{key} is not an address such as https://www.example.org/, https only and without ?"
    entry.need(ADDRESS.fullmatch(address), rule, key)
    return address


def _numbers(top: Entry) -> tuple[Number, ...]:
    entries = _at_most(top, "number", MOST_NUMBERS)
    top.need(entries, "there is no number in it: leave it out for those of the page", "number")
    found: list[Number] = []
    seen: set[str] = set()
    for entry in entries:
        number = _number(entry)
        dialled = "".join(each for each in number.number if each.isdigit())
        entry.need(dialled != EMERGENCY, "112 is on every page, and always first", "number")
        entry.need(dialled not in seen, "this number is there already", "number")
        seen.add(dialled)
        found.append(number)
    return tuple(found)


def _number(entry: Entry) -> Number:
    entry.only({"number", "name", "about", "only"})
    only = entry.names("only")
    for language in only:
        rule = f"only: {language} is not a language such as nl"
        entry.need(LANGUAGE.fullmatch(language), rule, "only")
    name = texts(entry, "name", LONGEST["name"])
    for language in only:
        entry.need(language in name, f"only: name is not there in {language}", "only")
    about = texts(entry, "about", LONGEST["about"], like=name)
    return Number(number=telephone(entry, "number"), name=name, about=about, only=only)


def _questions(top: Entry) -> tuple[Question, ...]:
    return tuple(map(_question, _at_most(top, "question", MOST_QUESTIONS)))


def _question(entry: Entry) -> Question:
    entry.only({"ask", "answer"})
    ask = texts(entry, "ask", LONGEST["ask"])
    answers = _at_most(entry, "answer", MOST_ANSWERS)
    entry.need(len(answers) >= FEWEST_ANSWERS, f"fewer than {FEWEST_ANSWERS} of answer")
    found: list[Answer] = []
    for each in answers:
        answer = _answer(each, ask)
        each.need(answer.text not in [other.text for other in found], "this answer is there twice")
        found.append(answer)
    return Question(ask=ask, answers=tuple(found))


def _answer(entry: Entry, like: Texts) -> Answer:
    entry.only({"text", "help"})
    said = "help" in entry.data
    return Answer(
        text=texts(entry, "text", LONGEST["answer"], like=like),
        help=texts(entry, "help", LONGEST["help"], like=like) if said else None,
    )


def _reading(top: Entry) -> tuple[Reading, ...]:
    found: list[Reading] = []
    for entry in _at_most(top, "reading", MOST_READING):
        entry.only({"title", "text", "link"})
        title = texts(entry, "title", LONGEST["title"])
        twice = title in [other.title for other in found]
        entry.need(not twice, "this title is there already", "title")
        text = texts(entry, "text", LONGEST["text"], like=title, may_break=True)
        link = _address(entry, "link") if "link" in entry.data else None
        found.append(Reading(title=title, text=text, link=link))
    return tuple(found)
