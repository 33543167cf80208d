"""What is printed of every table, what that tells, and what hiding more of it costs.

A `Sheet` is the `Board` of `domain/disclosure/worlds.py` for the coordinator's views. Earlier
prints on it are fixed; on the others rows can be dashed and tables withheld.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chatserver.domain.disclosure.laws import row_name
from chatserver.domain.disclosure.shown import (
    BAR,
    DASH,
    FEW,
    MIN_BASE,
    MIN_SHOWN,
    Hidden,
    Print,
)
from chatserver.domain.disclosure.spans import Span
from chatserver.domain.disclosure.system import Disagree, System, at
from chatserver.domain.disclosure.worlds import PRICES, Move
from chatserver.domain.questions import Cross, Parts, Period, Table

UNBOUNDED: Final = 10**12
"""More than anybody will ever count."""

Range = tuple[int, int]
"""All a reader knows about a number: it lies between these, both included."""

ANY: Final[Range] = (0, UNBOUNDED)

_SIGNS: Final[Mapping[str, Range]] = {
    FEW: (1, MIN_SHOWN - 1),
    DASH: (MIN_SHOWN, UNBOUNDED),
    BAR: ANY,
}

_WEIGHT: Final = {Period.MONTH: 2, Period.QUARTER: 3, Period.YEAR: 5}
"""A figure of a year is worth more than one of a month: it is what is reported."""

_WITHHOLD: Final = 8
"""How many dashes a withheld table is worth."""

_ONE_QUESTION: Final = 2
"""How many dashes in a cross one in a table of one question is worth: those are read first."""

GROUP_SHARE: Final = 90
"""Per cent of a line that may not have one and the same answer (DOMAIN.md 4.2) ..."""

GROUP_BASE: Final = 20
"""... where the line has fewer people than this."""


@dataclass(slots=True, kw_only=True)
class Place:
    """One table in one period. `fixed`: what was printed of it before, and stays."""

    table: Table
    span: Span
    base: int
    rows: Mapping[int, str]
    fixed: Print | None = None
    hidden: Hidden = ""
    barred: frozenset[int] = frozenset()
    dashed: set[int] = field(default_factory=set)
    weight: int = field(init=False)
    """What a dash here costs."""

    def __post_init__(self) -> None:
        self.weight = _WEIGHT[self.span.grain]
        if not isinstance(self.table.of, Cross):
            self.weight *= _ONE_QUESTION

    @classmethod
    def of(cls, system: System, table: Table, span: Span, fixed: Print | None = None) -> "Place":
        """Draw a table with only what rules I3, I4 and group disclosure hide."""
        name = span.name
        options = table.of.options
        rows = {system.place[at(row_name(table, o.code), name)]: o.code for o in options}
        base = system.place[at(table.base.id, name)]
        place = cls(table=table, span=span, base=base, rows=rows, fixed=fixed)
        if fixed is not None:
            place._repeat(fixed)
        elif system.truth[base] < MIN_BASE:
            place.hidden = "small"
        elif isinstance(table.of, Cross):
            place.barred = _barred(system, table.of, rows)
        elif not isinstance(table.of, Parts) and not table.of.multi:
            counts = {code: system.truth[number] for number, code in rows.items()}
            unknown = {option.code for option in options if option.unknown}
            place.hidden = "withheld" if _is_group(counts, unknown) else ""
        return place

    def _repeat(self, fixed: Print) -> None:
        self.hidden = fixed.hidden
        self.barred = frozenset(n for n, code in self.rows.items() if fixed.rows.get(code) == BAR)
        self.dashed = {n for n, code in self.rows.items() if fixed.rows.get(code) == DASH}

    def masked(self, system: System) -> set[int]:
        """Give the numbers that are printed as a sign."""
        if self.hidden:
            return set()
        few = {number for number in self.rows if 0 < system.truth[number] < MIN_SHOWN}
        return few | self.dashed | self.barred

    def tells(self, system: System, number: int) -> Range:
        """Give what a reader learns here about one number."""
        if self.fixed is not None and not self.hidden:
            text = self.fixed.total if number == self.base else self.fixed.rows[self.rows[number]]
            return _SIGNS.get(text) or (int(text), int(text))
        if number == self.base:
            return self._tells_base(system.truth[number])
        if self.hidden or number in self.barred:
            return ANY
        if number in self.dashed:
            return MIN_SHOWN, UNBOUNDED
        count = system.truth[number]
        return (1, MIN_SHOWN - 1) if 0 < count < MIN_SHOWN else (count, count)

    def _tells_base(self, count: int) -> Range:
        if self.hidden == "small":
            return 0, MIN_BASE - 1
        if self.hidden:
            # Fewer are withheld only where all is, and that tells nothing.
            return (MIN_BASE, UNBOUNDED) if count >= MIN_BASE else ANY
        return count, count

    def printed(self, system: System) -> Print:
        """Give the text of what was not printed before."""
        if self.hidden:
            return Print(table=self.table.id, span=self.span, hidden=self.hidden)
        texts = {code: self._text(system, number) for number, code in self.rows.items()}
        return Print(
            table=self.table.id, span=self.span, total=str(system.truth[self.base]), rows=texts
        )

    def _text(self, system: System, number: int) -> str:
        if number in self.barred:
            return BAR
        if 0 < system.truth[number] < MIN_SHOWN:
            return FEW
        return DASH if number in self.dashed else str(system.truth[number])

    @property
    def price(self) -> int:
        """Give what it costs to withhold it."""
        return _WITHHOLD * self.weight


def _is_group(counts: Mapping[str, int], unknown: Iterable[str]) -> bool:
    """Tell whether nearly all of a small group have one and the same known answer (Sdc4)."""
    total = sum(counts.values())
    largest = max((n for code, n in counts.items() if code not in unknown), default=0)
    return 0 < total < GROUP_BASE and 100 * largest >= GROUP_SHARE * total


def _barred(system: System, cross: Cross, rows: Mapping[int, str]) -> frozenset[int]:
    """Give the cells of every row and column of a cross that would tell all about a group."""
    number = {code: place for place, code in rows.items()}
    across = [o.code for o in cross.rows.options]
    down = [o.code for o in cross.columns.options]
    lines = [({c: number[f"{r}.{c}"] for c in down}, cross.columns) for r in across]
    lines += [({r: number[f"{r}.{c}"] for r in across}, cross.rows) for c in down]
    found: set[int] = set()
    for line, of in lines:
        unknown = {option.code for option in of.options if option.unknown}
        if _is_group({code: system.truth[n] for code, n in line.items()}, unknown):
            found.update(line.values())
    return frozenset(found)


class Sheet:
    """All places, and what readers know of every number."""

    def __init__(self, system: System, places: Sequence[Place]) -> None:
        self.system = system
        self.places = places
        self.low = [0] * len(system.names)
        self.high = [UNBOUNDED] * len(system.names)
        self.changes = 0
        self._at: dict[int, list[Place]] = {}
        self._prices: dict[tuple[int, int], int | None] = {}
        for place in places:
            for number in {place.base, *place.rows}:
                self._at.setdefault(number, []).append(place)
        for number in self._at:
            self._read(number, self._at[number])
        for number, count in enumerate(system.truth):
            if not self.low[number] <= count <= self.high[number]:
                raise Disagree("a number that was shown has changed since")

    def _read(self, number: int, places: Iterable[Place]) -> None:
        self.changes += 1
        self._prices.clear()
        self.low[number], self.high[number] = self._told(number, places)

    def _told(self, number: int, places: Iterable[Place]) -> Range:
        told = [place.tells(self.system, number) for place in places]
        return max((low for low, _ in told), default=0), min(
            (high for _, high in told), default=UNBOUNDED
        )

    def masked(self) -> set[int]:
        """Give every number that is printed as a sign."""
        return {n for place in self.places for n in place.masked(self.system)}

    def signs(self, number: int) -> list[Place]:
        """Give the tables that print a number as a sign."""
        held = self._at.get(number, ())
        return [place for place in held if number in place.masked(self.system)]

    def limits(self, number: int) -> Sequence[int]:
        """Give how much may be hidden for a number: for a sign no more than its tables."""
        most = sum(place.price for place in self._optional(number))
        return [price for price in PRICES if not most or price <= most]

    def let_go(self, number: int) -> bool:
        """Withhold the tables that print a number as a sign, if that is all there is to it."""
        optional = self._optional(number)
        for place in optional:
            self.withhold(place)
        return bool(optional)

    def _optional(self, number: int) -> list[Place]:
        """Give the tables that could be withheld so that a number is no sign any more.

        A small number has to be protected whether it is printed or not, and so has a sign that
        was printed before.
        """
        signs = self.signs(number)
        small = 0 < self.system.truth[number] < MIN_SHOWN
        return [] if small or any(place.fixed for place in signs) else signs

    def open(self, move: Move) -> None:
        """Hide just so much that a move fits."""
        for number, more in move.items():
            value = self.system.truth[number] + more
            if not self.low[number] <= value <= self.high[number]:
                self.hide(number, value)

    def price(self, number: int, value: int) -> int | None:
        """Give the cost of hiding so much that the number may have this value, if it can be."""
        if (number, value) not in self._prices:
            found = self._cheapest(number, value)
            self._prices[number, value] = None if found is None else found[0]
        return self._prices[number, value]

    def is_free(self, number: int) -> bool:
        """Tell whether any more of a number can be hidden."""
        return any(not place.fixed and not place.hidden for place in self._at.get(number, ()))

    def hide(self, number: int, value: int) -> None:
        """Hide just so much. Where nothing can be hidden, the move does not stand."""
        _, dashed, withheld = self._cheapest(number, value) or (0, (), ())
        touched = {number}
        for place in dashed:
            place.dashed.add(number)
        for place in withheld:
            self.withhold(place)
            touched |= {place.base, *place.rows}
        for each in touched:
            self._read(each, self._at[each])

    def withhold_all(self) -> None:
        """Show nothing new, so that readers know what they knew before."""
        for place in self.places:
            if place.fixed is None:
                self.withhold(place)

    def withhold(self, place: Place) -> None:
        """Show nothing of a table."""
        self.show(place, set(), hidden="withheld")

    def show(self, place: Place, dashed: set[int], *, hidden: Hidden = "") -> None:
        """Show a table again, with what was dashed in it."""
        place.hidden, place.dashed = hidden, dashed
        for number in {place.base, *place.rows}:
            self._read(number, self._at[number])

    def _cheapest(self, number: int, value: int) -> tuple[int, list[Place], list[Place]] | None:
        """Dash it wherever it is a row if that is enough, and withhold every table otherwise."""
        holders = self._at.get(number, [])
        free = [place for place in holders if place.fixed is None and not place.hidden]
        others = [place for place in holders if place not in free]
        low, high = self._told(number, others)
        heads = [place for place in free if place.base == number]
        if heads:
            low = max(low, MIN_BASE)
        if not low <= value <= high:
            return None
        rows = [place for place in free if place.base != number]
        if min(value, self.system.truth[number]) >= MIN_SHOWN:
            cost = sum(place.weight for place in rows)
            cost += sum(place.price for place in heads)
            # Among equals the smallest: that costs the reader least (I5).
            return cost + min(3, self.system.truth[number] // 25), rows, heads
        return sum(place.price for place in free), [], free
