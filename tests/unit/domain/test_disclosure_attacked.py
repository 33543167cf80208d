"""Somebody with every view, all rules and a solver finds nothing; with weaker rules, they do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random  # noqa: TID251 - made-up people, the same every time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.domain.asking import NOT_SHOWN
from chatserver.domain.disclosure import Leak, Print, internal, prints, worlds
from chatserver.domain.disclosure.laws import laws_of
from chatserver.domain.disclosure.sheet import Place
from chatserver.domain.disclosure.spans import Span, closes, months
from chatserver.domain.disclosure.system import System, system_of
from chatserver.domain.questions import Answers, Codebook, Period
from chatserver.domain.tallies import Cell, add_up
from tests.support.attacker import Attacker
from tests.unit.domain.test_disclosure import BOOK, WHO, counted, person

# Measuring coverage triples the seconds a year takes.
pytestmark = [pytest.mark.thorough, pytest.mark.timeout(600)]

YEAR = [period for month in months("2026-01", "2026-12") for period in closes(month)]


def some(share: float) -> settings:
    return settings(max_examples=max(3, int(settings().max_examples * share)), deadline=None)


def answered(book: Codebook, chance: Random) -> Answers:
    """Any tag: mostly about trafficking, the first codes of a question more often."""
    given_: dict[str, Sequence[str]] = {}
    for question in book.questions:
        sofar = {q.id: given_.get(q.id, (NOT_SHOWN,)) for q in book.questions}
        if question.auto or not question.is_shown(sofar):
            continue
        codes = [option.code for option in question.options]
        weights = [1 / (nth + 1) ** 1.5 for nth in range(len(codes))]
        if question.id == "thb":
            weights = [3, 1, 1, 0]
        [code] = chance.choices(codes, weights)
        given_[question.id] = [code]
        alone = {option.code for option in question.options if option.exclusive}
        if question.multi and code not in alone and chance.random() < 0.3:
            given_[question.id] = list({code, chance.choice([c for c in codes if c not in alone])})
    return book.check(given_)


def a_year(book: Codebook, tags: int, seed: int) -> Counter[Cell]:
    chance = Random(seed)  # noqa: S311 - made-up people
    days = (date(2026, 1, 1) + timedelta(days=chance.randrange(365)) for _ in range(tags))
    return add_up(book, [(day, answered(book, chance)) for day in days])


def everything(book: Codebook, cells: Counter[Cell], shown: Iterable[Print]) -> System:
    merged = [(each.table, each.span) for each in shown if each.span.is_merged]
    return system_of(book, laws_of(book), cells, YEAR, merged)


def found(
    book: Codebook, cells: Counter[Cell], shown: Sequence[Print], *, every: int = 1
) -> dict[str, int]:
    """What the attacker works out: masked numbers, and those of one to four people."""
    system = everything(book, cells, shown)
    attacker = Attacker.of(system)
    attacker.read(book, shown)
    wanted = sorted({system.names[n] for n in system.small(5)} | attacker.masked)
    ranges = attacker.propagate()
    narrow = {n: ranges[n][0] for n in wanted if ranges[n][0] == ranges[n][1]}
    return narrow | attacker.pinned(wanted[::every])


@some(0.04)
@given(st.integers(0, 10**6), st.sampled_from([300, 450, 600]))
def test_a_solver_finds_nothing_in_the_views_of_any_year(seed: int, tags: int) -> None:
    cells = a_year(BOOK, tags, seed)

    assert found(BOOK, cells, prints(BOOK, cells, "2026-12"), every=9) == {}


def bare(book: Codebook, cells: Counter[Cell], grain: Period) -> list[Print]:
    """Views with only the obvious masks: no complements."""
    spans = prints(book, cells, "2026-12")
    system = everything(book, cells, spans)
    tables = {table.id: table for table in book.tables}
    places = [Place.of(system, tables[each.table], each.span) for each in spans]
    return [place.printed(system) for place in places if place.span.grain is grain]


MIXED = counted(
    (25, person("self"), 2), (12, person("other"), 2), (3, person("nd"), 2),
    (25, person("self"), 5), (12, person("other"), 5),
    (25, person("self"), 8), (12, person("other"), 8),
    (25, person("self"), 11), (12, person("other"), 11), (6, person("nd"), 11),
)  # fmt: skip


def test_the_attacker_breaks_views_without_complements() -> None:
    assert found(BOOK, MIXED, bare(BOOK, MIXED, Period.QUARTER))["b3:who=nd@2026-Q1"] == 3


def test_the_attacker_breaks_views_that_forget_that_a_year_is_four_quarters() -> None:
    alone = [replace(t, period=Period.YEAR) for t in BOOK.tables if t.id == "t5"]
    quarters = replace(BOOK, tables=tuple(t for t in BOOK.tables if t.id == "t5"))
    yearly = replace(BOOK, tables=tuple(alone))
    whole = Counter({Cell("t5", c.row, "2026"): 0 for c in MIXED if c.table == "t5"})
    for cell, count in MIXED.items():
        if cell.table == "t5":
            whole[Cell("t5", cell.row, "2026")] += count
    by_quarter = [p for p in prints(quarters, MIXED, "2026-09") if p.span.grain is Period.QUARTER]
    last = [p for p in bare(quarters, MIXED, Period.QUARTER) if p.span.name == "2026-Q4"]

    shown = [*by_quarter, *last, *prints(yearly, whole, "2026-12")]

    assert found(quarters, MIXED, shown)["b3:who=nd@2026-Q1"] == 3
    assert found(quarters, MIXED, prints(quarters, MIXED, "2026-12")) == {}


@pytest.mark.parametrize("month", ["2026-03", "2026-06", "2026-09"])
def test_nothing_of_an_open_period_changes_what_is_shown(month: str) -> None:
    before = prints(BOOK, MIXED, month)
    one_more = MIXED + counted((1, person("nd"), 12))

    assert prints(BOOK, one_more, month) == before


def test_where_something_was_given_away_nothing_more_is_shown() -> None:
    cells = add_up(WHO, [])
    for times, who in ((25, "self"), (12, "other"), (3, "nd")):
        cells += add_up(WHO, [(date(2026, 2, 1), person(who))] * times)
    leaky = Print(table="t5", span=Span(("2026-Q1",)), total="40",
                  rows={"self": "25", "other": "12", "both": "0", "nd": "<5"})  # fmt: skip

    shown = prints(WHO, cells, "2026-12", [leaky])

    assert found(WHO, cells, shown)["b3:who=nd@2026-Q1"] == 3
    assert {each.hidden for each in shown if each.span.grain is Period.YEAR} == {"withheld"}


def test_a_world_that_does_not_stand_is_a_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(internal, "stands", lambda *_: False)

    with pytest.raises(Leak):
        prints(BOOK, MIXED, "2026-12")


def test_a_search_that_may_change_few_numbers_hides_more(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = a_year(BOOK, 450, 3)
    free = exact(prints(BOOK, cells, "2026-12"))
    monkeypatch.setattr(worlds, "LONGEST", 3)

    assert exact(prints(BOOK, cells, "2026-12")) < free


def test_a_search_that_gives_up_early_hides_more(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = a_year(BOOK, 450, 1)
    free = exact(prints(BOOK, cells, "2026-12"))
    monkeypatch.setattr(internal, "PATIENT", range(0))

    assert exact(prints(BOOK, cells, "2026-12")) < free


def exact(shown: Iterable[Print]) -> int:
    return sum(text.isdigit() for each in shown for text in each.rows.values())
