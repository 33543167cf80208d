"""What coordinators see: rules I2-I8 of DOMAIN.md 4.3, period after period."""

# ruff: noqa: RUF001 - the en dash and the cross are what is shown

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chatserver.domain import codebook
from chatserver.domain.codebook import Answers, parse
from chatserver.domain.disclosure import (
    Disagree,
    Print,
    View,
    last_closed,
    prints,
    views,
)
from chatserver.domain.disclosure.spans import closes, months
from chatserver.domain.questions import Period
from chatserver.domain.tallies import Cell, add_up

pytestmark = pytest.mark.timeout(600)  # measuring coverage triples the seconds a year takes

FILES = Path(codebook.__file__).parents[1] / "codebooks"
BOOK = parse(tomllib.loads((FILES / "thb-nl-0.1.0.toml").read_text("utf-8")), "0.1.0")
NEW = parse(tomllib.loads((FILES / "thb-nl-1.0.0.toml").read_text("utf-8")), "1.0.0")

WHO = replace(BOOK, tables=tuple(table for table in BOOK.tables if table.id == "t5"))
"""One table, by quarter: enough for what periods do, and quick."""

Group = tuple[int, Answers] | tuple[int, Answers, int]


def contact(kind: str) -> Answers:
    return BOOK.check({"contact": [kind]} | ({"thb": ["no"]} if kind in {"conv", "short"} else {}))


def person(who: str = "self", form: Sequence[str] = ("sex",), count: str = "first") -> Answers:
    told = {"who": [who], "count": [count], "form": form}
    return BOOK.check({"contact": ["conv"], "thb": ["yes"], **told})


def counted(*groups: Group) -> Counter[Cell]:
    """Tags of 2026; in May if nothing else is said."""
    return add_up(
        BOOK,
        [
            (date(2026, rest[0] if rest else 5, 5), answers)
            for times, answers, *rest in groups
            for _ in range(times)
        ],
    )


def together(*groups: Group, span: str = "2026") -> dict[str, View]:
    shown = views(BOOK, counted(*groups), "2026-12")
    return {view.table.id: view for view in shown if view.span.name == span}


def only(*groups: Group, book: Any = BOOK, table: str = "t5") -> View:
    """One table of the year, as if there were no other."""
    alone = next(each for each in book.tables if each.id == table)
    small = replace(book, tables=(replace(alone, period=Period.YEAR),))
    tags = [(date(2026, 5, 5), answers) for times, answers, *_ in groups for _ in range(times)]
    [view] = views(small, add_up(small, tags), "2026-12")
    return view


def counts(view: View) -> dict[str, str]:
    return {row.option.code: row.count for row in view.rows if row.count != "0"}


def test_small_numbers_are_not_shown_and_zero_is() -> None:
    view = only((20, person("self")), (4, person("other")), (1, person("both")))

    assert [row.count for row in view.rows] == ["20", "<5", "<5", "0"]


def test_five_is_shown() -> None:
    assert counts(only((20, person("self")), (5, person("other")))) == {"self": "20", "other": "5"}


def test_sdc1_shows_193_and_7() -> None:
    view = only((193, person("self")), (7, person("other")))

    assert counts(view) == {"self": "193", "other": "7"}


def test_sdc2_hides_the_twelve_that_would_give_the_three_away() -> None:
    view = only((25, person("self")), (12, person("other")), (3, person("nd")))

    assert counts(view) == {"self": "25", "other": "–", "nd": "<5"}
    assert view.notes[0].en.startswith("<5: one to four.")


def test_three_fours_of_twelve_hide_the_whole_table() -> None:
    view = only((4, person("self")), (4, person("other")), (4, person("nd")))

    assert (view.hidden, view.rows, view.total) == ("withheld", (), "")
    assert view.notes[0].en == "Not shown: small numbers could be worked out otherwise."


def test_fewer_than_ten_are_not_a_table() -> None:
    view = only((9, person("self")))

    assert (view.hidden, view.rows, view.total) == ("small", (), "")
    assert view.notes[0].nl == "Niet getoond: minder dan 10."


def test_an_option_is_hidden_if_its_negation_is_small() -> None:
    groups = [(40, person(form=["sex", "crim"])), (3, person(form=["crim", "lab"]))]

    assert counts(only(*groups, table="t7"))["sex"] == "–"


def test_percentages_are_whole_and_carry_both_bases() -> None:
    view = only((199, person("self")), (23, person("other")), (7, person("nd")))

    assert (view.total, view.known) == ("229", "222")
    assert [(row.of_all, row.of_known) for row in view.rows] == [
        ("87 %", "90 %"),
        ("10 %", "10 %"),
        ("0 %", "0 %"),
        ("3 %", ""),
    ]


def test_fewer_than_twenty_known_have_no_percentages() -> None:
    view = only((19, person("self")), (50, person("nd")))

    assert [(row.of_all, row.of_known) for row in view.rows] == [("", "")] * 4
    assert view.known == "19"


def test_a_small_not_discussed_hides_the_known_base() -> None:
    view = only((50, person("self")), (30, person("other")), (2, person("nd")))

    assert view.known == ""
    assert [(row.count, row.of_all) for row in view.rows] == [
        ("50", "61 %"), ("–", ""), ("0", "0 %"), ("<5", "")
    ]  # fmt: skip


def test_options_of_several_prove_only_their_largest_as_known() -> None:
    groups = [(19, person(form=["sex"])), (19, person(form=["crim"])), (2, person(form=["nd"]))]

    view = only(*groups, table="t7")

    assert view.known == ""
    assert {row.of_all for row in view.rows} == {""}


def test_contacts_have_no_unknown_and_one_percentage() -> None:
    view = only((60, contact("silent")), (40, contact("hoax")), table="t1")

    assert view.known == ""
    assert {row.option.code: row.of_all for row in view.rows}["silent"] == "60 %"


def test_persons_and_self_are_not_subtracted_to_a_small_number() -> None:
    shown = together((60, person("self")), (3, person("other")))

    assert counts(shown["t5"])["self"] == "–" or shown["t5"].hidden
    assert counts(shown["t3"]).get("self") != "60"


def test_nothing_is_hidden_without_need() -> None:
    shown = together((60, person("self")), (30, person("other")), (20, contact("silent")))

    texts = {text for view in shown.values() for text in counts(view).values()}
    assert texts.isdisjoint({"<5", "–"})


def test_a_view_is_text_for_the_browser() -> None:
    view = only((30, person(form=["sex"])), (20, person(form=["sex", "crim"])), table="t7")

    found: Any = json.loads(json.dumps(view.as_dict()))

    assert (found["id"], found["period"], found["merged"]) == ("t7", "2026", False)
    assert (found["total"], found["known"], found["multi"]) == ("50", "50", True)
    assert found["cross"] is None
    assert found["rows"][1] == {
        "code": "crim",
        "label": {"nl": "Criminele uitbuiting", "en": "Criminal exploitation"},
        "count": "20",
        "of_all": "40 %",
        "of_known": "40 %",
        "unknown": False,
    }


def test_a_quarter_that_is_too_small_is_merged_with_the_next() -> None:
    cells = counted((9, person(), 2), (20, person(), 5), (10, person(), 8),
                    (5, person("other"), 8), (4, person(), 11))  # fmt: skip

    quarters = {
        p.span.name: (p.hidden, p.total)
        for p in prints(WHO, cells, "2026-12")
        if p.span.grain is Period.QUARTER
    }

    assert quarters == {
        "2026-Q1": ("small", ""),
        "2026-Q1+2026-Q2": ("", "29"),
        "2026-Q3": ("", "15"),
        "2026-Q4": ("small", ""),
    }


def test_what_was_too_small_in_december_waits_for_january() -> None:
    tags = [(date(2026, 3, 1), person()) for _ in range(30)]
    tags += [(date(2026, 12, 1), person()) for _ in range(3)]
    tags += [(date(2027, 1, 5), person()) for _ in range(40)]

    monthly = replace(BOOK, tables=tuple(table for table in BOOK.tables if table.id == "t2"))
    shown = prints(monthly, add_up(monthly, tags), "2027-02")

    last = [p.span.name for p in shown][-2]
    assert (last[:5], last[-8:]) == ("2026-", "+2027-01")


def test_years_without_tags_lie_between_years_with_them() -> None:
    tags = [(date(2026, month, 5), person(who)) for month in range(1, 13)
            for who in ("self", "self", "self", "other")]  # fmt: skip
    tags += [(date(2028, 3, 5), person())]

    shown = prints(WHO, add_up(WHO, tags), "2029-06")

    assert shown[-1].span.name.endswith("2028")


def test_what_was_shown_stays_when_a_period_closes() -> None:
    cells = counted(
        (9, person("self"), 2), (30, person("other"), 2), (7, person("nd"), 4),
        (12, person("self"), 5), (2, person("both"), 8), (31, person("self"), 11),
    )  # fmt: skip

    early = prints(BOOK, cells, "2026-06")
    late = prints(BOOK, cells, "2026-12")
    resumed = prints(BOOK, cells, "2026-12", [Print.read(each.as_dict()) for each in early])

    assert late[: len(early)] == early
    assert resumed[: len(early)] == early


def test_a_month_of_which_something_was_shown_is_shown_as_it_was() -> None:
    cells = counted((30, person(), 2), (12, person("other"), 2), (40, person(), 5))
    early = prints(BOOK, cells, "2026-03")

    assert prints(BOOK, cells, "2026-03", early[:-1]) == early[:-1]


def test_tables_of_one_question_are_of_years_only_where_quarters_are_not_wanted() -> None:
    cells = counted((30, person(), 2), (40, person("other"), 5), (25, person(), 11))

    shown = prints(BOOK, cells, "2026-12", quarters=False)

    grains = {table.id: {p.span.grain for p in shown if p.table == table.id}
              for table in BOOK.tables}  # fmt: skip
    assert {table for table, found in grains.items() if found == {Period.YEAR}} == {
        table.id for table in BOOK.tables if table.period is not Period.MONTH
    }
    assert all(Period.MONTH in grains[t.id] for t in BOOK.tables if t.period is Period.MONTH)


def test_nothing_counted_is_nothing_shown() -> None:
    assert prints(BOOK, {}, "2026-12") == ()


def test_cells_that_contradict_each_other_are_refused() -> None:
    tags = [(date(2026, 5, 5), exploited("a12", ["mo"])) for _ in range(30)]
    cells = add_up(NEW, tags)
    cells[Cell("t20_cli", "*", "2026")] += 1

    with pytest.raises(Disagree):
        prints(NEW, cells, "2026-12")


def test_rows_that_do_not_add_up_are_refused() -> None:
    cells = counted((30, person()))
    cells[Cell("t5", "self", "2026-Q2")] += 1

    with pytest.raises(Disagree):
        prints(BOOK, cells, "2026-12")


def test_a_part_larger_than_the_whole_is_refused() -> None:
    cells = counted((30, person()))
    cells[Cell("t7", "crim", "2026-Q2")] += 31

    with pytest.raises(Disagree):
        prints(BOOK, cells, "2026-12")


def test_a_number_that_changed_after_it_was_shown_is_refused() -> None:
    early = prints(BOOK, counted((30, person(), 2)), "2026-03")

    with pytest.raises(Disagree, match="shown has changed"):
        prints(BOOK, counted((31, person(), 2)), "2026-06", early)


def exploited(age: str, perp: Sequence[str]) -> Answers:
    told = {"who": ["self"], "count": ["first"], "form": ["sex"], "age": [age], "perp": perp}
    return NEW.check({"contact": ["conv"], "thb": ["yes"], **told})


def test_sdc4_hides_a_line_in_which_nearly_all_have_one_answer() -> None:
    groups = [(11, exploited("a12", ["mo"])), (1, exploited("a12", ["ptn"])),
              (30, exploited("a18", ["ptn"])), (25, exploited("a18", ["fa"]))]  # fmt: skip

    view = only(*groups, book=NEW, table="x4")

    cells = {row.option.code: row.count for row in view.rows}
    young = [text for code, text in cells.items() if code.endswith(".lt16")]
    assert set(young) == {"×"}
    assert cells["oth.a18"] == "30"


def test_a_table_of_few_with_one_answer_is_withheld() -> None:
    assert only((11, person("self")), (1, person("other"))).hidden == "withheld"


def test_few_who_all_said_nothing_are_no_group() -> None:
    assert only((12, person("nd"))).hidden == ""


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 12, 31), "2026-11"),
        (date(2027, 1, 6), "2026-11"),
        (date(2027, 1, 7), "2026-12"),
    ],
)
def test_a_month_is_shown_a_week_after_it_ended(today: date, last: str) -> None:
    assert last_closed(today) == last


def test_months_close_quarters_and_years() -> None:
    assert closes("2026-05") == ("2026-05",)
    assert closes("2026-06") == ("2026-06", "2026-Q2")
    assert closes("2026-12") == ("2026-12", "2026-Q4", "2026")
    assert months("2026-11", "2027-02") == ("2026-11", "2026-12", "2027-01", "2027-02")
    assert months("2026-02", "2026-01") == ()


def test_the_limits_of_counting_stand_beside_persons() -> None:
    view = only((30, person()), table="t3")

    assert view.notes[0].en.startswith("Whether a person was already counted")
    assert {row.of_all for row in view.rows} == {""}
