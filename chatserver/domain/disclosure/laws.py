"""How the numbers of a codebook's tables add up (DOMAIN.md 4.2, I5, P3).

Every number somebody could reason about has one name, and two tables that show the same
number use the same one:

    b3                a base                      b3:who=self       a row
    b4:age*sex=a.f    a cell of a cross           b3:form=sex~      who did not give that answer
    b3-b4             who is in b3 and not in b4  b3-b4:who=nd      a row among those
    #...              what an inequality leaves over; counts no people

A `Law` is a sum of such numbers, each times a whole number, that is zero in every period.
All laws follow from the codebook alone. In a longer period the same laws hold, because that is
the sum of shorter ones; `domain/disclosure/system.py` writes them out for periods.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, NamedTuple

from chatserver.domain.disclosure.answers import Bound, Counted, bounds
from chatserver.domain.questions import (
    Base,
    Codebook,
    Condition,
    Cross,
    Derived,
    Parts,
    Period,
    Question,
    Table,
)

GRAINS: Final = (Period.MONTH, Period.QUARTER, Period.YEAR)
"""From fine to coarse."""


NEGATION: Final = "~"
"""Ends the name of those who did not give an answer."""


class Law(NamedTuple):
    """Numbers, each times something, that add up to zero; counted in periods of `grain`."""

    terms: tuple[tuple[str, int], ...]
    grain: Period


@dataclass(frozen=True, slots=True)
class Laws:
    """All laws of a codebook, and how finely each counted number is kept."""

    laws: tuple[Law, ...]
    grains: Mapping[str, Period]


def row_name(table: Table, code: str) -> str:
    """Name the number in one row of a table."""
    of = table.of
    if isinstance(of, Parts):
        return next(part.base.id for part in of.parts if part.option.code == code)
    return f"{table.base.id}:{_code(of, code)}"


def counts_people(name: str) -> bool:
    """Tell whether a number is a number of people, so that a small one has to be protected."""
    return not name.startswith("#")


def laws_of(codebook: Codebook) -> Laws:
    """State every law between the numbers of one codebook's tables."""
    return _Stating(codebook).all()


def coarsest(*grains: Period) -> Period:
    """Give the longest of some periods."""
    return max(grains, key=GRAINS.index)


def finest(*grains: Period) -> Period:
    """Give the shortest of some periods."""
    return min(grains, key=GRAINS.index)


def _code(of: Counted | Cross, code: str) -> str:
    if isinstance(of, Cross):
        return f"{of.rows.id}*{of.columns.id}={code}"
    return f"{of.id}={code}"


@dataclass(slots=True)
class _Group:
    """What is counted of one group of tags: a base, or what one base leaves of another."""

    id: str
    base: Base | None = None
    size: Period | None = None
    variables: dict[Counted, Period] = field(default_factory=dict)
    crosses: dict[Cross, Period] = field(default_factory=dict)
    lone: dict[str, Period] = field(default_factory=dict)
    """Rows that stand alone: a base that is one answer counts just that row."""

    def rows(self) -> dict[str, Period]:
        """Every row and how finely it is counted."""
        found = dict(self.lone)
        for of, grain in (*self.variables.items(), *self.crosses.items()):
            found |= {_code(of, option.code): grain for option in of.options}
        return found


@dataclass(slots=True)
class _Stating:
    """Collects laws group by group."""

    codebook: Codebook
    groups: dict[str, _Group] = field(default_factory=dict)
    found: list[Law] = field(default_factory=list)
    known: dict[tuple[str, str, str], tuple[Bound, ...]] = field(default_factory=dict)
    answers: set[str] = field(default_factory=set)
    """Bases that are one answer within another and nothing else: a row, and its negation."""

    def all(self) -> Laws:
        self._count()
        grains = self._grains()
        bases = list(self.groups.values())
        for group in bases:
            self._base(group)
        for group in (*bases, *self._rests(bases)):
            self._group(group)
        return Laws(tuple(dict.fromkeys(self.found)), grains)

    def _count(self) -> None:
        """Note what each table counts where."""
        for table in self.codebook.tables:
            group = self._at(table.base, table.period)
            match table.of:
                case Parts(parts=parts):
                    for part in parts:
                        self._at(part.base, table.period)
                case Cross(rows=rows, columns=columns) as cross:
                    _note(group.crosses, cross, table.period)
                    _note(group.variables, rows, table.period)
                    _note(group.variables, columns, table.period)
                case of:
                    _note(group.variables, of, table.period)

    def _at(self, base: Base, grain: Period) -> _Group:
        group = self.groups.setdefault(base.id, _Group(base.id, base))
        group.size = grain if group.size is None else finest(group.size, grain)
        return group

    def _grains(self) -> dict[str, Period]:
        grains: dict[str, Period] = {}
        for group in self.groups.values():
            grains[group.id] = group.size or Period.YEAR
            for row, grain in group.rows().items():
                grains[f"{group.id}:{row}"] = grain
        return grains

    def _say(self, grain: Period, whole: str, parts: Iterable[str]) -> None:
        self.found.append(Law(((whole, -1), *((part, 1) for part in parts)), grain))

    # --- bases ---------------------------------------------------------------------

    def _base(self, group: _Group) -> None:
        """A base that is some answers to one question is those rows of what it lies within."""
        base = group.base
        if base is None or base.within is None or len(base.when) != 1 or not group.size:
            return
        [condition], outer = base.when, self.groups.get(base.within.id)
        if outer is None or condition.exact or condition.at_least > 1:
            return
        question = next(q for q in self.codebook.questions if q.id == condition.question)
        rows = [_code(question, code) for code in condition.codes]
        if len(rows) == 1 or not question.multi:
            self._answer(group, outer, question, rows)

    def _answer(self, group: _Group, outer: _Group, question: Question, rows: list[str]) -> None:
        size = group.size or Period.YEAR
        if question in outer.variables:
            grain = coarsest(size, outer.variables[question])
            self._say(grain, group.id, [f"{outer.id}:{row}" for row in rows])
        elif len(rows) == 1:
            outer.lone[rows[0]] = size
            if not group.rows():
                self.answers.add(group.id)
            self._say(size, group.id, [f"{outer.id}:{rows[0]}"])
        if question in group.variables and not question.multi:
            for row in (_code(question, option.code) for option in question.options):
                if row not in rows:
                    zero = ((f"{group.id}:{row}", 1),)
                    self.found.append(Law(zero, group.variables[question]))

    def _rests(self, bases: Sequence[_Group]) -> list[_Group]:
        """Bases within each other: who is in the outer one only is a group too."""
        rests: dict[str, _Group] = {}
        for outer in bases:
            for size in (True, False):
                for inner in self._within(outer, bases, size=size):
                    self._rest(rests, outer, inner)
        return list(rests.values())

    def _within(
        self, outer: _Group, bases: Sequence[_Group], *, size: bool
    ) -> Iterator[list[_Group]]:
        """Give the bases just inside another, those that exclude each other together."""
        inside = [each for each in bases if each is not outer and _lies_within(each, outer)]
        if size:
            inside = [
                each
                for each in inside
                if each.id not in self.answers
                and not any(_lies_within(each, other) for other in inside)
            ]
        else:
            shared = {each.id: each.rows().keys() & outer.rows().keys() for each in inside}
            inside = [
                each
                for each in inside
                if shared[each.id]
                and not any(
                    _lies_within(each, other) and shared[each.id] <= shared[other.id]
                    for other in inside
                )
            ]
        families: list[list[_Group]] = []
        for each in inside:
            for family in families:
                if all(self._excludes(each, other) for other in family):
                    family.append(each)
                    break
            else:
                families.append([each])
        yield from families

    def _excludes(self, one: _Group, other: _Group) -> bool:
        """Tell whether nobody is in both: they ask for different answers to one question."""
        several = {question.id for question in self.codebook.questions if question.multi}
        return any(
            mine.question == theirs.question
            and mine.question not in several
            and not set(mine.codes) & set(theirs.codes)
            for mine in _conditions(one)
            for theirs in _conditions(other)
        )

    def _rest(self, rests: dict[str, _Group], outer: _Group, inner: list[_Group]) -> None:
        name = "-".join([outer.id, *(each.id for each in inner)])
        if name in rests:
            return
        rest = rests[name] = _Group(name, outer.base)
        sizes = [group.size for group in (outer, *inner) if group.size]
        rest.size = coarsest(*sizes)
        self._say(rest.size, outer.id, [each.id for each in inner] + [name])
        tables = [group.rows() for group in (outer, *inner)]
        shared = [row for row in tables[0] if all(row in table for table in tables)]
        for row in shared:
            grain = coarsest(*(table[row] for table in tables))
            parts = [f"{each.id}:{row}" for each in inner] + [f"{name}:{row}"]
            self._say(grain, f"{outer.id}:{row}", parts)
            rest.lone[row] = grain
        for of in outer.variables:
            codes = [_code(of, option.code) for option in of.options]
            if set(codes) <= set(shared):
                rest.variables[of] = coarsest(*(rest.lone.pop(code) for code in codes))
        for cross in outer.crosses:
            codes = [_code(cross, option.code) for option in cross.options]
            if set(codes) <= set(shared):
                rest.crosses[cross] = coarsest(*(rest.lone.pop(code) for code in codes))

    # --- within one group ------------------------------------------------------------

    def _group(self, group: _Group) -> None:
        """All that is counted of one group of tags."""
        for row, grain in group.lone.items():
            self._say(grain, group.id, (f"{group.id}:{row}", f"{group.id}:{row}{NEGATION}"))
        for of, grain in group.variables.items():
            self._variable(group.id, of, grain)
        for one, other in combinations(group.variables, 2):
            if isinstance(other, Derived):
                self._pair(group, one, other)
            elif isinstance(one, Derived):
                self._pair(group, other, one)
        for cross, grain in group.crosses.items():
            self._cross(group.id, cross, grain)

    def _variable(self, group: str, of: Counted, grain: Period) -> None:
        """The rows of one variable.

        With several answers, options do not add up, but each and its negation do (I8), and
        all options together are at least those with a known answer: everybody has one.
        """
        rows = {option: f"{group}:{_code(of, option.code)}" for option in of.options}
        if not of.multi:
            self._say(grain, group, rows.values())
            return
        alone = tuple(row for option, row in rows.items() if option.exclusive)
        beside = tuple(row for option, row in rows.items() if not option.exclusive)
        for row in rows.values():
            self._say(grain, group, (row, f"{row}{NEGATION}"))
        for row in beside:
            self._say(grain, group, (row, *alone, f"#{row}!"))
        more = ((group, -1), *((row, 1) for row in alone + beside), (f"#{group}:{of.id}+", -1))
        self.found.append(Law(more, grain))

    def _pair(self, group: _Group, one: Counted, other: Derived) -> None:
        """Two variables of the same questions bound each other."""
        if not one.sources & other.sources:
            return
        grain = coarsest(group.variables[one], group.variables[other])
        for nth, bound in enumerate(self._bounds(group.base, one, other)):
            values = zip(other.options, bound.times, strict=True)
            terms = [
                *((f"{group.id}:{_code(one, code)}", 1) for code in bound.codes),
                *((f"{group.id}:{_code(other, v.code)}", -times) for v, times in values if times),
            ]
            if not bound.is_exact:
                left = f"#{group.id}:{one.id}/{other.id}.{nth}"
                terms.append((left, 1 if bound.is_most else -1))
            self.found.append(Law(tuple(terms), grain))

    def _bounds(self, base: Base | None, of: Counted, derived: Derived) -> tuple[Bound, ...]:
        questions = {question.id: question for question in self.codebook.questions}
        key = (base.id if base else "", of.id, derived.id)
        if key not in self.known:
            self.known[key] = bounds(questions, of, derived, base)
        return self.known[key]

    def _cross(self, group: str, cross: Cross, grain: Period) -> None:
        """Rows and columns of a cross add up to the rows of its two variables."""
        for row in cross.rows.options:
            cells = [f"{row.code}.{column.code}" for column in cross.columns.options]
            parts = [f"{group}:{_code(cross, cell)}" for cell in cells]
            self._say(grain, f"{group}:{_code(cross.rows, row.code)}", parts)
        for column in cross.columns.options:
            cells = [f"{row.code}.{column.code}" for row in cross.rows.options]
            parts = [f"{group}:{_code(cross, cell)}" for cell in cells]
            self._say(grain, f"{group}:{_code(cross.columns, column.code)}", parts)


def _note(held: dict, of: object, grain: Period) -> None:  # type: ignore[type-arg]
    held[of] = finest(held[of], grain) if of in held else grain


def _lies_within(inner: _Group, outer: _Group) -> bool:
    return inner.base is not None and outer.base in list(inner.base.chain())[1:]


def _conditions(group: _Group) -> list[Condition]:
    return [c for each in (group.base.chain() if group.base else ()) for c in each.when]
