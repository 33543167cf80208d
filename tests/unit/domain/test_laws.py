"""Laws of codebooks whose bases and tables lie within each other in every way."""

from dataclasses import replace
from datetime import date
from random import Random  # noqa: TID251 - made-up people, the same every time

import pytest

from chatserver.domain.asking import Condition
from chatserver.domain.disclosure import prints, ranges
from chatserver.domain.disclosure.laws import laws_of
from chatserver.domain.disclosure.ranges import narrow
from chatserver.domain.disclosure.releases import release
from chatserver.domain.disclosure.system import System, system_of
from chatserver.domain.questions import Base, Codebook, Cross, Period
from chatserver.domain.tallies import add_up
from tests.support.attacker import Attacker
from tests.unit.domain.test_disclosure import BOOK
from tests.unit.domain.test_disclosure_attacked import a_year, answered, found
from tests.unit.domain.test_releases import read

pytestmark = pytest.mark.thorough

TABLES = {table.id: table for table in BOOK.tables}
WHO, FORM, COMBINED = TABLES["t5"].of, TABLES["t7"].of, TABLES["t7_combined"].of
PERSONS = TABLES["t5"].base
SOME = Base(
    id="some",
    label=PERSONS.label,
    within=PERSONS,
    when=(Condition(question="form", codes=("sex", "crim")),),
)
SELF = Base(
    id="own",
    label=PERSONS.label,
    within=PERSONS,
    when=(Condition(question="who", codes=("self",)),),
)


CROSS = Cross(rows=WHO, columns=COMBINED)  # type: ignore[arg-type]
NESTED = replace(
    BOOK,
    bases=(*BOOK.bases, SOME, SELF),
    tables=tuple(
        replace(TABLES["t5"], id=f"n{nth}", base=base, of=of, period=Period.YEAR)
        for nth, (base, of) in enumerate(
            [(PERSONS, WHO), (PERSONS, CROSS), (SOME, CROSS), (SOME, FORM), (SOME, COMBINED),
             (SELF, WHO), (SELF, FORM)]
        )
    ),
)  # fmt: skip


def system(book: Codebook, seed: int) -> System:
    return system_of(book, laws_of(book), a_year(book, 400, seed), ["2026"])


@pytest.mark.parametrize("seed", range(5))
def test_every_law_is_true_of_any_people(seed: int) -> None:
    made = system(NESTED, seed)

    assert all(sum(f * made.truth[n] for n, f in law) == 0 for law in made.laws)
    assert {"b3:who*d_form=self.sex@2026", "b3-some@2026"} <= set(made.names)


def test_a_solver_finds_nothing_where_bases_lie_within_each_other() -> None:
    chance = Random(7)  # noqa: S311 - made-up people
    tags = [(date(2026, 5, 5), answered(NESTED, chance)) for _ in range(400)]
    cells = add_up(NESTED, tags)

    assert found(NESTED, cells, prints(NESTED, cells, "2026-12"), every=3) == {}


def test_propagation_that_is_cut_short_is_wider_and_never_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = system(NESTED, 1)
    low = [n if place % 2 else 0 for place, n in enumerate(made.truth)]
    high = [n if place % 2 else 10**6 for place, n in enumerate(made.truth)]
    lows, highs = narrow(made, low, high)
    monkeypatch.setattr(ranges, "MAX_STEPS", 3)

    short_lows, short_highs = narrow(made, low, high)

    every = zip(short_lows, lows, made.truth, highs, short_highs, strict=True)
    assert all(a <= b <= truth <= c <= d for a, b, truth, c, d in every)
    assert short_lows != lows


@pytest.mark.parametrize(("tags", "seed"), [(100, 140), (300, 140), (40, 140), (300, 7)])
def test_a_release_of_nested_bases_has_another_world_for_all_it_hides(tags: int, seed: int) -> None:
    cells = a_year(NESTED, tags, seed)
    attacker = Attacker.of(system_of(NESTED, laws_of(NESTED), cells, ["2026"]))

    read(attacker, release(NESTED, cells, ("2026",)).pages)

    assert attacker.pinned(sorted(attacker.masked)) == {}
