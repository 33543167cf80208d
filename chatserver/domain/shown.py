"""How a table is shown: masks and percentages drawn as text (I3, I4, I7).

`domain/disclosure.py` decides what else must be hidden and hands that in as
`Masks`; nothing outside it should draw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from chatserver.domain.questions import Codebook, Cross, Label, Option, Parts, Table
from chatserver.domain.relations import row_name
from chatserver.domain.tallies import Row, Tabulation

FEW: Final = "<5"
"""Shown for 1 to 4 (I4)."""

DASH: Final = "–"  # noqa: RUF001 - an en dash is the printers' sign for a number left out
"""Shown for a number that would give away a small one (I5); always 5 or more."""

MIN_SHOWN: Final = 5
"""The smallest number that is shown exactly, besides zero (I4)."""

MIN_BASE: Final = 10
"""A table of fewer is not shown (I3)."""

MIN_PERCENT_BASE: Final = 20
"""No percentages of fewer (I7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """One row as shown; an empty percentage is one that may not be shown."""

    option: Option
    count: str
    of_all: str = ""
    of_known: str = ""

    def as_dict(self) -> dict[str, object]:
        """Give the row for JSON."""
        return {
            "code": self.option.code,
            "label": self.option.label.as_dict(),
            "count": self.count,
            "of_all": self.of_all,
            "of_known": self.of_known,
            "unknown": self.option.unknown,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One table as shown. `hidden` says why it has no rows, if it has none."""

    table: Table
    unit: Label
    total: str = ""
    known: str = ""
    rows: tuple[ViewRow, ...] = ()
    notes: tuple[Label, ...] = ()
    hidden: Literal["", "small", "withheld"] = ""

    def as_dict(self) -> dict[str, object]:
        """Give the table for JSON: the only form in which tallies leave the server."""
        return {
            "id": self.table.id,
            "title": self.table.title.as_dict(),
            "unit": self.unit.as_dict(),
            "base": self.table.base.label.as_dict(),
            "total": self.total,
            "known": self.known,
            "multi": self.table.of.multi,
            "rows": [row.as_dict() for row in self.rows],
            "notes": [note.as_dict() for note in self.notes],
            "cross": cross.as_dict() if isinstance(cross := self.table.of, Cross) else None,
        }


@dataclass(frozen=True, slots=True)
class Masks:
    """Numbers to dash and tables to withhold, beyond I3 and I4."""

    dashed: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()


def draw(codebook: Codebook, tabulations: Sequence[Tabulation], masks: Masks) -> tuple[View, ...]:
    """Draw all tables under the given masks, in the same order."""
    return tuple(_table(codebook, tab, masks) for tab in tabulations)


def _table(codebook: Codebook, tab: Tabulation, masks: Masks) -> View:
    table = tab.table
    if tab.total < MIN_BASE:
        return View(table=table, unit=tab.unit, hidden="small", notes=(codebook.notes["small"],))
    if table.id in masks.withheld or table.base.id in masks.dashed:
        note = codebook.notes["withheld"]
        return View(table=table, unit=tab.unit, hidden="withheld", notes=(note,))
    counts = {row.option.code: _count(table, row, masks) for row in tab.rows}
    known = _known(tab, counts)
    firm = _firm(tab, counts, known)
    rows = tuple(_row(tab, row, counts[row.option.code], known, firm) for row in tab.rows)
    keys = [*(["multi"] if table.of.multi else []), *table.notes]
    keys += ["masked"] if {FEW, DASH} & set(counts.values()) else []
    return View(
        table=table,
        unit=tab.unit,
        total=str(tab.total),
        known=known,
        rows=rows,
        notes=tuple(codebook.notes[key] for key in keys),
    )


def _count(table: Table, row: Row, masks: Masks) -> str:
    if 0 < row.count < MIN_SHOWN:
        return FEW
    return DASH if row_name(table, row.option.code) in masks.dashed else str(row.count)


def _known(tab: Tabulation, counts: Mapping[str, str]) -> str:
    """Give the base of "% of known", unless subtracting it would give a masked row away."""
    unknown = [counts[row.option.code] for row in tab.rows if row.option.unknown]
    if not unknown or isinstance(tab.table.of, Parts):
        return ""
    return "" if {FEW, DASH} & set(unknown) else str(tab.known)


def _firm(tab: Tabulation, counts: Mapping[str, str], known: str) -> int:
    """Give how many have a known value at least, going by what is printed (I7)."""
    if known:
        return int(known)
    options = [row.option for row in tab.rows]
    if not any(option.unknown for option in options):
        return tab.total
    printed = [counts[option.code] for option in options if not option.unknown]
    exact = [int(count) for count in printed if count not in {FEW, DASH}]
    return max(exact, default=0) if tab.table.of.multi else sum(exact)


def _row(tab: Tabulation, row: Row, count: str, known: str, firm: int) -> ViewRow:
    """Add percentages to a number that is shown, never to one that is not."""
    option = row.option
    if isinstance(tab.table.of, Parts) or count in {FEW, DASH} or firm < MIN_PERCENT_BASE:
        return ViewRow(option=option, count=count)
    of_known = "" if option.unknown or not known else _percent(row.count, int(known))
    return ViewRow(
        option=option, count=count, of_all=_percent(row.count, tab.total), of_known=of_known
    )


def _percent(part: int, whole: int) -> str:
    return f"{(200 * part + whole) // (2 * whole)} %"
