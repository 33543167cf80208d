"""The made-up year has the published proportions of 2022."""

import tomllib
from datetime import date
from pathlib import Path

from chatserver.domain import codebook
from chatserver.domain.codebook import parse
from chatserver.domain.disclosure import derivable, views
from chatserver.domain.synthetic import year_like_2022
from chatserver.domain.tallies import add_up, tabulate

FILE = Path(codebook.__file__).parents[1] / "codebooks" / "thb-nl-0.1.0.toml"
BOOK = parse(tomllib.loads(FILE.read_text("utf-8")), FILE.name)


def test_the_year_has_2000_contacts_and_229_persons() -> None:
    tags = year_like_2022(BOOK)

    tabs = {tab.table.id: tab for tab in tabulate(BOOK, add_up(BOOK, tags), 2022)}

    assert (len(tags), tabs["t1"].total, tabs["t3"].total) == (2000, 2000, 262)
    assert {row.option.code: row.count for row in tabs["t5"].rows} == {
        "self": 199,
        "other": 23,
        "both": 0,
        "nd": 7,
    }


def test_the_year_is_the_same_every_time_and_in_order() -> None:
    tags = year_like_2022(BOOK)

    assert tags == year_like_2022(BOOK)
    assert [day for day, _ in tags] == sorted(day for day, _ in tags)


def test_every_month_of_the_year_asked_for_has_its_share() -> None:
    days = [day for day, _ in year_like_2022(BOOK, 2024)]

    months = [sum(day.month == month for day in days) for month in range(1, 13)]

    assert min(days) >= date(2024, 1, 1)
    assert max(days) <= date(2024, 12, 31)
    assert min(months) > 120
    assert max(months) < 200


def test_the_demo_shows_a_masked_cell_and_gives_nothing_away() -> None:
    shown = views(BOOK, tabulate(BOOK, add_up(BOOK, year_like_2022(BOOK)), 2022))

    counts = {view.table.id: {r.option.code: r.count for r in view.rows} for view in shown}
    assert counts["t7"]["serv"] == "<5"
    assert counts["t5"] == {"self": "199", "other": "23", "both": "0", "nd": "7"}
    assert derivable(BOOK, shown) == {}
