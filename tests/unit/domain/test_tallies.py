"""Cells and exact tables; the figures of DOMAIN.md 6 to one decimal."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from chatserver.domain import codebook
from chatserver.domain.codebook import Answers, parse
from chatserver.domain.questions import Period
from chatserver.domain.tallies import (
    Cell,
    Tabulation,
    add_up,
    cells,
    grouped,
    percent,
    period_of,
    periods,
    tabulate,
)

FILE = Path(codebook.__file__).parents[1] / "codebooks" / "thb-nl-0.1.0.toml"
BOOK = parse(tomllib.loads(FILE.read_text("utf-8")), FILE.name)
NOVEMBER = date(2026, 11, 3)


def person(who: str = "self", form: Sequence[str] = ("nd",)) -> Answers:
    told = {"who": [who], "count": ["first"], "form": form}
    return BOOK.check({"contact": ["conv"], "thb": ["yes"], **told})


def year(*groups: tuple[int, Answers]) -> dict[str, Tabulation]:
    tags = [(NOVEMBER, answers) for times, answers in groups for _ in range(times)]
    return {tab.table.id: tab for tab in tabulate(BOOK, add_up(BOOK, tags), 2026)}


def test_a_silent_contact_raises_two_cells() -> None:
    silent = cells(BOOK, BOOK.check({"contact": ["silent"]}), NOVEMBER)

    assert [cell.key for cell in silent] == ["t1/*/2026-11", "t1/silent/2026-11"]


def test_a_person_raises_the_cells_that_were_declared() -> None:
    raised = cells(BOOK, person("both", ["crim", "sex"]), NOVEMBER)

    assert " ".join(cell.key for cell in raised) == (
        "t1/*/2026-11 t1/conv/2026-11 t2/*/2026-11 t2/yes/2026-11 "
        "t3/*/2026-11 t3/conversations/2026-11 t3/persons/2026-11 t3/self/2026-11 "
        "t5/*/2026-Q4 t5/both/2026-Q4 t7/*/2026-Q4 t7/sex/2026-Q4 t7/crim/2026-Q4 "
        "t7_self/*/2026-Q4 t7_self/sex/2026-Q4 t7_self/crim/2026-Q4 "
        "t7_combined/*/2026-Q4 t7_combined/both/2026-Q4"
    )


def test_a_cell_is_read_back_from_its_key() -> None:
    assert Cell.read("t5/self/2026-Q4") == Cell("t5", "self", "2026-Q4")
    with pytest.raises(ValueError, match="unpack"):
        Cell.read("t5/self")


def test_a_day_lies_in_a_month_a_quarter_and_a_year() -> None:
    assert [period_of(NOVEMBER, period) for period in Period] == ["2026-11", "2026-Q4", "2026"]
    assert period_of(date(2026, 4, 1), Period.QUARTER) == "2026-Q2"
    assert period_of(date(2026, 3, 31), Period.QUARTER) == "2026-Q1"


def test_a_year_has_twelve_months_and_four_quarters() -> None:
    assert periods(2026, Period.MONTH)[:2] == ("2026-01", "2026-02")
    assert len(periods(2026, Period.MONTH)) == 12
    assert periods(2026, Period.QUARTER) == ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
    assert periods(2026, Period.YEAR) == ("2026",)


def test_a_year_adds_up_its_periods_and_no_other_year() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1)]
    counts = add_up(BOOK, [(day, person()) for day in days])

    totals = {tab.table.id: tab.total for tab in tabulate(BOOK, counts, 2026)}

    assert totals["t1"] == 2
    assert totals["t5"] == 2


def test_2022_prints_both_percentages_of_self() -> None:
    t5 = year((199, person("self")), (23, person("other")), (7, person("nd")))["t5"]

    assert f"{t5.of_all('self')} % of all (n={t5.total})" == "86.9 % of all (n=229)"
    assert f"{t5.of_known('self')} % of known (n={t5.known})" == "89.6 % of known (n=222)"


def test_2019_has_88_6_percent_self() -> None:
    t5 = year((265, person("self")), (34, person("other")))["t5"]

    assert (t5.total, t5.of_all("self")) == (299, "88.6")


def test_2020_counts_forms_on_all_persons() -> None:
    tabs = year(
        (250, person("self", ["sex"])),
        (9, person("other", ["sex"])),
        (11, person("other", ["crim"])),
        (13, person("other", ["nd"])),
    )

    assert (tabs["t7"].total, tabs["t7"].of_all("sex"), tabs["t7"].of_all("crim")) == (
        283,
        "91.5",
        "3.9",
    )
    assert tabs["t5"].of_all("self") == "88.3"


def test_2023_columns_add_to_255_of_245() -> None:
    tabs = year(
        (150, person("self", ["sex"])),
        (85, person("self", ["crim"])),
        (10, person("self", ["sex", "crim"])),
    )

    t7 = tabs["t7"]
    assert (t7.count("sex"), t7.count("crim"), t7.total) == (160, 95, 245)
    assert sum(row.count for row in t7.rows) == 255
    assert tabs["t7_combined"].count("both") == 10


def test_conversations_persons_and_self_stand_side_by_side() -> None:
    again = BOOK.check({"contact": ["conv"], "thb": ["poss"], "count": ["dup"]})
    unknown = BOOK.check({"contact": ["conv"], "thb": ["poss"]})

    t3 = year((3, person("self")), (2, person("other")), (4, again), (5, unknown))["t3"]

    assert [(row.option.code, row.count) for row in t3.rows] == [
        ("conversations", 14),
        ("persons", 5),
        ("self", 3),
        ("nd", 5),
    ]
    assert t3.unit.en == "conversations"


def test_a_percentage_has_one_decimal_and_rounds_halves_up() -> None:
    assert percent(1, 8) == "12.5"
    assert percent(1, 16) == "6.3"
    assert percent(3, 3) == "100.0"
    assert not percent(0, 0)


def test_rows_are_added_up_only_from_the_question_they_come_from() -> None:
    d_form = BOOK.derived[0]
    who = year((3, person()))["t5"]

    with pytest.raises(ValueError, match="d_form is not computed from what t5 counts"):
        grouped(who, d_form)
