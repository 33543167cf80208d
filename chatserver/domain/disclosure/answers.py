"""What a derived variable says about another variable of the same questions.

Nothing is assumed about the rules of the derived variable: every answer the form accepts
is tried. Take any set of rows of the other variable, and count how many of them one tag can
have, at least and at most, for each derived value. Both are true of every group of tags, and
add up (n_v tags have value v):

    sum of the rows in the set   <=   sum over values v of  most_v  x n_v
    sum of the rows in the set   >=   sum over values v of  least_v x n_v

If the answers behind each value are "exactly one of", "at least one of", "always" and "free"
(M-convex sets), these bounds are all there is to know: whatever fits them can be true.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from chatserver.domain.questions import NOT_SHOWN, Answers, Base, Derived, Question

Counted = Question | Derived
"""A variable whose rows are numbers of their own; the rows of `Parts` are bases."""

Times = tuple[int, ...]
"""A number of rows for each derived value, in the order of its options."""


class Bound(NamedTuple):
    """A set of rows, and how many of them one tag has for each derived value."""

    codes: tuple[str, ...]
    times: Times
    is_most: bool
    is_exact: bool = False


def bounds(
    questions: Mapping[str, Question], of: Counted, derived: Derived, base: Base | None
) -> tuple[Bound, ...]:
    """Give what one variable says about the rows of another, without what follows from the rest.

    Args:
        questions: all of the codebook, by id.
        of: the variable whose rows are bounded.
        derived: the variable that bounds them.
        base: where they are counted; answers that cannot be there are left out.
    """
    bit = {option.code: 1 << place for place, option in enumerate(of.options)}
    behind: dict[str, set[int]] = {option.code: set() for option in derived.options}
    for answers in _answers(questions, of.sources | derived.sources, base):
        hit = sum(bit[code] for code in of.hits(answers) if code in bit)
        behind[derived.hits(answers)[0]].add(hit)
    sets = [_Behind.of(masks) for masks in behind.values()]
    most = [tuple(each.most(rows) for each in sets) for rows in range(1 << len(bit))]
    least = [tuple(each.least(rows) for each in sets) for rows in range(1 << len(bit))]
    codes = tuple(bit)
    found = [*_telling(most, len(bit), is_most=True), *_telling(least, len(bit), is_most=False)]
    exact = {rows for rows, _ in found if most[rows] == least[rows]}
    kept = dict.fromkeys((rows, is_most or rows in exact) for rows, is_most in found)
    return tuple(
        Bound(
            codes=tuple(code for place, code in enumerate(codes) if rows >> place & 1),
            times=most[rows] if is_most else least[rows],
            is_most=is_most,
            is_exact=rows in exact,
        )
        for rows, is_most in kept
    )


def _telling(table: list[Times], rows: int, *, is_most: bool) -> Iterator[tuple[int, bool]]:
    """Leave out what follows from a smaller or a larger set, and what is the sum of two."""
    singles = [1 << place for place in range(rows)]
    kept: list[int] = []
    for mask in sorted(range(1, len(table)), key=int.bit_count):
        inside = [one for one in singles if mask & one]
        around = [mask | one for one in singles if not mask & one]
        within = [mask & ~one for one in inside]
        if any(table[mask] == table[other] for other in (around if is_most else within)):
            continue
        parts = {*inside, *(other for other in kept if not other & ~mask)} - {mask}
        if any(table[mask] == _both(table[mask & ~part], table[part]) for part in parts):
            continue
        kept.append(mask)
        yield mask, is_most


def _both(some: Times, others: Times) -> Times:
    return tuple(one + other for one, other in zip(some, others, strict=True))


class _Behind(NamedTuple):
    """The answers behind one value, as bit masks; only the extreme ones decide."""

    largest: tuple[int, ...]
    smallest: tuple[int, ...]

    @classmethod
    def of(cls, masks: set[int]) -> "_Behind":
        return cls(
            largest=_extreme(sorted(masks, key=int.bit_count, reverse=True), lambda a, b: a & ~b),
            smallest=_extreme(sorted(masks, key=int.bit_count), lambda a, b: b & ~a),
        )

    def most(self, rows: int) -> int:
        return max(((mask & rows).bit_count() for mask in self.largest), default=0)

    def least(self, rows: int) -> int:
        return min(((mask & rows).bit_count() for mask in self.smallest), default=0)


def _extreme(masks: Sequence[int], beyond: Callable[[int, int], int]) -> tuple[int, ...]:
    kept: list[int] = []
    for mask in masks:
        if all(beyond(mask, other) for other in kept):
            kept.append(mask)
    return tuple(kept)


def _answers(
    questions: Mapping[str, Question], sources: frozenset[str], base: Base | None
) -> Iterator[Answers]:
    """Every answer to these questions that can be found in a base."""
    conditions = [c for each in (base.chain() if base else ()) for c in each.when]
    about = [c for c in conditions if c.question in sources]
    asked = [questions[name] for name in questions if name in sources]
    choices = []
    for question in asked:
        always = all(any(c.implies(when) for c in conditions) for when in question.when)
        choices.append([*one_answer(question), *([] if always else [(NOT_SHOWN,)])])
    for given in product(*choices):
        answers = Answers({q.id: answer for q, answer in zip(asked, given, strict=True)})
        if all(condition.holds(answers) for condition in about):
            yield answers


def one_answer(question: Question) -> Iterator[tuple[str, ...]]:
    """Every answer the question accepts."""
    beside = [o.code for o in question.options if question.multi and not o.exclusive]
    yield from ((o.code,) for o in question.options if o.code not in beside)
    for size in range(1, len(beside) + 1):
        yield from combinations(beside, size)
