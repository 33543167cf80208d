"""Imported years in which not every line has a month (decision 0032)."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from chatserver.domain.disclosure import prints
from chatserver.domain.disclosure.releases import release
from chatserver.domain.disclosure.shown import Print
from chatserver.domain.disclosure.spans import undated
from chatserver.domain.past import Told, added_up, read_past
from chatserver.domain.questions import Period
from chatserver.domain.tallies import Cell
from tests.unit.domain.test_disclosure import BOOK, NEW, WHO, person
from tests.unit.domain.test_disclosure_attacked import bare, everything, found

pytestmark = pytest.mark.thorough

PAST = Path(__file__).parents[2] / "past"


@cache
def counted_as(year: int) -> Counter[Cell]:
    return added_up(NEW, read_past((PAST / f"{year}.csv").read_bytes(), NEW), year)


def told(*groups: tuple[int, str, int | None]) -> Counter[Cell]:
    """Lines of 2026: how many, about whom, in which month."""
    lines = [Told(person(who), month) for times, who, month in groups for _ in range(times)]
    return added_up(BOOK, lines, 2026)


def one(shown: Sequence[Print], table: str, span: str) -> Print:
    return next(each for each in shown if (each.table, each.span.name) == (table, span))


def test_2022_is_shown_as_a_year_and_as_nothing_shorter() -> None:
    shown = prints(NEW, counted_as(2022), "2022-12")

    assert one(shown, "t5", "2022").rows == {"self": "199", "other": "23", "both": "0", "nd": "7"}
    assert {each.span.grain for each in shown} == {Period.YEAR}


def test_2022_is_published_as_230_persons_200_self_and_87_percent() -> None:
    pages = {page.table.id: page for page in release(NEW, counted_as(2022), ("2022",)).pages}

    assert (pages["t5"].total, pages["t5"].rows["self"]) == ("230", "200")
    assert pages["t5"].percentages["self"] == "87 %"


def test_five_years_are_shown_after_one_another() -> None:
    cells: Counter[Cell] = Counter()
    for year in range(2019, 2024):
        cells += counted_as(year)

    shown = prints(NEW, cells, "2023-12")

    totals = [one(shown, "t5", str(year)).total for year in range(2019, 2024)]
    assert totals == ["299", "283", "324", "229", "245"]


def test_a_year_is_its_months_and_what_has_no_month() -> None:
    shown = prints(BOOK, told((30, "self", 2), (20, "self", 5), (40, "self", None)), "2026-12")

    assert one(shown, "t5", "2026-Q1").total == "30"
    assert one(shown, "t5", "2026-Q2").total == "20"
    assert one(shown, "t5", "2026").total == "90"
    assert not [each for each in shown if undated("2026") in each.span.parts]


FEW = told(
    (30, "self", 2), (20, "self", 5), (25, "self", 8), (25, "self", 11), (20, "other", 2),
    (3, "self", None),
)  # fmt: skip


def test_the_few_who_have_no_month_cannot_be_worked_out() -> None:
    """Subtracting every quarter from the year would give them."""
    assert found(WHO, FEW, prints(WHO, FEW, "2026-12")) == {}


def test_that_attack_finds_them_where_all_else_is_printed() -> None:
    shown = [*bare(WHO, FEW, Period.QUARTER), *bare(WHO, FEW, Period.YEAR)]

    assert found(WHO, FEW, shown)["b3:who=self@2026?"] == 3


def test_a_year_told_twice_over_is_still_one_sum() -> None:
    """Everything of the year, dated or not, holds the same laws as its months do."""
    cells = told((30, "self", 2), (12, "other", None), (40, "self", None))

    system = everything(BOOK, cells, [])

    part = {name: system.truth[system.place[f"{name}@2026?"]] for name in ("b3", "b3:who=other")}
    assert part == {"b3": 52, "b3:who=other": 12}
