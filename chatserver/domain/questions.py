"""What a codebook is made of (DOMAIN.md 3): questions, derived values, bases, tables.

    Codebook
    ├── Question   asked on the form; its options are the codes of the answer
    ├── Derived    computed from answers when a tag is counted
    ├── Base       what a percentage is a percentage of; bases lie within each other
    └── Table      counts one variable (question, derived or parts) on one base

`domain/codebook.py` reads these from data and checks them; here they are only used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

from chatserver.domain.errors import Code, Refused

NOT_SHOWN: Final = "na"
"""The answer the system gives for a question that was not shown (DOMAIN.md 3.1)."""

Answers = NewType("Answers", dict[str, tuple[str, ...]])
"""Checked answers: every question of the codebook in its order, defaults filled in."""


class BadAnswers(Refused):
    """The answers do not fit the codebook; the detail never repeats an answer."""

    def __init__(self, detail: str) -> None:
        super().__init__(Code.BAD_ANSWERS, detail)


class Period(StrEnum):
    """How finely a table is stored (I2)."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text in both languages of the screen (V4)."""

    nl: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """Give the label as the browser reads it."""
        return {"nl": self.nl, "en": self.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One code. `exclusive`: never beside others; `unknown`: outside "% of known" (A1)."""

    code: str
    label: Label
    exclusive: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds if one of `codes` was answered; if `exact`, if just all of them were."""

    question: str
    codes: tuple[str, ...]
    exact: bool = False

    def holds(self, answers: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether it holds; a question without answer never does."""
        given = set(answers.get(self.question, ()))
        return given == set(self.codes) if self.exact else not given.isdisjoint(self.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the form: either `required` or with a `default` (DOMAIN.md 3.1)."""

    id: str
    label: Label
    options: tuple[Option, ...]
    multi: bool = False
    required: bool = False
    default: str | None = None
    when: tuple[Condition, ...] = ()

    def is_shown(self, answers: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether the form shows it, given the answers before it."""
        return all(condition.holds(answers) for condition in self.when)

    def hits(self, answers: Answers) -> tuple[str, ...]:
        """Give the rows these answers count in."""
        return answers[self.id]

    def settle(self, given: Sequence[str] | None) -> tuple[str, ...]:
        """Check what was answered while it was shown, in the order of the options."""
        if given is None:
            if self.default is None:
                raise BadAnswers(f"question {self.id}: required")
            return (self.default,)
        chosen = tuple(option for option in self.options if option.code in given)
        if len(set(given)) != len(given):
            raise BadAnswers(f"question {self.id}: a code twice")
        if not given or len(chosen) != len(given):
            raise BadAnswers(f"question {self.id}: no code, or an unknown one")
        if len(chosen) > 1 and not self.multi:
            raise BadAnswers(f"question {self.id}: one code only")
        if len(chosen) > 1 and any(option.exclusive for option in chosen):
            raise BadAnswers(f"question {self.id}: an exclusive code beside others")
        return tuple(option.code for option in chosen)

    def pass_over(self, given: Sequence[str] | None) -> tuple[str, ...]:
        """Check what was answered while it was not shown: nothing, or `na`."""
        if given is not None and list(given) != [NOT_SHOWN]:
            raise BadAnswers(f"question {self.id}: answered though not shown")
        return (NOT_SHOWN,)

    def as_json(self) -> dict[str, object]:
        """Give the question as the form is drawn from it."""
        return {
            "id": self.id,
            "label": self.label.as_dict(),
            "multi": self.multi,
            "required": self.required,
            "when": [{"question": c.question, "has": list(c.codes)} for c in self.when],
            "default": self.default,
            "codes": [
                {"code": o.code, "label": o.label.as_dict(), "exclusive": o.exclusive}
                for o in self.options
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a derived variable; without conditions it takes the rest."""

    option: Option
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A variable computed at fold time, because single answers are not kept (DOMAIN.md 3.1)."""

    id: str
    label: Label
    values: tuple[Value, ...]
    multi: bool = False

    @property
    def options(self) -> tuple[Option, ...]:
        """The values as rows of a table."""
        return tuple(value.option for value in self.values)

    def hits(self, answers: Answers) -> tuple[str, ...]:
        """Give the first value whose conditions hold; the last one always does."""
        fitting = (v for v in self.values if all(c.holds(answers) for c in v.when))
        return (next(fitting).option.code,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A set of tags, by conditions, within a larger one."""

    id: str
    label: Label
    when: tuple[Condition, ...] = ()
    within: "Base | None" = None

    def holds(self, answers: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether these answers are in this base and in all it lies within."""
        return all(c.holds(answers) for base in self.chain() for c in base.when)

    def chain(self) -> Iterator["Base"]:
        """Give this base, then the one it lies within, and so on."""
        yield self
        if self.within is not None:
            yield from self.within.chain()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A base as one row of a table that sets bases side by side (T3)."""

    option: Option
    base: Base


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Bases side by side: each row has its own unit, so there are no percentages (A2)."""

    parts: tuple[Part, ...]
    multi: bool = False

    @property
    def options(self) -> tuple[Option, ...]:
        """The bases as rows of a table."""
        return tuple(part.option for part in self.parts)

    def hits(self, answers: Answers) -> tuple[str, ...]:
        """Give the rows whose base these answers are in."""
        return tuple(part.option.code for part in self.parts if part.base.holds(answers))


Variable = Question | Derived | Parts
"""What a table can count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A pre-declared table (I1). `notes` name texts of the codebook printed with it."""

    id: str
    title: Label
    unit: str
    base: Base
    period: Period
    of: Variable
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """An immutable, versioned document (V1): what is asked and what is counted."""

    id: str
    version: str
    name: Label
    questions: tuple[Question, ...]
    derived: tuple[Derived, ...]
    bases: tuple[Base, ...]
    units: Mapping[str, Label]
    tables: tuple[Table, ...]
    notes: Mapping[str, Label]
    hard: tuple[tuple[Condition, ...], ...] = ()
    """Which conversations weigh on who has them: each one a list of conditions that all hold."""

    @property
    def key(self) -> str:
        """Name and version in one word, as frames and cells carry it (V2)."""
        return f"{self.id}-{self.version}"

    def check(self, answers: Mapping[str, Sequence[str]]) -> Answers:
        """Check a tag and fill it in; checking the result again changes nothing.

        Raises:
            BadAnswers: something does not fit; names the question and the rule.
        """
        if not answers.keys() <= {question.id for question in self.questions}:
            raise BadAnswers("unknown question")
        checked: dict[str, tuple[str, ...]] = {}
        for question in self.questions:
            settle = question.settle if question.is_shown(checked) else question.pass_over
            checked[question.id] = settle(answers.get(question.id))
        return Answers(checked)

    def is_hard(self, answers: Answers) -> bool:
        """Tell whether such a conversation counts towards a break (decision 0023)."""
        return any(all(each.holds(answers) for each in when) for when in self.hard)

    def as_json(self) -> dict[str, object]:
        """Give what the form needs; bases and tables stay on the server."""
        return {
            "id": self.id,
            "version": self.version,
            "name": self.name.as_dict(),
            "questions": [question.as_json() for question in self.questions],
        }
