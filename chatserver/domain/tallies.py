"""Which cells a tag raises, and exact tables from cells (DOMAIN.md 3.4, 4.5).

A tag leaves nothing behind but +1 in cells that were declared beforehand. What
comes back here is exact and for the server only; what people may see goes
through `domain/disclosure.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from chatserver.domain.questions import (
    Answers,
    Codebook,
    Derived,
    Label,
    Option,
    Period,
    Question,
    Table,
)

TOTAL: Final = "*"
"""The row of a table's base: how many tags are in it at all."""


class Cell(NamedTuple):
    """One counter; written `t5/self/2026-Q4` in the ledger."""

    table: str
    row: str
    period: str

    @property
    def key(self) -> str:
        """The name the ledger keeps it under."""
        return "/".join(self)

    @classmethod
    def read(cls, name: str) -> "Cell":
        """Read what `key` wrote.

        Raises:
            ValueError: it is no cell's name.
        """
        table, row, period = name.split("/")
        return cls(table, row, period)


Counts = Mapping[Cell, int]
"""How often each cell was raised; a cell that is absent was never raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a tabulation, exact."""

    option: Option
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabulation:
    """One table of one year, exact: never encoded, never shown (DESIGN.md §8)."""

    table: Table
    unit: Label
    year: int
    total: int
    rows: tuple[Row, ...]

    @property
    def known(self) -> int:
        """How many are in the base with a known value: without not discussed, unclear (A1)."""
        return self.total - sum(row.count for row in self.rows if row.option.unknown)

    def count(self, code: str) -> int:
        """Give the number of one row."""
        return next(row.count for row in self.rows if row.option.code == code)

    def of_all(self, code: str) -> str:
        """Give the percentage of the whole base, one decimal."""
        return percent(self.count(code), self.total)

    def of_known(self, code: str) -> str:
        """Give the percentage of those with a known value, one decimal."""
        return percent(self.count(code), self.known)


def percent(part: int, whole: int) -> str:
    """Give a percentage with one decimal, halves rounded up; empty where there is no base."""
    if whole == 0:
        return ""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def period_of(day: date, period: Period) -> str:
    """Name the period a day lies in: `2026-11`, `2026-Q4`, `2026`."""
    if period is Period.MONTH:
        return f"{day.year}-{day.month:02}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if period is Period.QUARTER else str(day.year)


def periods(year: int, period: Period) -> tuple[str, ...]:
    """Name all periods of a year, in order."""
    months = (date(year, month, 1) for month in range(1, 13))
    return tuple(dict.fromkeys(period_of(day, period) for day in months))


def cells(codebook: Codebook, answers: Answers, day: date) -> tuple[Cell, ...]:
    """Give the cells one tag raises by one, in the order of the codebook.

    Args:
        codebook: the version the tag was checked with.
        answers: what `Codebook.check` returned.
        day: the day the conversation ended.
    """
    return tuple(_raised(codebook, answers, lambda period: period_of(day, period)))


def cells_of(codebook: Codebook, answers: Answers, year: int, month: int | None) -> Iterator[Cell]:
    """Give the cells of an earlier year that one line of it raises by one.

    Args:
        codebook: the version the answers were checked with.
        answers: what was told.
        year: in which it was.
        month: 1 to 12; where nobody knows, it is counted in the year and in no part of it.
    """
    if month is not None:
        return iter(cells(codebook, answers, date(year, month, 1)))
    return _raised(codebook, answers, lambda _period: str(year))


def _raised(codebook: Codebook, answers: Answers, named: Callable[[Period], str]) -> Iterator[Cell]:
    inside = codebook.bases_of(answers)
    for table in codebook.tables:
        if table.base.id in inside:
            for row in (TOTAL, *table.of.hits(answers)):
                yield Cell(table.id, row, named(table.period))


def add_up(codebook: Codebook, tags: Iterable[tuple[date, Answers]]) -> Counter[Cell]:
    """Count many tags at once: for the demo, rehearsals and tests."""
    return Counter(cell for day, answers in tags for cell in cells(codebook, answers, day))


def tabulate(codebook: Codebook, counts: Counts, year: int) -> tuple[Tabulation, ...]:
    """Add the periods of a year up into every table of one codebook version (V2)."""
    return tuple(
        Tabulation(
            table=table,
            unit=codebook.units[table.unit],
            year=year,
            total=_sum(counts, table, TOTAL, year),
            rows=tuple(
                Row(option=option, count=_sum(counts, table, option.code, year))
                for option in table.of.options
            ),
        )
        for table in codebook.tables
    )


def grouped(tabulation: Tabulation, derived: Derived) -> Tabulation:
    """Add the rows of a single answer up into the values of a variable computed from it (P6).

    Args:
        derived: such as the table's own `collapse`; computed from the question it counts alone.
    """
    question = tabulation.table.of
    if not isinstance(question, Question) or derived.sources != question.sources:
        raise ValueError(f"{derived.id} is not computed from what {tabulation.table.id} counts")
    found: Counter[str] = Counter()
    for row in tabulation.rows:
        (value,) = derived.hits(Answers({question.id: (row.option.code,)}))
        found[value] += row.count
    rows = tuple(Row(option=option, count=found[option.code]) for option in derived.options)
    return replace(tabulation, table=replace(tabulation.table, of=derived), rows=rows)


def _sum(counts: Counts, table: Table, row: str, year: int) -> int:
    # A year that was imported without months lies in none of them.
    names = {*periods(year, table.period), str(year)}
    return sum(counts.get(Cell(table.id, row, name), 0) for name in names)
