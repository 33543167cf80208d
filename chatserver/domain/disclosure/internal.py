"""What coordinators see, period after period: rules I1-I8 of DOMAIN.md 4.3.

Periods close one after the other. Whatever a month ends, that month and sometimes a quarter and
a year, is protected together, with everything shown before as fixed: nothing changes once
somebody may have seen it, or a reader could subtract over time. Each small number (1 to 4)
of people needs another world in which it is different and everything printed is the same
(`domain/disclosure/worlds.py`). If there is none, the cheapest world is made possible by
hiding what stands in its way, and in the end all of what is new. So it always ends.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chatserver.domain.disclosure.laws import GRAINS, Laws, finest, laws_of
from chatserver.domain.disclosure.sheet import Place, Sheet
from chatserver.domain.disclosure.shown import MIN_SHOWN, Print, View, draw
from chatserver.domain.disclosure.spans import Span, closes, grain_of, last_month, months
from chatserver.domain.disclosure.system import System, system_of, whole_years
from chatserver.domain.disclosure.worlds import PATIENT, Move, Worlds, stands
from chatserver.domain.questions import Codebook, Period, Table
from chatserver.domain.tallies import Counts

Key = tuple[str, Span]
"""A table in a period."""


DEAR: Final = (320,)
"""What may be hidden for a number that is hard, before tables are withheld."""

TRUSTED: Final = 2
"""Earlier moves that are tried before a new one is looked for."""


REACH: Final = 8
"""How many laws away a table is withheld before all are."""


class Leak(Exception):
    """Something small could be worked out: nothing may be shown, nothing was written."""


def prints(
    codebook: Codebook,
    counts: Counts,
    through: str,
    earlier: Iterable[Print] = (),
    *,
    quarters: bool = True,
) -> tuple[Print, ...]:
    """Decide what is shown of every table in every period that closed, in order.

    Args:
        codebook: the version whose cells these are; each version is protected by itself,
            because no tag is counted in two and they are never added up (V2).
        counts: all its cells; none of a closed period may be raised any more.
        through: the last month that is over, as `2026-11`.
        earlier: everything that was returned for earlier months. What was once shown is the
            only truth about it: keep it before anybody sees it, and hand in all of it. A month
            of which anything was shown is shown as it was, and nothing beside it.
        quarters: whether tables of one question are shown per quarter too. Without, they are
            shown per year, and much more of the year can be (decision 0037).

    Raises:
        Disagree: the cells contradict each other, or what was shown.
        Leak: a world that was found does not stand after all: nothing may be shown.
    """
    if not counts:
        return ()
    counted = sorted(cell.period[:4] for cell in counts)
    january, december = f"{counted[0]}-01", f"{counted[-1]}-12"
    whole = whole_years(codebook, counts)
    closing = _Closing(codebook, laws_of(codebook), counts, january, whole, quarters)
    kept: dict[str, dict[Key, Print]] = {}
    for each in earlier:
        kept.setdefault(last_month(each.span.parts[-1]), {})[each.table, each.span] = each
    for month in months(january, min(through, december)):
        if month in kept:
            closing.done |= kept[month]
        else:
            closing.close(month)
    return tuple(closing.done.values())


def views(
    codebook: Codebook, counts: Counts, through: str, *, quarters: bool = True
) -> tuple[View, ...]:
    """Draw what `prints` gives, for people."""
    shown = prints(codebook, counts, through, quarters=quarters)
    return tuple(draw(codebook, each) for each in shown)


@dataclass(slots=True)
class _Closing:
    """What was printed so far, by table and span."""

    codebook: Codebook
    laws: Laws
    counts: Counts
    january: str
    whole: frozenset[str]
    quarters: bool
    done: dict[Key, Print] = field(default_factory=dict)
    moves: list[dict[str, int]] = field(default_factory=list)

    def close(self, month: str) -> None:
        """Print all that ends with one month."""
        fresh = self._fresh(month)
        if not fresh:
            return
        start = self._start(fresh)
        seen = [key for key in self.done if key[1].parts[0][:4] >= start[:4]]
        closed = [period for each in months(start, month) for period in closes(each)]
        merged = [key for key in (*seen, *fresh) if key[1].is_merged]
        system = system_of(self.codebook, self.laws, self.counts, closed, merged)
        places = [self._place(system, key, self.done.get(key)) for key in (*seen, *fresh)]
        sheet = Sheet(system, places)
        self.moves = protect(system, sheet, self.moves) or self.moves
        self.done |= {
            key: place.printed(system)
            for key, place in zip(fresh, places[len(seen) :], strict=True)
        }

    def _place(self, system: System, key: Key, fixed: Print | None) -> Place:
        table = next(each for each in self.codebook.tables if each.id == key[0])
        return Place.of(system, table, key[1], fixed)

    def _fresh(self, month: str) -> list[Key]:
        """Give each table with each period that ends, merged with what was too small (I3)."""
        last = {(table, span.grain): each for (table, span), each in self.done.items()}
        found = []
        for period in closes(month):
            grain = grain_of(period)
            if grain is not Period.YEAR and period[:4] in self.whole:
                continue
            for table in self.codebook.tables:
                if grain in self._grains(table):
                    before = last.get((table.id, grain))
                    small = before.span.parts if before and before.hidden == "small" else ()
                    found.append((table.id, Span((*small, period))))
        return found

    def _grains(self, table: Table) -> set[Period]:
        """Give the kinds of periods a table is shown for: never finer than the codebook says."""
        without = set() if self.quarters or table.period is Period.MONTH else {Period.QUARTER}
        return {each for each in GRAINS if finest(table.period, each) is table.period} - without

    def _start(self, fresh: Sequence[Key]) -> str:
        """Give the January from which on periods hang together."""
        spans = [span for _, span in (*self.done, *fresh)]
        start = min(part[:4] for _, span in fresh for part in span.parts)
        while any(span.parts[0][:4] < start <= span.parts[-1][:4] for span in spans):
            start = str(int(start) - 1)
        return max(self.january, f"{start}-01")


def protect(
    system: System, sheet: Sheet, before: Iterable[Mapping[str, int]] = ()
) -> list[dict[str, int]]:
    """Hide more until every small and every hidden number has another world.

    Args:
        system: all numbers.
        sheet: what is printed of them; more of it is hidden.
        before: moves that were returned for shorter times; most need little more.

    Returns:
        The worlds that were found, by name.
    """
    worlds = Worlds(system, sheet)
    starts = [_renamed(system, move) for move in before]
    moves: list[Move] = []
    covered: set[int] = set()
    todo = {*system.small(MIN_SHOWN), *sheet.masked()}
    # Longer periods first: a world for those is one for shorter ones too.
    for number in sorted(todo, key=lambda n: (-len(system.names[n].split("@")[1]), n)):
        if number in covered or not needs_world(system, sheet, number):
            continue
        begin = [start for start in starts if number in start][:TRUSTED]
        move = worlds.cheapest(number, begin, sheet.limits(number))
        if move is None and sheet.let_go(number):
            continue
        move = move or _withhold(worlds, sheet, number, begin)
        if move is None:
            sheet.withhold_all()
            return []
        sheet.open(move)
        covered |= move.keys()
        moves.append(move)
    if not all(stands(system, sheet, move) for move in moves):
        raise Leak
    return [{system.names[n]: more for n, more in move.items()} for move in moves]


def _withhold(worlds: Worlds, sheet: Sheet, number: int, starts: Sequence[Move]) -> Move | None:
    """Withhold whole tables, the nearest first, until there is room for another world."""
    move = worlds.cheapest(number, starts, DEAR, PATIENT)
    if move is not None:
        return move
    aside: list[tuple[Place, set[int]]] = []
    for near in range(1, REACH):
        names = _around(worlds.system, number, near)
        for place in sheet.places:
            if place.fixed is None and not place.hidden and names & {place.base, *place.rows}:
                aside.append((place, place.dashed))
                sheet.withhold(place)
        move = worlds.cheapest(number, starts, (0,))
        if move is not None:
            # Most of these tables may be shown, with a few dashes, now that a world is known.
            for place, dashed in aside:
                sheet.show(place, dashed)
            return move
    return None


def _around(system: System, number: int, near: int) -> set[int]:
    """Give the numbers that so many laws lead to."""
    found = {number}
    for _ in range(near):
        found |= {
            n for each in found for law, _ in system.holding[each] for n, _ in system.laws[law]
        }
    return found


def needs_world(system: System, sheet: Sheet, number: int) -> bool:
    """Tell whether a number is small, or is printed as a sign."""
    return 0 < system.truth[number] < MIN_SHOWN or bool(sheet.signs(number))


def _renamed(system: System, move: Mapping[str, int]) -> Move:
    return {system.place[name]: more for name, more in move.items() if name in system.place}
