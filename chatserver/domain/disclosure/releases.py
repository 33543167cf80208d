"""What is published: whole years, collapsed, rounded, suppressed, audited (P1-P8).

A release is refused rather than repaired by hand: `release` hides more until both hold, or
drops tables, and audits the result once more from its text alone:

- P4: whoever adds and subtracts finds nothing about a suppressed number, not even that it is
  not 0 or not 9;
- no solver finds one either: each small number could be another (`domain/disclosure/worlds.py`).

Where coordinators see views of the same years, only what those show exactly is published, so that
a release tells their readers nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chatserver.domain.disclosure.internal import Leak
from chatserver.domain.disclosure.laws import laws_of, row_name
from chatserver.domain.disclosure.noise import SPREAD
from chatserver.domain.disclosure.ranges import narrow
from chatserver.domain.disclosure.rounding import (
    MIN_PUBLISHED,
    SUPPRESSED,
    Booklet,
    Leaf,
    rounded,
)
from chatserver.domain.disclosure.sheet import Place, Sheet
from chatserver.domain.disclosure.shown import MIN_SHOWN, Print, percent
from chatserver.domain.disclosure.spans import closes, months
from chatserver.domain.disclosure.system import System, at, system_of
from chatserver.domain.disclosure.worlds import Worlds, stands
from chatserver.domain.questions import Codebook, Cross, Derived, Parts, Period, Question, Table
from chatserver.domain.tallies import TOTAL, Cell, Counts

RULES: Final = "P1-P10, 1"
"""The version of these rules, for whoever reads a release later (P8)."""

MIN_PERCENT_BASE: Final = 50
"""No percentages of fewer, after rounding (P5)."""

ONLY_IF_LARGE: Final = "region"
"""A question whose table is left out unless every number in it is large enough (P6)."""


EQUAL: Final = 2
"""Numbers of a law that says that two are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One table as published: text, by code."""

    table: Table
    total: str
    rows: Mapping[str, str]
    percentages: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One frozen release: tables, and what has to be known to read them (P8)."""

    codebook: Codebook
    years: tuple[str, ...]
    pages: tuple[Page, ...]
    is_noisy: bool = False

    def metadata(self) -> dict[str, object]:
        """Give what the file carries besides numbers; the date is added where it is signed."""
        tables = [page.table for page in self.pages]
        return {
            "codebook": self.codebook.key,
            "rules": RULES,
            "period": list(self.years),
            "rounding": "every number by itself to the nearest 5: they do not add up",
            "noise": f"{SPREAD} at most, up or down, before rounding" if self.is_noisy else "none",
            "suppressed": f"{SUPPRESSED}: 0 to 9, or hidden so that such a number stays hidden",
            "units": {table.id: self.codebook.units[table.unit].as_dict() for table in tables},
            "bases": {table.id: table.base.label.as_dict() for table in tables},
        }


def release(
    codebook: Codebook,
    counts: Counts,
    years: Sequence[str],
    shown: Iterable[Print] = (),
    keys: Counts | None = None,
) -> Release:
    """Make a release of one or more whole years in a row.

    Args:
        codebook: the version that was counted with; versions are never added up.
        counts: all its cells.
        years: such as `("2022",)`; each is over and past the correction window (P1).
        shown: all prints of these years' views; readers of those may read this too.
        keys: the sums of cell keys of the same cells: then every number gets its noise, so that
            years can be published together that were published one by one (P10).

    Raises:
        Leak: the audit failed; there is nothing to publish.
        Disagree: the cells contradict each other, or what was shown.
    """
    book, system = of_years(codebook, counts, years)
    weights = None if keys is None else keys_of(codebook, keys, years, system)
    leaves = [_leaf(system, table, years[0]) for table in book.tables]
    booklet = Booklet(system, leaves, weights)
    prints = list(shown)
    if prints:
        booklet.suppressed |= _unknown(codebook, counts, system, years, prints)
    _protect(booklet)
    _witness(booklet, {*system.small(MIN_SHOWN), *booklet.masked()})
    _protect(booklet)
    pages = tuple(
        _page(booklet, table, leaf)
        for table, leaf in zip(book.tables, booklet.leaves, strict=True)
        if not leaf.dropped
    )
    audit(system, years[0], pages, weights)
    return Release(codebook=codebook, years=tuple(years), pages=pages, is_noisy=weights is not None)


def of_years(codebook: Codebook, counts: Counts, years: Sequence[str]) -> tuple[Codebook, System]:
    """Give the tables as they are published, and all numbers of the years taken as one period.

    Numbers of shorter periods are left out: nobody who reads a release sees any, and the same
    laws hold of their sums.
    """
    book, cells = published(codebook, counts)
    apart = [table for table in codebook.tables if table not in book.tables]
    tables = tuple(replace(table, period=Period.YEAR) for table in (*book.tables, *apart))
    summed: dict[Cell, int] = {}
    for cell, count in {**counts, **cells}.items():
        if cell.period[:4] in years:
            key = cell._replace(period=years[0])
            summed[key] = summed.get(key, 0) + count
    whole = replace(codebook, tables=tables)
    return book, system_of(whole, laws_of(whole), summed, years[:1])


def keys_of(
    codebook: Codebook, keys: Counts, years: Sequence[str], system: System
) -> tuple[int, ...]:
    """Give the cell key of each number of `of_years`.

    A tag adds one and the same number to all its cells, so keys add up as people do: the same
    people have the same key in every table.
    """
    weighed = of_years(codebook, keys, years)[1]
    return tuple(weighed.truth[weighed.place[name]] for name in system.names)


def audit(
    system: System, year: str, pages: Sequence[Page], keys: Sequence[int] | None = None
) -> None:
    """Read the text as anybody would, and refuse it if it gives a suppressed number away (P4).

    Raises:
        Leak: it does.
    """
    booklet = Booklet(system, [], keys)
    masked = set()
    for page in pages:
        texts = {row_name(page.table, code): text for code, text in page.rows.items()}
        for name, text in {**texts, page.table.base.id: page.total}.items():
            number = system.place[at(name, year)]
            if text == SUPPRESSED:
                masked.add(number)
            else:
                low, high = booklet.tells(number)
                if int(text) != rounded(booklet.value(number)) or int(text) < MIN_PUBLISHED:
                    raise Leak
                booklet.low[number], booklet.high[number] = low, high
    if _telling(booklet, masked):
        raise Leak


def published(codebook: Codebook, counts: Counts) -> tuple[Codebook, dict[Cell, int]]:
    """Give the tables as they are published, and their cells: collapsed (P6).

    A table with a `collapse` is added up into it. A question with several answers is left out
    where a table of the same base counts its summary.
    """
    tables, cells = [], dict(counts)
    summed = {(t.base.id, t.of.sources) for t in codebook.tables if isinstance(t.of, Derived)}
    for table in codebook.tables:
        of = table.of
        if isinstance(of, Question) and of.multi and (table.base.id, of.sources) in summed:
            continue
        if isinstance(of, Question) and table.collapse is not None:
            tables.append(replace(table, id=f"{table.id}_published", of=table.collapse))
            cells.update(_collapsed(tables[-1], table, of, counts))
        else:
            tables.append(table)
    return replace(codebook, tables=tuple(tables)), cells


def _collapsed(
    into: Table, table: Table, question: Question, counts: Counts
) -> Iterator[tuple[Cell, int]]:
    found: dict[Cell, int] = {}
    groups = {o.code: into.collapse.hits({question.id: (o.code,)})[0]  # type: ignore[union-attr,arg-type]
              for o in question.options}  # fmt: skip
    for cell, count in counts.items():
        if cell.table == table.id:
            row = TOTAL if cell.row == TOTAL else groups[cell.row]
            key = Cell(into.id, row, cell.period)
            found[key] = found.get(key, 0) + count
    yield from found.items()


def _leaf(system: System, table: Table, year: str) -> Leaf:
    options = table.of.options
    number = {o.code: system.place[at(row_name(table, o.code), year)] for o in options}
    lines: list[list[int]] = []
    if isinstance(table.of, Cross):
        across, down = table.of.rows.options, table.of.columns.options
        lines += [[number[f"{r.code}.{c.code}"] for c in down] for r in across]
        lines += [[number[f"{r.code}.{c.code}"] for r in across] for c in down]
    elif not table.of.multi and not isinstance(table.of, Parts):
        lines.append(list(number.values()))
    rows = {place: code for code, place in number.items()}
    return Leaf(
        id=table.id,
        base=system.place[at(table.base.id, year)],
        rows=rows,
        lines=lines,
        several=table.of.multi,
    )


def _unknown(
    codebook: Codebook,
    counts: Counts,
    system: System,
    years: Sequence[str],
    shown: Sequence[Print],
) -> set[int]:
    """Give the numbers that readers of the views do not know exactly.

    If only others are published, and rounded, those readers learn nothing from a release.
    """
    book, cells = published(codebook, counts)
    apart = [table for table in codebook.tables if table not in book.tables]
    whole = replace(book, tables=(*book.tables, *apart))
    closed = [p for m in months(f"{years[0]}-01", f"{years[-1]}-12") for p in closes(m)]
    prints = [each for each in shown if set(each.span.parts) <= set(closed)]
    merged = [(each.table, each.span) for each in prints if each.span.is_merged]
    fine = system_of(whole, laws_of(whole), {**counts, **cells}, closed, merged)
    tables = {table.id: table for table in whole.tables}
    views = Sheet(fine, [Place.of(fine, tables[p.table], p.span, p) for p in prints])
    lows, highs = narrow(fine, views.low, views.high)
    exact = {name for name, number in fine.place.items() if lows[number] == highs[number]}
    return {
        number
        for name, number in system.place.items()
        if not all(at(name.split("@")[0], year) in exact for year in years)
    }


def _protect(booklet: Booklet) -> None:
    """Suppress what is small (P2), two in each line (P3), and more until P4 holds."""
    truth = booklet.system.truth
    for leaf in booklet.leaves:
        small = {n for n in (leaf.base, *leaf.rows) if booklet.is_small(n)}
        if leaf.several:
            small |= {n for n in leaf.rows if truth[leaf.base] - truth[n] < MIN_PUBLISHED}
        booklet.suppressed |= small
        if leaf.base in small or (small and _is_named(leaf, booklet)):
            leaf.dropped = True
    booklet.fill_lines()
    while telling := _telling(booklet, booklet.masked()):
        _suppress_more(booklet, min(telling))
        booklet.fill_lines()


def _is_named(leaf: Leaf, booklet: Booklet) -> bool:
    name = booklet.system.names[min(leaf.rows)]
    return f":{ONLY_IF_LARGE}=" in name


def _telling(booklet: Booklet, masked: Iterable[int]) -> list[int]:
    """Give the suppressed numbers of which not everything from 0 to 9 is possible (P4).

    A true zero may be known to be at most so many, but not to be zero: it hides nobody, and
    numbers that differ by a zero would otherwise never be published side by side (F2022).
    """
    truth = booklet.system.truth
    lows, highs = narrow(booklet.system, booklet.low, booklet.high)
    needed = {n: MIN_PUBLISHED - 1 if truth[n] else 1 for n in masked}
    return [n for n, most in needed.items() if lows[n] > 0 or highs[n] < most]


def _suppress_more(booklet: Booklet, number: int) -> None:
    """Suppress the smallest number beside one that is told too much about, or drop its tables."""
    beside = [
        other
        for leaf in booklet.leaves
        if not leaf.dropped
        for line in leaf.lines
        if number in line
        for other in line
        if other not in booklet.suppressed
    ]
    laws = [booklet.system.laws[law] for law, _ in booklet.system.holding[number]]
    same = {n for law in laws if len(law) == EQUAL for n, _ in law}
    heads = [leaf for leaf in booklet.leaves if not leaf.dropped and leaf.base in same]
    if heads:
        # The number is also the base of a smaller table.
        for leaf in heads:
            booklet.drop(leaf)
    elif beside:
        booklet.hide([min(beside, key=lambda n: (booklet.system.truth[n], n))])
    else:
        for leaf in booklet.leaves:
            if number in leaf.rows:
                booklet.drop(leaf)


def _witness(booklet: Booklet, numbers: Iterable[int]) -> None:
    """Suppress more until each of these could be another number."""
    system, worlds = booklet.system, Worlds(booklet.system, booklet)
    covered: set[int] = set()
    moves = []
    for number in sorted(numbers):
        if number in covered:
            continue
        move = worlds.cheapest(number)
        if move is None:
            for leaf in booklet.leaves:
                booklet.drop(leaf)
            return
        beyond = [
            n for n, more in move.items()
            if not booklet.low[n] <= system.truth[n] + more <= booklet.high[n]
        ]  # fmt: skip
        if beyond:
            booklet.hide(beyond)
        covered |= move.keys()
        moves.append(move)
    if not all(stands(system, booklet, move) for move in moves):
        raise Leak


def _page(booklet: Booklet, table: Table, leaf: Leaf) -> Page:
    total = rounded(booklet.value(leaf.base))
    texts = {
        code: SUPPRESSED if n in booklet.suppressed else str(rounded(booklet.value(n)))
        for n, code in leaf.rows.items()
    }
    percentages = {
        code: percent(int(text), total)
        for code, text in texts.items()
        if text != SUPPRESSED and total >= MIN_PERCENT_BASE and not isinstance(table.of, Parts)
    }
    return Page(table=table, total=str(total), rows=texts, percentages=percentages)
