"""What a codebook is made of (DOMAIN.md 3): questions, derived values, bases, tables.

    Codebook
    ├── Question   asked on the form; its options are the codes of the answer
    ├── Derived    computed from answers when a tag is counted
    ├── Base       what a percentage is a percentage of; bases lie within each other
    └── Table      counts one variable on one base
                   Variable = Question | Derived | Parts (bases side by side) | Cross (of two)

The form's half is in `domain/asking.py`. `domain/codebook.py` reads all of it from data and
checks it; here it is only used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from chatserver.domain.asking import (
    NOT_SHOWN,
    Answers,
    BadAnswers,
    Caution,
    Condition,
    Label,
    Option,
    Question,
)

__all__ = [
    "NOT_SHOWN",
    "Answers",
    "BadAnswers",
    "Base",
    "Caution",
    "Codebook",
    "Condition",
    "Cross",
    "Derived",
    "Label",
    "Option",
    "Part",
    "Parts",
    "Period",
    "Question",
    "Table",
    "Value",
    "Variable",
]


class Period(StrEnum):
    """How finely a table is stored (I2)."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


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

    @property
    def sources(self) -> frozenset[str]:
        """The questions it is computed from."""
        return frozenset(c.question for value in self.values for c in value.when)


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
    """Bases side by side: each row has its own unit, so there are no percentages (A2).

    `shares`: all rows are parts of the table's base in the same unit, so there are (T21).
    """

    parts: tuple[Part, ...]
    multi: bool = False
    shares: bool = False

    @property
    def options(self) -> tuple[Option, ...]:
        """The bases as rows of a table."""
        return tuple(part.option for part in self.parts)

    def hits(self, answers: Answers) -> tuple[str, ...]:
        """Give the rows whose base these answers are in."""
        return tuple(part.option.code for part in self.parts if part.base.holds(answers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cross:
    """Two single-valued variables against each other (X1-X9): one row for each pair.

    What a row or column adds up to is not stored apart.
    """

    rows: Question | Derived
    columns: Question | Derived
    multi: bool = False

    @property
    def options(self) -> tuple[Option, ...]:
        """Every pair, row by row; unknown if either is."""
        return tuple(
            Option(
                code=pair(row.code, column.code),
                label=Label(
                    nl=f"{row.label.nl} · {column.label.nl}",
                    en=f"{row.label.en} · {column.label.en}",
                ),
                unknown=row.unknown or column.unknown,
            )
            for row in self.rows.options
            for column in self.columns.options
        )

    def as_dict(self) -> dict[str, list[dict[str, object]]]:
        """Give what is down and what is across, so that a page can lay the pairs out."""
        return {
            name: [
                {"code": option.code, "label": option.label.as_dict(), "unknown": option.unknown}
                for option in side.options
            ]
            for name, side in (("down", self.rows), ("across", self.columns))
        }

    def hits(self, answers: Answers) -> tuple[str, ...]:
        """Give the one pair these answers count in."""
        return tuple(
            pair(row, column)
            for row in self.rows.hits(answers)
            for column in self.columns.hits(answers)
        )


def pair(row: str, column: str) -> str:
    """Name the cell of a cross: `lt16.sex` in the ledger."""
    return f"{row}.{column}"


Variable = Question | Derived | Parts | Cross
"""What a table can count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A pre-declared table (I1). `notes` name texts of the codebook printed with it.

    `collapse`: the derived variable into whose values the rows are added up before a release
    (P6). Of a single-valued question nothing else need be stored: its rows say everything.
    """

    id: str
    title: Label
    unit: str
    base: Base
    period: Period
    of: Variable
    notes: tuple[str, ...] = ()
    collapse: Derived | None = None


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
    cautions: tuple[Caution, ...] = ()
    mappings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What others call our codes (V3): {"ckm": {"form.sex": "seksuele uitbuiting"}}."""

    @property
    def key(self) -> str:
        """Name and version in one word, as frames and cells carry it (V2)."""
        return f"{self.id}-{self.version}"

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers: major, minor, patch."""
        return tuple(map(int, self.version.split(".")))

    def heard(self, language: str) -> str | None:
        """Reduce a language to what this codebook tells apart; None where that is nothing."""
        found = (question.code_for(language) for question in self.questions if question.auto)
        return next(found, None)

    def check(
        self, answers: Mapping[str, Sequence[str]], *, language: str | None = None
    ) -> Answers:
        """Check a tag and fill it in.

        Args:
            answers: codes by question.
            language: the one the visitor chose, two letters; None where nobody knows (any more).

        Raises:
            BadAnswers: something does not fit; names the question and the rule.
        """
        if not answers.keys() <= {question.id for question in self.questions}:
            raise BadAnswers("unknown question")
        checked: dict[str, tuple[str, ...]] = {}
        for question in self.questions:
            given = answers.get(question.id)
            checked[question.id] = question.answered(given, checked, language=language)
        return Answers(checked)

    def fits(self, answers: Answers) -> bool:
        """Tell whether these can be what `check` returned: every question, codes it knows."""
        return answers.keys() == {question.id for question in self.questions} and all(
            answers[question.id] == (NOT_SHOWN,)
            or {*answers[question.id]} <= {option.code for option in question.options}
            for question in self.questions
        )

    def bases_of(self, answers: Answers) -> frozenset[str]:
        """Give the ids of all bases that these answers are in."""
        inside: set[str] = set()
        for base in self.bases:  # what a base lies within comes before it
            is_within = base.within is None or base.within.id in inside
            if is_within and all(condition.holds(answers) for condition in base.when):
                inside.add(base.id)
        return frozenset(inside)

    def asked(self, answers: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
        """What of a checked tag a person answered: `check` of this gives the same tag again."""
        return {
            question.id: answers[question.id]
            for question in self.questions
            if not question.auto and tuple(answers[question.id]) != (NOT_SHOWN,)
        }

    def is_hard(self, answers: Answers) -> bool:
        """Tell whether such a conversation counts towards a break (decision 0023)."""
        return any(all(each.holds(answers) for each in when) for when in self.hard)

    def as_json(self) -> dict[str, object]:
        """Give what the form needs; bases and tables stay on the server."""
        return {
            "id": self.id,
            "version": self.version,
            "name": self.name.as_dict(),
            "questions": [question.as_json() for question in self.questions if not question.auto],
            "warnings": [caution.as_json() for caution in self.cautions],
        }
