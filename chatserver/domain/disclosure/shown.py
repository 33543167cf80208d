"""One table in one period as people see it: text only (I3, I4, I7).

A `Print` is what was decided to be shown, and all there is to keep of it: once somebody may
have seen it, it never changes. A `View` is a `Print` with labels and percentages. Percentages
are computed from the text, so they cannot say more than it does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from chatserver.domain.disclosure.spans import Span
from chatserver.domain.questions import Codebook, Cross, Label, Option, Parts, Table

FEW: Final = "<5"
"""Shown for 1 to 4 (I4)."""

DASH: Final = "–"  # noqa: RUF001 - an en dash is the printers' sign for a number left out
"""Shown for a number that would give away a small one (I5); always 5 or more."""

BAR: Final = "×"  # noqa: RUF001 - a sign of its own: it may stand for any number
"""Shown in every cell of a line in which nearly all have one answer; any number, also zero."""

MASKS: Final = frozenset({FEW, DASH, BAR})

MIN_SHOWN: Final = 5
"""The smallest number that is shown exactly, besides zero (I4)."""

MIN_BASE: Final = 10
"""A table of fewer is not shown (I3)."""

MIN_PERCENT_BASE: Final = 20
"""No percentages of fewer (I7)."""

Hidden = Literal["", "small", "withheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What is shown of one table in one period, as text, by code. Keep it as it is."""

    table: str
    span: Span
    hidden: Hidden = ""
    total: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Give what has to be kept."""
        return {
            "table": self.table,
            "span": list(self.span.parts),
            "hidden": self.hidden,
            "total": self.total,
            "rows": dict(self.rows),
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Print":
        """Read what `as_dict` gave."""
        return cls(
            table=kept["table"],
            span=Span(tuple(kept["span"])),
            hidden=cast("Hidden", kept["hidden"]),
            total=kept["total"],
            rows=dict(kept["rows"]),
        )


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
    span: Span
    total: str = ""
    known: str = ""
    rows: tuple[ViewRow, ...] = ()
    notes: tuple[Label, ...] = ()
    hidden: Hidden = ""

    def as_dict(self) -> dict[str, object]:
        """Give the table for JSON: the only form in which tallies leave the server."""
        return {
            "id": self.table.id,
            "title": self.table.title.as_dict(),
            "unit": self.unit.as_dict(),
            "base": self.table.base.label.as_dict(),
            "period": self.span.name,
            "merged": self.span.is_merged,
            "hidden": self.hidden,
            "total": self.total,
            "known": self.known,
            "multi": self.table.of.multi,
            "rows": [row.as_dict() for row in self.rows],
            "notes": [note.as_dict() for note in self.notes],
            "cross": cross.as_dict() if isinstance(cross := self.table.of, Cross) else None,
        }


def draw(codebook: Codebook, printed: Print) -> View:
    """Add labels, notes and percentages to what was printed."""
    table = next(each for each in codebook.tables if each.id == printed.table)
    unit = codebook.units[table.unit]
    if printed.hidden:
        note = codebook.notes[printed.hidden]
        return View(table=table, unit=unit, span=printed.span, hidden=printed.hidden, notes=(note,))
    known = _known(table, printed)
    firm = _firm(table, printed, known)
    keys = [*(["multi"] if table.of.multi else []), *table.notes]
    keys += ["masked"] if MASKS & set(printed.rows.values()) else []
    return View(
        table=table,
        unit=unit,
        span=printed.span,
        total=printed.total,
        known=known,
        rows=tuple(_row(table, option, printed, known, firm) for option in table.of.options),
        notes=tuple(codebook.notes[key] for key in keys),
    )


def _known(table: Table, printed: Print) -> str:
    """Give the base of "% of known", unless subtracting it would give a masked row away."""
    unknown = [printed.rows[option.code] for option in table.of.options if option.unknown]
    if not unknown or isinstance(table.of, Parts) or MASKS & set(unknown):
        return ""
    return str(int(printed.total) - sum(map(int, unknown)))


def _firm(table: Table, printed: Print, known: str) -> int:
    """Give how many have a known value at least, going by what is printed (I7)."""
    if known:
        return int(known)
    options = table.of.options
    if not any(option.unknown for option in options):
        return int(printed.total)
    texts = [printed.rows[option.code] for option in options if not option.unknown]
    exact = [int(text) for text in texts if text not in MASKS]
    return max(exact, default=0) if table.of.multi else sum(exact)


def _row(table: Table, option: Option, printed: Print, known: str, firm: int) -> ViewRow:
    """Add percentages to a number that is shown, never to one that is not."""
    count = printed.rows[option.code]
    plain = isinstance(table.of, Parts) and not table.of.shares
    if plain or count in MASKS or firm < MIN_PERCENT_BASE:
        return ViewRow(option=option, count=count)
    return ViewRow(
        option=option,
        count=count,
        of_all=percent(int(count), int(printed.total)),
        of_known="" if option.unknown or not known else percent(int(count), int(known)),
    )


def percent(part: int, whole: int) -> str:
    """Give a whole percentage, halves rounded up (I7, P5)."""
    return f"{(200 * part + whole) // (2 * whole)} %"
