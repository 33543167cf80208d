"""The made-up year has the published proportions of 2022."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from chatserver.domain import codebook
from chatserver.domain.codebook import Codebook, parse
from chatserver.domain.questions import Answers
from chatserver.domain.synthetic import year_like_2022
from chatserver.domain.tallies import Tabulation, add_up, tabulate


def read(version: str) -> Codebook:
    file = Path(codebook.__file__).parents[1] / "codebooks" / f"thb-nl-{version}.toml"
    return parse(tomllib.loads(file.read_text("utf-8")), file.name)


OLD, BOOK = read("0.1.0"), read("1.0.0")


@cache
def tags() -> list[tuple[date, Answers]]:
    return year_like_2022(BOOK)


@cache
def tabs() -> dict[str, Tabulation]:
    return {tab.table.id: tab for tab in tabulate(BOOK, add_up(BOOK, tags()), 2022)}


def test_the_year_has_4000_contacts_and_229_persons() -> None:
    assert (len(tags()), tabs()["t1"].total, tabs()["t3"].total) == (4000, 4000, 262)
    assert {row.option.code: row.count for row in tabs()["t5"].rows} == {
        "self": 199,
        "other": 23,
        "both": 0,
        "nd": 7,
    }


@pytest.mark.parametrize("table", ["t1", "t2", "t3", "t5", "t7", "t7_self", "t7_combined"])
def test_an_earlier_codebook_counts_the_same_year_alike(table: str) -> None:
    old = {tab.table.id: tab for tab in tabulate(OLD, add_up(OLD, year_like_2022(OLD)), 2022)}

    assert [row.count for row in old[table].rows] == [row.count for row in tabs()[table].rows]


def test_what_is_published_of_2022_is_true_of_it() -> None:
    ages = {row.option.code: row.count for row in tabs()["t8_self"].rows}
    lasted = {row.option.code: row.count for row in tabs()["t11"].rows}
    minors = sum(ages[code] for code in ("a0", "a12", "a15", "a16", "min"))
    over_a_year = sum(lasted[code] for code in ("y2", "y5", "y5p"))

    assert 40 <= 100 * minors / 199 <= 45
    assert over_a_year > tabs()["t11"].known / 2


def test_something_was_answered_to_every_question() -> None:
    for table in BOOK.tables:
        named = [row.count for row in tabs()[table.id].rows if not row.option.unknown]
        assert sum(count > 0 for count in named) >= 2, table.id


def test_the_year_is_the_same_every_time_and_in_order() -> None:
    assert year_like_2022(BOOK) == tags()
    assert [day for day, _ in tags()] == sorted(day for day, _ in tags())


def test_every_month_of_the_year_asked_for_has_its_share() -> None:
    days = [day for day, _ in year_like_2022(OLD, 2024)]

    months = [sum(day.month == month for day in days) for month in range(1, 13)]

    assert min(days) >= date(2024, 1, 1)
    assert max(days) <= date(2024, 12, 31)
    assert min(months) > 240
    assert max(months) < 400
