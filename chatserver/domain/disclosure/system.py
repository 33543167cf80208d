"""All numbers of some periods, the laws they obey, and what they truly are.

The laws of a codebook are written out for every period that is over; longer and merged
periods are sums of shorter ones. A year may have counted some people in no month of it: those
are one more part of that year, for which all laws of shorter periods hold. Numbers nobody counts
(a rest, a negation, what an inequality leaves over) are worked out from the laws.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chatserver.domain.disclosure.laws import (
    NEGATION,
    Law,
    Laws,
    coarsest,
    counts_people,
    finest,
    row_name,
)
from chatserver.domain.disclosure.spans import Span, grain_of, inside, undated
from chatserver.domain.questions import Codebook, Period
from chatserver.domain.tallies import TOTAL, Cell, Counts

Terms = tuple[tuple[int, int], ...]
"""The numbers of one law, by place, each with its factor."""


class Disagree(ValueError):
    """The cells contradict each other, or what was shown before: nothing can be shown."""


@dataclass(frozen=True, slots=True)
class System:
    """Numbers by place: their names, true values, and the laws that hold."""

    names: tuple[str, ...]
    place: Mapping[str, int]
    laws: tuple[Terms, ...]
    holding: tuple[tuple[tuple[int, int], ...], ...]
    """For each number: which laws it is in, and with which factor."""
    truth: tuple[int, ...]
    single: tuple[Terms, ...]
    """For each law: the numbers that are in no other, once."""

    def small(self, below: int) -> list[int]:
        """Give the numbers of people that are not zero and smaller than this."""
        return [
            place
            for place, name in enumerate(self.names)
            if 0 < self.truth[place] < below and counts_people(name)
        ]


def at(name: str, span: str) -> str:
    """Name a number in a period."""
    return f"{name}@{span}"


def system_of(
    codebook: Codebook,
    laws: Laws,
    counts: Counts,
    closed: Sequence[str],
    merged: Iterable[tuple[str, Span]] = (),
) -> System:
    """Write all laws out for periods that are over.

    Args:
        codebook: whose tables were counted.
        laws: its laws.
        counts: the cells.
        closed: months, quarters and years that are over; the parts of each are in it too.
        merged: tables, with spans of several periods that are or were shown as one.

    Raises:
        Disagree: the cells of two tables contradict each other.
    """
    named, whole = _named(codebook, counts), whole_years(codebook, counts)
    apart = [p for p in closed if p in named and grain_of(p) is Period.YEAR]
    closed = [p for p in closed if p[:4] not in whole or grain_of(p) is Period.YEAR]
    stated = list(_stated(laws, closed, apart, _together(codebook, laws, merged)))
    truth = _counted(codebook, laws, counts, closed, apart)
    return _system(stated, truth)


def _system(stated: Sequence[tuple[tuple[str, int], ...]], truth: Mapping[str, int]) -> System:
    place: dict[str, int] = {}
    for terms in stated:
        for name, _ in terms:
            place.setdefault(name, len(place))
    for name in truth:
        place.setdefault(name, len(place))
    placed = tuple(tuple((place[name], factor) for name, factor in terms) for terms in stated)
    holding: list[list[tuple[int, int]]] = [[] for _ in place]
    for nth, law in enumerate(placed):
        for number, factor in law:
            holding[number].append((nth, factor))
    known = {place[name]: count for name, count in truth.items()}
    return System(
        names=tuple(place),
        place=place,
        laws=placed,
        holding=tuple(map(tuple, holding)),
        truth=_solved(placed, holding, known),
        single=tuple(
            tuple((n, f) for n, f in law if len(holding[n]) == 1 and abs(f) == 1) for law in placed
        ),
    )


def _together(
    codebook: Codebook, laws: Laws, merged: Iterable[tuple[str, Span]]
) -> dict[str, tuple[Span, ...]]:
    """Tell which numbers are shown for which merged spans, or are what two of those leave over."""
    tables = {table.id: table for table in codebook.tables}
    found: dict[str, dict[Span, None]] = {}
    for table, span in merged:
        rows = [row_name(tables[table], option.code) for option in tables[table].of.options]
        for name in (tables[table].base.id, *rows, *(row + NEGATION for row in rows)):
            found.setdefault(name, {})[span] = None
    for law in laws.laws:
        open_ = [name for name, _ in law.terms if name not in found]
        if (
            len(open_) == 1 < len(law.terms)
            and counts_people(open_[0])
            and not open_[0].endswith(NEGATION)
        ):
            spans = [set(found[name]) for name, _ in law.terms if name in found]
            both = sorted(set.intersection(*spans))
            kept = [span for span in both if coarsest(span.grain, law.grain) is span.grain]
            found[open_[0]] = dict.fromkeys(kept)
    return {name: tuple(spans) for name, spans in found.items()}


def whole_years(codebook: Codebook, counts: Counts) -> frozenset[str]:
    """Give the years of which nobody knows any month: those have no months and no quarters."""
    named = _named(codebook, counts)
    dated = {period[:4] for period in named if grain_of(period) is not Period.YEAR}
    return frozenset(p for p in named - dated if grain_of(p) is Period.YEAR)


def _named(codebook: Codebook, counts: Counts) -> set[str]:
    """Give the periods in which tables of months or quarters counted: years, too, if undated."""
    fine = {table.id for table in codebook.tables if table.period is not Period.YEAR}
    return {cell.period for cell, count in counts.items() if count and cell.table in fine}


def _stated(
    laws: Laws,
    closed: Sequence[str],
    apart: Sequence[str],
    merged: Mapping[str, Sequence[Span]],
) -> Iterator[tuple[tuple[str, int], ...]]:
    for law in laws.laws:
        besides = [undated(year) for year in apart if law.grain is not Period.YEAR]
        for period in (*_written(law, closed, merged), *besides):
            yield tuple((at(name, period), factor) for name, factor in law.terms)
    for name, grain in _fine(laws).items():
        longer = [
            (p, (*(q for q in inside(p) if q in closed), *([undated(p)] if p in apart else ())))
            for p in closed
            if coarsest(grain, grain_of(p)) is not grain
        ]
        longer += [(span.name, span.parts) for span in merged.get(name, ())]
        for whole, parts in longer:
            yield ((at(name, whole), -1), *((at(name, part), 1) for part in parts))


def _fine(laws: Laws) -> dict[str, Period]:
    """Tell in which shortest period each number of people is known, negations apart."""
    fine: dict[str, Period] = dict(laws.grains)
    for law in laws.laws:
        for name, _ in law.terms:
            if name not in laws.grains and counts_people(name) and not name.endswith(NEGATION):
                fine[name] = finest(fine.get(name, Period.YEAR), law.grain)
    return fine


def _written(
    law: Law, closed: Sequence[str], merged: Mapping[str, Sequence[Span]]
) -> Iterator[str]:
    """Give the periods a law is written out for: those it is counted in.

    Negations are not added up over periods; their law is written out for the longer ones too.
    """
    negated = next((name for name, _ in law.terms if name.endswith(NEGATION)), "")
    spans = [span.name for span in merged.get(negated, ())]
    for period in (*closed, *spans):
        grain = grain_of(period)
        if grain is law.grain or (negated and coarsest(grain, law.grain) is grain):
            yield period


def _counted(
    codebook: Codebook, laws: Laws, counts: Counts, closed: Sequence[str], apart: Sequence[str]
) -> dict[str, int]:
    """Read the cells of the shortest periods in which each number is counted."""
    found: dict[str, int] = {}
    for table in codebook.tables:
        named = {period: period for period in closed if grain_of(period) is table.period}
        if table.period is not Period.YEAR:
            named |= {undated(year): year for year in apart}
        rows = {row_name(table, option.code): option.code for option in table.of.options}
        for name, row in (*rows.items(), (table.base.id, TOTAL)):
            if laws.grains[name] is not table.period:
                continue
            for period, written in named.items():
                count = counts.get(Cell(table.id, row, written), 0)
                if found.setdefault(at(name, period), count) != count:
                    raise Disagree(f"table {table.id}: another table counted otherwise")
    return found


def _solved(
    laws: Sequence[Terms], holding: Sequence[Sequence[tuple[int, int]]], known: dict[int, int]
) -> tuple[int, ...]:
    """Work out what was not counted, one law with one unknown at a time; check all laws."""
    missing = [sum(number not in known for number, _ in law) for law in laws]
    ready = [nth for nth, count in enumerate(missing) if count == 1]
    while ready:
        law = laws[ready.pop()]
        unknown = [(number, factor) for number, factor in law if number not in known]
        if not unknown:
            continue
        [(number, factor)] = unknown
        known[number] = -sum(f * known[n] for n, f in law if n in known) // factor
        for nth, _ in holding[number]:
            missing[nth] -= 1
            if missing[nth] == 1:
                ready.append(nth)
    if len(known) != len(holding) or any(sum(f * known[n] for n, f in law) for law in laws):
        raise Disagree("the tables do not add up")
    if min(known.values(), default=0) < 0:
        raise Disagree("a part is larger than the whole")
    return tuple(known[number] for number in range(len(holding)))
