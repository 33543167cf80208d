"""The sums a careful reader can do with published tables (DOMAIN.md 4.2, I5, P4).

Every number of a release has a name: a base (`b3`), a row (`b3:who=self`), or
something nobody prints but anybody can subtract: a rest (`b3-b4`), a negation
(`b3:form=sex~`). `sums` states how they add up, from the codebook alone;
`domain/ranges.py` propagates what is printed through them, as an intruder would.
Two tables that show the same number use the same name, so nothing has to be
said about tables: only about numbers. What a derived variable says about its
question is in `domain/summaries.py`.
"""

from collections.abc import Iterator, Sequence
from itertools import permutations

from chatserver.domain.questions import (
    Base,
    Codebook,
    Cross,
    Derived,
    Parts,
    Question,
    Table,
)
from chatserver.domain.ranges import Sum
from chatserver.domain.summaries import Counted, is_from, row_in, summary


def row_name(table: Table, code: str) -> str:
    """Name the number in one row of a table."""
    if isinstance(table.of, Parts):
        return next(part.base.id for part in table.of.parts if part.option.code == code)
    if isinstance(table.of, Cross):
        raise TypeError("nothing is known yet of what two variables together give away")
    return row_in(table.base.id, table.of, code)


def sums(codebook: Codebook) -> tuple[Sum, ...]:
    """State every sum that holds between the numbers of one codebook's tables."""
    found = [law for base in codebook.bases for law in _bases(codebook, base)]
    counted = _counted(codebook)
    for base, variables in counted.items():
        found += _group(base.id, variables)
    for outer, inner in permutations(counted, 2):
        shared = [of for of in counted[outer] if of in counted[inner]]
        if shared and outer in inner.chain():
            found += _nested(outer.id, inner.id, shared)
    return tuple(dict.fromkeys(found))


def _counted(codebook: Codebook) -> dict[Base, list[Counted]]:
    """What is counted on which base, printed or not.

    A derived variable is also looked at wherever its question is counted: what
    the summary of a large base says holds for every smaller one.
    """
    counted: dict[Base, list[Counted]] = {}
    for table in codebook.tables:
        if not isinstance(table.of, Parts | Cross):
            summaries = [each for each in codebook.derived if is_from(each, table.of)]
            held = counted.setdefault(table.base, [])
            held += [of for of in (table.of, *summaries) if of not in held]
    return counted


def _bases(codebook: Codebook, base: Base) -> Iterator[Sum]:
    """A base and the rest of what it lies within; a base as rows of its parent."""
    for outer in list(base.chain())[1:]:
        yield Sum(outer.id, (base.id, f"{outer.id}-{base.id}"))
    if base.within is None or len(base.when) != 1:
        return
    [condition], outer_id = base.when, base.within.id
    question = next(q for q in codebook.questions if q.id == condition.question)
    inside = tuple(row_in(outer_id, question, code) for code in condition.codes)
    rows = tuple(row_in(outer_id, question, option.code) for option in question.options)
    if not question.multi or len(inside) == 1:
        yield Sum(base.id, inside)
        yield from _rows(outer_id, question)
    if not question.multi:
        yield Sum(f"{outer_id}-{base.id}", tuple(row for row in rows if row not in inside))


def _nested(outer: str, inner: str, variables: Sequence[Counted]) -> Iterator[Sum]:
    """Two bases within each other: whoever is left is a group with rows of its own."""
    rest = f"{outer}-{inner}"
    laws = list(_group(rest, variables))
    yield from laws
    for name in dict.fromkeys(name for law in laws for name in (law.whole, *law.parts)):
        if name != rest:
            row = name.removeprefix(rest)
            yield Sum(outer + row, (inner + row, name))


def _group(group: str, variables: Sequence[Counted]) -> Iterator[Sum]:
    """All that is counted of one group of tags."""
    for of in variables:
        yield from _rows(group, of)
    for of, derived in permutations(variables, 2):
        if isinstance(of, Question) and isinstance(derived, Derived) and is_from(derived, of):
            yield from summary(group, of, derived)


def _rows(group: str, of: Counted) -> Iterator[Sum]:
    """The rows of one variable, printed or not.

    With several answers, options do not add up, but each and its negation do (I8),
    and all options together are at least those with a known answer: everybody has one.
    """
    rows = {option: row_in(group, of, option.code) for option in of.options}
    if not of.multi:
        yield Sum(group, tuple(rows.values()))
        return
    known, mentions, overlap = (f"{group}:{of.id}{sign}" for sign in "!#+")
    alone = tuple(row for option, row in rows.items() if option.exclusive)
    beside = tuple(row for option, row in rows.items() if not option.exclusive)
    yield Sum(group, (*alone, known))
    yield Sum(mentions, beside)
    yield Sum(mentions, (known, overlap))
    for row in alone + beside:
        yield Sum(group, (row, f"{row}~"))
    for row in beside:
        yield Sum(known, (row, f"{row}~!"))
        yield Sum(f"{row}~", (f"{row}~!", *alone))
