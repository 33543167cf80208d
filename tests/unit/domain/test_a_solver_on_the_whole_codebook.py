"""The attacker of `test_disclosure_attacked.py` on years of all 43 tables.

Apart, because a solver of real size takes seconds and measuring coverage triples them.
"""

from collections import Counter
from functools import cache

import pytest

from chatserver.domain.disclosure import Print, prints
from chatserver.domain.synthetic import year_like_2022
from chatserver.domain.tallies import Cell, add_up
from tests.unit.domain.test_disclosure import NEW
from tests.unit.domain.test_disclosure_attacked import a_year, found

both = pytest.mark.parametrize("quarters", [False, True], ids=["by year", "by quarter"])
"""Tables of one question, as `[tally] quarters` has it."""


@cache
def like_2022(*, quarters: bool) -> tuple[Counter[Cell], tuple[Print, ...]]:
    """The made-up year of the demo, and all that is shown of it."""
    cells = add_up(NEW, year_like_2022(NEW, 2026))
    return cells, prints(NEW, cells, "2026-12", quarters=quarters)


@both
def test_a_solver_finds_nothing_in_a_year_of_the_whole_codebook(*, quarters: bool) -> None:
    assert found(NEW, *like_2022(quarters=quarters), every=60) == {}


@both
def test_the_demo_shows_a_masked_cell_and_most_of_its_tables(*, quarters: bool) -> None:
    year = {
        each.table: each for each in like_2022(quarters=quarters)[1] if each.span.name == "2026"
    }

    assert "<5" in year["t7_self"].rows.values()
    assert sum(bool(each.hidden) for each in year.values()) < len(year) / 4


def test_the_year_before_its_quarters_says_how_many_of_the_known_are_victims_themselves() -> None:
    year = {each.table: each for each in like_2022(quarters=False)[1] if each.span.name == "2026"}

    assert [table for table, each in year.items() if each.hidden] == []
    assert year["t5"].total == "229"
    assert year["t5"].rows == {"self": "199", "other": "23", "both": "0", "nd": "7"}


@pytest.mark.parametrize(("seed", "tags"), [(1, 400), (2, 1500)])
@both
def test_a_solver_finds_nothing_in_random_years_of_the_whole_codebook(
    seed: int, tags: int, *, quarters: bool
) -> None:
    cells = a_year(NEW, tags, seed)

    assert found(NEW, cells, prints(NEW, cells, "2026-12", quarters=quarters), every=150) == {}


@pytest.mark.parametrize("month", ["2026-03", "2026-07"])
@both
def test_the_operator_may_change_their_mind_within_a_year(month: str, *, quarters: bool) -> None:
    cells = like_2022(quarters=quarters)[0]
    before = prints(NEW, cells, month, quarters=quarters)

    shown = prints(NEW, cells, "2026-12", before, quarters=not quarters)

    assert shown[: len(before)] == before
    assert found(NEW, cells, shown, every=150) == {}
