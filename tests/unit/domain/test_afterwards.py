"""The closing questions: what an answer is, when a voucher ends, and what is counted (F21)."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - made-up people, the same every time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.codebooks import closing
from chatserver.domain.afterwards import (
    DAYS,
    GIVEN,
    HALF_HOUR,
    LATEST,
    answered,
    days_before,
    nothing,
    runs_out,
)
from chatserver.domain.codebook import BadAnswers, Codebook, parse
from chatserver.domain.disclosure import prints
from chatserver.domain.questions import Period
from chatserver.domain.synthetic import afterwards_of_a_year
from chatserver.domain.tallies import TOTAL, Cell, add_up, cells, tabulate
from tests.unit.domain.test_disclosure_attacked import bare, found

FILE = Path(closing.__file__).parent / "closing-1.0.0.toml"
BOOK: Codebook = parse(tomllib.loads(FILE.read_text("utf-8")), FILE.name)

RELEASED = {
    "closing-1.0.0.toml": "890704de8231b84d731c8a8a2ae5a62977239523912bf56017eca3e17046e227",
}
"""Never change a line of these: answers were counted with them. A change is a new file (V1)."""

ASKED = {
    question.id: [option.code for option in question.options if option.code != question.default]
    for question in BOOK.questions
    if question.id != GIVEN
}


def test_a_released_codebook_never_changes() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FILE.parent.glob("*.toml")
    }

    assert found == RELEASED


def test_three_closed_questions_with_three_answers_each() -> None:
    assert list(ASKED) == ["heard", "next", "back"]
    assert {len(codes) for codes in ASKED.values()} == {3}
    assert not any(question.multi for question in BOOK.questions)


@given(st.integers(0, 2**33))
def test_a_voucher_ends_with_a_half_hour_in_thirty_to_sixty_minutes(now: int) -> None:
    end = runs_out(now)

    assert end % HALF_HOUR == 0
    assert HALF_HOUR < end - now <= LATEST


def test_the_days_that_may_wait_are_the_ones_before() -> None:
    days = days_before("2027-01-02")

    assert days == ("2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01")
    assert len(days) == DAYS


@given(st.fixed_dictionaries({}, optional={n: st.sampled_from(c) for n, c in ASKED.items()}))
def test_whatever_was_skipped_is_skipped_and_the_rest_is_counted(said: dict[str, str]) -> None:
    if not said:
        with pytest.raises(BadAnswers):
            answered(BOOK, said)
        return

    answers = answered(BOOK, said)

    assert answers[GIVEN] == ("yes",)
    assert {name: answers[name] for name in ASKED} == {
        name: (said.get(name, "nd"),) for name in ASKED
    }
    # +1 among all who were asked, +1 in each table of answers, and nothing that puts two together.
    assert [(cell.table, cell.row) for cell in cells(BOOK, answers, date(2026, 5, 4))] == [
        ("a1", TOTAL),
        ("a1", "yes"),
        *(
            (table, row)
            for table, name in (("a2", "heard"), ("a3", "next"), ("a4", "back"))
            for row in (TOTAL, said.get(name, "nd"))
        ),
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"heard": "maybe"},
        {"heard": "nd"},
        {"heard": "na"},
        {"heard": "yes", "name": "sam"},
        {"given": "yes", "heard": "yes"},
        {"given": "no"},
    ],
)
def test_what_is_no_answer_is_refused_and_not_repeated(said: Mapping[str, str]) -> None:
    with pytest.raises(BadAnswers) as refused:
        answered(BOOK, said)

    assert "sam" not in str(refused.value)
    assert "maybe" not in str(refused.value)


def test_who_sends_nothing_is_among_those_who_were_asked_and_in_no_other_table() -> None:
    raised = cells(BOOK, nothing(BOOK), date(2026, 5, 4))

    assert [cell.key for cell in raised] == ["a1/*/2026-05", "a1/no/2026-05"]


def test_the_made_up_year_says_how_many_of_how_many_answered() -> None:
    tags = afterwards_of_a_year(BOOK, 2025)
    tables = {each.table.id: each for each in tabulate(BOOK, add_up(BOOK, tags), 2025)}

    assert (tables["a1"].total, tables["a1"].count("yes"), tables["a2"].total) == (2500, 510, 510)
    assert {day.year for day, _ in tags} == {2025}
    assert len({day.month for day, _ in tags}) == 12


@pytest.mark.thorough
@settings(max_examples=max(3, settings().max_examples // 20), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([60, 200, 700]), st.sampled_from([True, False]))
def test_somebody_with_every_view_and_a_solver_finds_no_few_answers(
    seed: int,
    asked: int,
    quarters: bool,  # noqa: FBT001 - hypothesis gives it by name
) -> None:
    cells_of_year = a_year(seed, asked)
    shown = prints(BOOK, cells_of_year, "2026-12", quarters=quarters)

    assert found(BOOK, cells_of_year, shown) == {}


def test_the_same_person_finds_them_where_only_the_few_are_hidden() -> None:
    silent, yes, no = (
        nothing(BOOK),
        answered(BOOK, {"heard": "yes"}),
        answered(BOOK, {"heard": "no"}),
    )
    counted = add_up(
        BOOK, [(date(2026, 2, 5), each) for each in [silent] * 40 + [yes] * 17 + [no] * 3]
    )

    broken = found(BOOK, counted, bare(BOOK, counted, Period.QUARTER))
    assert broken["answered:heard=no@2026-Q1"] == 3
    shown = prints(BOOK, counted, "2026-12", quarters=True)
    assert found(BOOK, counted, shown) == {}
    year = next(each for each in shown if (each.table, each.span.name) == ("a2", "2026"))
    assert (year.total, year.rows) == ("20", {"yes": "–", "some": "0", "no": "<5", "nd": "0"})  # noqa: RUF001 - as printed


def a_year(seed: int, asked: int) -> Counter[Cell]:
    """Of every five who are asked about one answers, in months that are not alike."""
    chance = Random(seed)  # noqa: S311 - made-up people
    tags = []
    for _ in range(asked):
        day = date(2026, 1, 1) + timedelta(days=int(365 * chance.random() ** 1.3))
        said = {
            name: chance.choices(codes, [6, 3, 1])[0]
            for name, codes in ASKED.items()
            if chance.random() < 0.9
        }
        answers = answered(BOOK, said) if said and chance.random() < 0.2 else nothing(BOOK)
        tags.append((day, answers))
    return add_up(BOOK, tags)
