"""The sums a careful reader can do with published tables (DOMAIN.md 4.2, I5, P4).

Every number of a release has a name: a base (`b3`), a row (`b3:who=self`), or
something nobody prints but anybody can subtract: a rest (`b3-b4`), a negation
(`b3:form=sex~`). `sums` states how they add up, from the codebook alone;
`narrow` propagates what is printed through these sums, as an intruder would.
Two tables that show the same number use the same name, so nothing has to be
said about tables: only about numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import Final, NamedTuple

from chatserver.domain.questions import (
    Answers,
    Base,
    Codebook,
    Derived,
    Parts,
    Question,
    Table,
    Variable,
)

UNBOUNDED: Final = 10**12
"""More than anybody will ever count."""

MAX_ROUNDS: Final = 500
"""Rounds of propagation; rings of sums may narrow by one a round, most are done in ten."""


class Sum(NamedTuple):
    """`whole` is exactly the sum of `parts`; nothing is negative."""

    whole: str
    parts: tuple[str, ...]


class Range(NamedTuple):
    """All a reader knows about a number: it lies between these, both included."""

    low: int = 0
    high: int = UNBOUNDED

    @property
    def is_exact(self) -> bool:
        """Tell whether the number is known."""
        return self.low == self.high

    def both(self, other: "Range") -> "Range":
        """Give what is known when both are true."""
        return Range(max(self.low, other.low), min(self.high, other.high))


def row_name(table: Table, code: str) -> str:
    """Name the number in one row of a table."""
    if isinstance(table.of, Parts):
        return next(part.base.id for part in table.of.parts if part.option.code == code)
    return _row(table.base, table.of, code)


def sums(codebook: Codebook) -> tuple[Sum, ...]:
    """State every sum that holds between the numbers of one codebook's tables."""
    found = [law for base in codebook.bases for law in _bases(codebook, base)]
    for table in codebook.tables:
        found += _rows(table.base, table.of)
    for one, other in permutations(codebook.tables, 2):
        if other.of == one.of and one.base in other.base.chain():
            found += _nested(one.base, other.base, one.of)
        if isinstance(one.of, Question) and isinstance(other.of, Derived):
            found += _derived(one.base, one.of, other.of) if one.base == other.base else ()
    return tuple(dict.fromkeys(found))


def narrow(laws: Sequence[Sum], known: Mapping[str, Range]) -> dict[str, Range]:
    """Propagate what is known until nothing changes; gives a range for every number."""
    ranges = {name: Range() for law in laws for name in (law.whole, *law.parts)} | dict(known)
    for _ in range(MAX_ROUNDS):
        before = dict(ranges)
        for law in laws:
            _tighten(ranges, law)
        if ranges == before:
            break
    return ranges


def _tighten(ranges: dict[str, Range], law: Sum) -> None:
    low = sum(ranges[part].low for part in law.parts)
    high = sum(ranges[part].high for part in law.parts)
    ranges[law.whole] = whole = ranges[law.whole].both(Range(low, high))
    for part in law.parts:
        mine = ranges[part]
        allowed = Range(whole.low - (high - mine.high), whole.high - (low - mine.low))
        ranges[part] = mine.both(allowed)


def _row(base: Base, of: Question | Derived, code: str) -> str:
    return f"{base.id}:{of.id}={code}"


def _bases(codebook: Codebook, base: Base) -> Iterator[Sum]:
    """A base and the rest of what it lies within; a base as rows of its parent."""
    for outer in list(base.chain())[1:]:
        yield Sum(outer.id, (base.id, f"{outer.id}-{base.id}"))
    if base.within is None or len(base.when) != 1:
        return
    [condition] = base.when
    question = next(q for q in codebook.questions if q.id == condition.question)
    if not question.multi or len(condition.codes) == 1:
        rows = tuple(_row(base.within, question, code) for code in condition.codes)
        yield Sum(base.id, rows)
        yield from _rows(base.within, question)


def _rows(base: Base, of: Variable) -> Iterator[Sum]:
    """The rows of one variable on one base, printed or not."""
    if isinstance(of, Parts):
        return
    if of.multi:
        yield from _mentions(base, of)
    else:
        yield Sum(base.id, tuple(_row(base, of, option.code) for option in of.options))


def _mentions(base: Base, of: Question | Derived) -> Iterator[Sum]:
    """Several answers: options do not add up, but each and its negation do (I8).

    Everybody has an answer, so all options together are at least those with a known one.
    """
    whole = f"{base.id}:{of.id}"
    known, mentions, overlap = f"{whole}!", f"{whole}#", f"{whole}+"
    alone = tuple(_row(base, of, option.code) for option in of.options if option.exclusive)
    beside = tuple(_row(base, of, option.code) for option in of.options if not option.exclusive)
    yield Sum(base.id, (*alone, known))
    yield Sum(mentions, beside)
    yield Sum(mentions, (known, overlap))
    for row in alone + beside:
        yield Sum(base.id, (row, f"{row}~"))
    for row in beside:
        yield Sum(known, (row, f"{row}~!"))
        yield Sum(f"{row}~", (f"{row}~!", *alone))


def _nested(outer: Base, inner: Base, of: Variable) -> Iterator[Sum]:
    """The same variable on a base and on a part of it: subtracting gives the rest's rows."""
    if isinstance(of, Parts) or outer == inner:
        return
    for option in of.options:
        for end in ("", "~") if of.multi else ("",):
            row, less = _row(outer, of, option.code) + end, _row(inner, of, option.code) + end
            yield Sum(row, (less, f"{row}-{inner.id}"))


def _derived(base: Base, question: Question, derived: Derived) -> Iterator[Sum]:
    """A question and a variable derived from it alone, on the same base."""
    asked = {condition.question for value in derived.values for condition in value.when}
    if asked != {question.id}:
        return
    falls: dict[str, list[tuple[str, ...]]] = {o.code: [] for o in derived.options}
    for answer in _answers(question):
        falls[derived.hits(Answers({question.id: answer}))[0]].append(answer)
    for option in question.options:
        row, code = _row(base, question, option.code), option.code
        always = [v for v, sets in falls.items() if sets and all(code in s for s in sets)]
        maybe = [v for v, sets in falls.items() if v not in always and any(code in s for s in sets)]
        in_maybe = (f"{row}*",) if maybe else ()
        yield Sum(row, (*(_row(base, derived, v) for v in always), *in_maybe))
        if maybe:
            yield Sum(f"{row}?", tuple(_row(base, derived, v) for v in maybe))
            yield Sum(f"{row}?", (f"{row}*", f"{row}*~"))
    if question.multi:
        yield _overlap(base, question, derived, falls)
    alone = {(o.code,) for o in question.options if o.exclusive or not question.multi}
    for value, sets in falls.items():
        if sets and alone.issuperset(sets):
            yield Sum(_row(base, derived, value), tuple(_row(base, question, s[0]) for s in sets))


def _overlap(
    base: Base, question: Question, derived: Derived, falls: Mapping[str, list[tuple[str, ...]]]
) -> Sum:
    """A derived value of two options says how many mentions are second ones."""
    second = [
        _row(base, derived, value)
        for value, sets in falls.items()
        for _ in range(min((len(answer) for answer in sets), default=1) - 1)
    ]
    overlap = f"{base.id}:{question.id}+"
    return Sum(overlap, (*second, f"{overlap}~"))


def _answers(question: Question) -> Iterator[tuple[str, ...]]:
    """Every answer the question accepts."""
    beside = [o.code for o in question.options if question.multi and not o.exclusive]
    yield from ((o.code,) for o in question.options if o.code not in beside)
    for size in range(1, len(beside) + 1):
        yield from combinations(beside, size)
