"""What a derived variable says about the question it summarises, as sums.

Nothing is assumed about the rules of the derived variable: every answer the
question accepts is tried, and what is true of all answers becomes a sum.
Names are those of `domain/relations.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from chatserver.domain.questions import Answers, Derived, Question
from chatserver.domain.ranges import Sum

Counted = Question | Derived
"""A variable whose rows are numbers of their own; the rows of `Parts` are bases."""


def is_from(derived: Derived, of: Counted) -> bool:
    """Tell whether a derived variable depends on this one alone."""
    return {c.question for value in derived.values for c in value.when} == {of.id}


def row_in(group: str, of: Counted, code: str) -> str:
    """Name the number of one row in a group of tags."""
    return f"{group}:{of.id}={code}"


def summary(group: str, of: Question, derived: Derived) -> Iterator[Sum]:
    """State how the rows of a question and of its summary add up in one group."""
    falls: dict[str, list[frozenset[str]]] = {value.option.code: [] for value in derived.values}
    for answer in _answers(of):
        falls[derived.hits(Answers({of.id: answer}))[0]].append(frozenset(answer))
    told = _Told(group, of, derived, {value: sets for value, sets in falls.items() if sets})
    for option in of.options:
        yield from told.option(option.code)
    for value in told.falls:
        yield from told.cover(value)
    if of.multi:
        yield from told.mentions()


@dataclass(frozen=True, slots=True)
class _Told:
    """One summary in one group; `falls` has the answers behind each of its values."""

    group: str
    of: Question
    derived: Derived
    falls: dict[str, list[frozenset[str]]]

    def option(self, code: str) -> Iterator[Sum]:
        """An option is in some values always, in some never, in the rest perhaps."""
        row = row_in(self.group, self.of, code)
        sure = [value for value, sets in self.falls.items() if all(code in s for s in sets)]
        never = [value for value, sets in self.falls.items() if not any(code in s for s in sets)]
        maybe = [value for value in self.falls if value not in sure and value not in never]
        yield Sum(row, (*self.rows(sure), f"{row}*"))
        yield Sum(f"{row}~", (*self.rows(never), f"{row}*~"))
        yield Sum(f"{row}?", self.rows(maybe))
        yield Sum(f"{row}?", (f"{row}*", f"{row}*~"))

    def cover(self, value: str) -> Iterator[Sum]:
        """If every answer behind a value has an option found nowhere else, those count it."""
        elsewhere = {c for v, sets in self.falls.items() if v != value for s in sets for c in s}
        own = [option.code for option in self.of.options if option.code not in elsewhere]
        per_answer = [len(answer.intersection(own)) for answer in self.falls[value]]
        if all(per_answer):
            name = row_in(self.group, self.derived, value)
            more = () if max(per_answer) == 1 else (f"{name}#+",)
            yield Sum(f"{name}#", tuple(row_in(self.group, self.of, code) for code in own))
            yield Sum(f"{name}#", (name, *more))

    def mentions(self) -> Iterator[Sum]:
        """Who has a known answer, and how many mentions are second ones."""
        alone = {option.code for option in self.of.options if option.exclusive}
        known = [v for v, sets in self.falls.items() if not any(s & alone for s in sets)]
        mixed = [v for v, sets in self.falls.items() if any(s & alone for s in sets)]
        name = f"{self.group}:{self.of.id}"
        yield Sum(f"{name}!", (*self.rows(known), f"{name}!*"))
        yield Sum(f"{name}!?", self.rows(mixed))
        yield Sum(f"{name}!?", (f"{name}!*", f"{name}!*~"))
        twice = [v for v, sets in self.falls.items() for _ in range(min(map(len, sets)) - 1)]
        yield Sum(f"{name}+", (*self.rows(twice), f"{name}+~"))
        for option in self.of.options:
            if not option.exclusive and set(mixed).isdisjoint(self.holding(option.code)):
                row = row_in(self.group, self.of, option.code)
                never = [v for v in known if v not in self.holding(option.code)]
                yield Sum(f"{row}~!", (*self.rows(never), f"{row}*~", f"{name}!*"))

    def holding(self, code: str) -> list[str]:
        """Give the values that the option can be in."""
        return [value for value, sets in self.falls.items() if any(code in s for s in sets)]

    def rows(self, values: list[str]) -> tuple[str, ...]:
        """Name the rows of values."""
        return tuple(row_in(self.group, self.derived, value) for value in values)


def _answers(question: Question) -> Iterator[tuple[str, ...]]:
    """Every answer the question accepts."""
    beside = [o.code for o in question.options if question.multi and not o.exclusive]
    yield from ((o.code,) for o in question.options if o.code not in beside)
    for size in range(1, len(beside) + 1):
        yield from combinations(beside, size)
