"""What is published: rules P1-P8 and P10 of DOMAIN.md 4.4."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random  # noqa: TID251 - made-up people, the same every time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.disclosure import Leak, prints, releases, rounding
from chatserver.domain.disclosure.laws import row_name
from chatserver.domain.disclosure.noise import KEYS, noise
from chatserver.domain.disclosure.releases import Page, Release, audit, of_years, release
from chatserver.domain.disclosure.rounding import Booklet, rounded
from chatserver.domain.disclosure.system import System
from chatserver.domain.disclosure.worlds import Worlds
from chatserver.domain.questions import Codebook
from chatserver.domain.synthetic import year_like_2022
from chatserver.domain.tallies import Cell, add_up
from tests.support.attacker import Attacker
from tests.unit.domain.test_disclosure import BOOK, NEW, contact, counted, person
from tests.unit.domain.test_disclosure_attacked import a_year, answered, some

# Measuring coverage triples the seconds a year takes.
pytestmark = [pytest.mark.thorough, pytest.mark.timeout(600)]


@cache
def of_2022() -> Release:
    return release(NEW, add_up(NEW, year_like_2022(NEW, 2026)), ("2026",))


def page(made: Release, table: str) -> Page:
    return next(each for each in made.pages if each.table.id == table)


def world(book: Codebook, cells: Counter[Cell]) -> System:
    return of_years(book, cells, ("2026",))[1]


def read(attacker: Attacker, pages: Sequence[Page], around: int = 2) -> None:
    for each in pages:
        said = {row_name(each.table, code): text for code, text in each.rows.items()}
        for name, text in {**said, each.table.base.id: each.total}.items():
            if text == "-":
                attacker.masked.add(f"{name}@2026")
            else:
                count = int(text)
                attacker.learn([(f"{name}@2026", (max(10, count - around), count + around))])


def test_f2022_is_published_as_230_persons_200_self_and_87_percent() -> None:
    who = page(of_2022(), "t5")

    assert who.total == "230"
    assert who.rows == {"self": "200", "other": "-", "both": "-", "nd": "-"}
    assert who.percentages == {"self": "87 %"}


def test_sdc1_masks_both_or_publishes_nothing_of_193_and_7() -> None:
    made = release(BOOK, counted((193, person("self")), (7, person("other"))), ("2026",))

    who = [each.rows for each in made.pages if each.table.id == "t5"]
    assert who in ([], [{"self": "-", "other": "-", "both": "-", "nd": "-"}])


def test_numbers_are_rounded_to_five_and_small_ones_and_zeros_suppressed() -> None:
    assert [rounded(n) for n in (10, 12, 13, 17, 18, 229)] == [10, 10, 15, 15, 20, 230]

    made = release(BOOK, counted((60, contact("silent")), (52, contact("hoax"))), ("2026",))

    assert page(made, "t1").rows["silent"] == "60"
    assert page(made, "t1").rows["test"] == "-"


def test_percentages_need_a_base_of_fifty() -> None:
    made = release(BOOK, counted((20, contact("silent")), (20, contact("hoax"))), ("2026",))

    assert page(made, "t1").percentages == {}


def test_what_is_published_is_collapsed() -> None:
    ids = {each.table.id for each in of_2022().pages}

    assert ids >= {"t8_published", "t7_combined"}
    assert ids.isdisjoint({"t7", "t8", "t12", "t19"})


def test_a_release_says_what_is_needed_to_read_it() -> None:
    said = of_2022().metadata()

    assert (said["codebook"], said["period"]) == ("thb-nl-1.0.0", ["2026"])
    assert "do not add up" in str(said["rounding"])


def test_a_release_beside_the_views_tells_their_readers_nothing() -> None:
    cells = add_up(BOOK, year_like_2022(BOOK, 2026))
    shown = prints(BOOK, cells, "2026-12")

    made = release(BOOK, cells, ("2026",), shown)

    views = {(p.table, code): text for p in shown if p.span.name == "2026"
             for code, text in p.rows.items()}  # fmt: skip
    assert made.pages
    for each in made.pages:
        for code, text in each.rows.items():
            before = views.get((each.table.id, code), "")
            assert text == "-" or before == "" or rounded(int(before)) == int(text)


@some(0.1)
@given(st.integers(0, 10**6), st.sampled_from([60, 200, 500]))
def test_every_release_keeps_zero_to_nine_possible(seed: int, tags: int) -> None:
    cells = a_year(BOOK, tags, seed)
    attacker = Attacker.of(world(BOOK, cells))
    read(attacker, release(BOOK, cells, ("2026",)).pages)

    ranges = attacker.propagate()

    system = world(BOOK, cells)
    for name in attacker.masked:
        needed = 9 if system.truth[system.place[name]] else 1
        assert ranges[name][0] == 0
        assert ranges[name][1] >= needed
    assert attacker.pinned(sorted(attacker.masked)[::6]) == {}


def test_the_attacker_breaks_releases_that_are_not_rounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same release, by the same code, but for what `rounded` gives."""
    cells = a_year(BOOK, 500, 1)
    monkeypatch.setattr(releases, "rounded", lambda count: count)
    attacker = Attacker.of(world(BOOK, cells))
    for each in release(BOOK, cells, ("2026",)).pages:
        said = {row_name(each.table, code): text for code, text in each.rows.items()}
        for name, text in {**said, each.table.base.id: each.total}.items():
            if text == "-":
                attacker.masked.add(f"{name}@2026")
            else:
                attacker.learn([(f"{name}@2026", (int(text), int(text)))])

    ranges = attacker.propagate()

    assert [name for name in attacker.masked if ranges[name][0] > 0 or ranges[name][1] < 1]


def weak(booklet: Booklet) -> None:
    """Suppress what is small and nothing beside it."""
    booklet.hide(n for leaf in booklet.leaves for n in leaf.rows if booklet.system.truth[n] < 10)


@pytest.mark.parametrize("protected", [weak, lambda _: None])
def test_a_leak_means_no_release(
    monkeypatch: pytest.MonkeyPatch, protected: Callable[[Booklet], None]
) -> None:
    cells = counted((192, person("self")), (52, person("other")), (12, person("both")),
                    (9, person("nd")))  # fmt: skip
    monkeypatch.setattr(releases, "_protect", protected)
    monkeypatch.setattr(releases, "_witness", lambda *_: None)

    with pytest.raises(Leak):
        release(BOOK, cells, ("2026",))


def test_a_world_that_does_not_stand_means_no_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "stands", lambda *_: False)

    with pytest.raises(Leak):
        release(BOOK, a_year(BOOK, 500, 1), ("2026",))


def test_worlds_alone_hide_what_would_be_subtracted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of exact numbers, without two in each line: 7 are what 60, 50 and 30 leave of 147."""
    alone = replace(BOOK, tables=tuple(t for t in BOOK.tables if t.id == "t5"))
    cells = counted((60, person("self")), (50, person("other")), (30, person("both")),
                    (7, person("nd")))  # fmt: skip
    monkeypatch.setattr(rounding, "ROUND", 1)
    monkeypatch.setattr(releases, "_protect", weak)

    rows = page(release(alone, cells, ("2026",)), "t5").rows

    assert rows["nd"] == "-"
    assert sorted(rows.values()).count("-") == 2


def test_without_another_world_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worlds, "cheapest", lambda *_: None)

    assert release(BOOK, a_year(BOOK, 500, 1), ("2026",)).pages == ()


@pytest.mark.parametrize("rows", [
    {"self": "195", "other": "-", "both": "-", "nd": "-"},
    {"self": "190", "other": "-", "both": "-", "nd": "-"},
    {"self": "-", "other": "5", "both": "-", "nd": "-"},
])  # fmt: skip
def test_the_audit_refuses_what_leaks_or_is_not_true(rows: dict[str, str]) -> None:
    cells = counted((193, person("self")), (7, person("other")))
    alone = replace(BOOK, tables=tuple(t for t in BOOK.tables if t.id == "t5"))
    system = world(alone, cells)
    table = alone.tables[0]
    leaking = Page(table=table, total="205", rows=rows, percentages={})

    with pytest.raises(Leak):
        audit(system, "2026", [leaking])


def test_several_years_are_published_as_one_period() -> None:
    cells = counted((30, person("self")), (20, person("other")))
    cells.update({cell._replace(period=cell.period.replace("2026", "2027")): n
                  for cell, n in cells.items()})  # fmt: skip

    made = release(BOOK, cells, ("2026", "2027"))

    assert page(made, "t5").total == "100"
    assert page(release(BOOK, cells, ("2027",)), "t5").total == "50"


def test_noise_has_no_bias_and_the_same_key_the_same_noise() -> None:
    drawn = [noise(key) for key in range(KEYS)]

    assert (sum(drawn), min(drawn), max(drawn)) == (0, -4, 4)
    assert noise(7) == noise(7 + KEYS)


def weighed(book: Codebook, tags: int, seed: int) -> tuple[Counter[Cell], Counter[Cell]]:
    """The cells of a made-up year, and the sums of what each tag adds to all of its cells."""
    chance = Random(seed)  # noqa: S311 - made-up people
    counts, keys = Counter[Cell](), Counter[Cell]()
    for _ in range(tags):
        cells = add_up(book, [(date(2026, chance.randint(1, 12), 5), answered(book, chance))])
        weight = chance.randrange(KEYS)
        counts += cells
        keys.update({cell: weight * times for cell, times in cells.items()})
    return counts, keys


@pytest.mark.parametrize("book", [BOOK, NEW])
def test_with_noise_every_number_is_near_and_the_same_people_have_the_same(book: Codebook) -> None:
    counts, keys = weighed(book, 700, 3)

    made = release(book, counts, ("2026",), keys=keys)

    system = world(book, counts)
    said: dict[str, set[str]] = {}
    for each in made.pages:
        names = {row_name(each.table, code): text for code, text in each.rows.items()}
        for name, text in {**names, each.table.base.id: each.total}.items():
            if text != "-":
                said.setdefault(name, set()).add(text)
    off = {name: int(min(texts)) - system.truth[system.place[f"{name}@2026"]]
           for name, texts in said.items()}  # fmt: skip
    assert {len(texts) for texts in said.values()} == {1}
    assert max(map(abs, off.values())) <= 6
    assert any(abs(each) > 2 for each in off.values())
    assert made.is_noisy
    assert made.metadata()["noise"] == "4 at most, up or down, before rounding"
    assert release(book, counts, ("2026",), keys=keys) == made


@pytest.mark.parametrize("people", [10, 12, 13, 16, 48, 203])
def test_what_a_number_with_noise_tells_is_true_and_within_six_of_what_is_printed(
    people: int,
) -> None:
    system = world(BOOK, counted((people, person("self"))))
    number = system.place["b3:who=self@2026"]

    for key in range(KEYS):
        booklet = Booklet(system, [], [key] * len(system.names))
        if not booklet.is_small(number):
            low, high = booklet.tells(number)
            assert max(10, rounded(booklet.value(number)) - 6) == low <= people
            assert people <= high == rounded(booklet.value(number)) + 6


def test_what_noise_makes_small_is_suppressed() -> None:
    cells = counted((200, person("self")), (100, person("other")), (11, person("both")))
    down = KEYS - 1
    keys = Counter({cell: down * n for cell, n in counted((1, person("both"))).items()})

    assert noise(down) == -4
    assert page(release(BOOK, cells, ("2026",)), "t5").rows["both"] != "-"
    assert page(release(BOOK, cells, ("2026",), keys=keys), "t5").rows["both"] == "-"


@some(0.1)
@given(st.integers(0, 10**6), st.sampled_from([60, 200, 500]))
def test_every_release_with_noise_keeps_zero_to_nine_possible(seed: int, tags: int) -> None:
    counts, keys = weighed(BOOK, tags, seed)
    attacker = Attacker.of(world(BOOK, counts))
    read(attacker, release(BOOK, counts, ("2026",), keys=keys).pages, around=6)

    ranges = attacker.propagate()

    system = world(BOOK, counts)
    for name in attacker.masked:
        assert ranges[name][0] == 0
        assert ranges[name][1] >= (9 if system.truth[system.place[name]] else 1)
    assert attacker.pinned(sorted(attacker.masked)[::6]) == {}
