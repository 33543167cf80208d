"""What people may see of a year's tallies: rules I1-I8 of DOMAIN.md 4.3.

`views` takes all tables of a year together, because what one table hides another
can give away. It draws the tables with only the obvious masks (I3, I4), lets an
intruder subtract (`derivable`, on the very strings that would be shown), hides
one more number wherever that gave a small one, and draws again until it no longer
does. Then it takes back every mask that turned out not to be needed.

Only a `View` may be encoded for a browser. It holds no number, only text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from chatserver.domain.questions import Codebook, Parts
from chatserver.domain.ranges import Range, Sum, narrow
from chatserver.domain.relations import row_name, sums
from chatserver.domain.shown import DASH, FEW, MIN_BASE, MIN_SHOWN, Masks, View, ViewRow, draw
from chatserver.domain.tallies import Tabulation

__all__ = ["View", "ViewRow", "closed_years", "derivable", "showable", "views"]

FIRST_YEAR: Final = 2019
"""The first year of the figures this server reproduces (DOMAIN.md 1.2)."""


def closed_years(today: date, lag_days: int = 7) -> range:
    """Give the years that may be shown: over, and no tag can be corrected any more (I2).

    Args:
        today: the day it is at the desk.
        lag_days: days after 31 December; the correction window of a tag.
    """
    return range(FIRST_YEAR, (today - timedelta(days=lag_days - 1)).year)


SHOWABLE: Final = frozenset({"t1", "t2", "t3", "t5", "t7", "t7_self", "t7_combined"})
"""What can be protected together in a second. The other tables are counted, and not shown yet."""


def showable(codebook: Codebook) -> Codebook:
    """Leave out the tables whose numbers cannot be protected yet."""
    kept = tuple(table for table in codebook.tables if table.id in SHOWABLE)
    return replace(codebook, tables=kept)


def views(codebook: Codebook, tabulations: Sequence[Tabulation]) -> tuple[View, ...]:
    """Give all tables of one year as they may be shown, in the same order.

    Always pass every table that will be seen, in one call: tables that were
    protected one by one may give each other's numbers away.
    """
    laws = sums(codebook)
    masks = Masks()
    shown = draw(codebook, tabulations, masks)
    while leaks := _leaks(laws, shown):
        masks = _hide_one(laws, shown, leaks, masks)
        shown = draw(codebook, tabulations, masks)
    return _uncover(codebook, tabulations, laws, masks)


def derivable(codebook: Codebook, shown: Sequence[View]) -> Mapping[str, int]:
    """Audit what is shown: numbers that were hidden, yet can be worked out.

    Knows nothing but the strings. A number counts as leaked if it is masked, or
    between 1 and 4 and printed nowhere, and only one value fits it. Numbers are
    named as in `domain/relations.py`.
    """
    return _derivable(sums(codebook), shown)


def _derivable(laws: Sequence[Sum], shown: Sequence[View]) -> dict[str, int]:
    masked = {
        row_name(view.table, row.option.code)
        for view in shown
        for row in view.rows
        if row.count in {FEW, DASH}
    }
    return {
        name: known.low
        for name, known in narrow(laws, _printed(shown)).items()
        if known.is_exact and (name in masked or 0 < known.low < MIN_SHOWN)
    }


def _leaks(laws: Sequence[Sum], shown: Sequence[View]) -> dict[str, int]:
    """Give the small numbers that can be worked out; those are what is protected (I4)."""
    found = _derivable(laws, shown)
    return {name: count for name, count in found.items() if 0 < count < MIN_SHOWN}


def _printed(shown: Sequence[View]) -> dict[str, Range]:
    """Read the strings as somebody would who knows the rules."""
    printed: dict[str, Range] = {}
    for view in shown:
        base = view.table.base.id
        said = {base: Range(high=MIN_BASE - 1) if view.hidden == "small" else Range(MIN_BASE)}
        if view.rows:
            said = {row_name(view.table, row.option.code): _read(row.count) for row in view.rows}
            said[base] = _read(view.total)
        for name, known in said.items():
            printed[name] = printed.get(name, Range()).both(known)
    return printed


def _read(count: str) -> Range:
    if count == FEW:
        return Range(1, MIN_SHOWN - 1)
    return Range(MIN_SHOWN) if count == DASH else Range(int(count), int(count))


def _hide_one(
    laws: Sequence[Sum], shown: Sequence[View], leaks: Mapping[str, int], masks: Masks
) -> Masks:
    """Hide the number that costs least among those the leaks were worked out from (I5, I6)."""
    exact = {name: known.low for name, known in _printed(shown).items() if known.is_exact}
    reached = _reached(laws, leaks, exact)
    bases = {view.table.base.id for view in shown}
    candidates = [name for name in reached if exact.get(name, 0) >= MIN_SHOWN]
    rows = [name for name in candidates if name not in bases]
    tables = [
        view.table.id
        for view in shown
        if not isinstance(view.table.of, Parts)
        and any(row_name(view.table, row.option.code) in reached for row in view.rows)
    ]
    if tables and not rows:
        return Masks(masks.dashed, masks.withheld | {tables[-1]})
    # Rows first, the nearest, then the smallest. A base heads whole tables, so it comes last;
    # no base left would be a mistake in the sums, and no figures are better than a leak.
    best = min(rows or candidates, key=lambda name: (reached[name], exact[name], name))
    return Masks(masks.dashed | {best}, masks.withheld)


def _reached(
    laws: Sequence[Sum], leaks: Mapping[str, int], exact: Mapping[str, int]
) -> dict[str, int]:
    """Give every number the leaks may come from, with its distance in sums."""
    reached = dict.fromkeys(leaks, 0)
    edge = set(leaks)
    while edge:
        near = {
            n for law in laws for n in (law.whole, *law.parts) if edge & {law.whole, *law.parts}
        }
        distance = max(reached.values()) + 1
        fresh = near - reached.keys()
        reached |= dict.fromkeys(fresh, distance)
        edge = fresh - exact.keys()
    return reached


def _uncover(
    codebook: Codebook, tabulations: Sequence[Tabulation], laws: Sequence[Sum], masks: Masks
) -> tuple[View, ...]:
    """Take back masks that are not needed, until every one that is left is.

    A masked number that could be worked out is among those: printing it tells nothing new.
    """
    for lighter in _lighter(tabulations, masks):
        shown = draw(codebook, tabulations, lighter)
        if not _leaks(laws, shown):
            return _uncover(codebook, tabulations, laws, lighter)
    return draw(codebook, tabulations, masks)


def _lighter(tabulations: Sequence[Tabulation], masks: Masks) -> list[Masks]:
    """Give masks with one thing fewer: tables first, then bases, then the largest rows."""
    counts = {
        row_name(tab.table, row.option.code): row.count for tab in tabulations for row in tab.rows
    }
    bases = {tab.table.base.id: tab.total for tab in tabulations}
    counts |= bases
    dashed = sorted(masks.dashed, key=lambda name: (name not in bases, -counts[name], name))
    return [
        *(Masks(masks.dashed, masks.withheld - {table}) for table in sorted(masks.withheld)),
        *(Masks(masks.dashed - {name}, masks.withheld) for name in dashed),
    ]
