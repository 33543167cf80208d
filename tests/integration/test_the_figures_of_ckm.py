"""The figures CKM published for 2019-2023, through the real path: tag, fold, table (DOMAIN.md 6).

Exact, before anything is hidden: what people may see of them goes through the disclosure rules.
The groups, and which of their numbers are derived, are in tests/support/ckm.py.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chatserver.app.codebooks import released
from chatserver.clock import ManualClock
from chatserver.domain.tallies import Cell, Tabulation, grouped, percent, tabulate
from chatserver.domain.versions import Codebooks
from tests.support.ckm import F2019, F2020, F2021, F2022, F2023, FMIX, YEARS, Groups, persons
from tests.support.redis_servers import Stores
from tests.support.tagging import QUARTER, Office, an_office


async def tag_all(office: Office, year: int, groups: Groups, *, at_once: int = 100) -> None:
    """Tag all of a year on one day of it, as professionals would, and count them."""
    wanted = datetime(year, 6, 15, 12, tzinfo=UTC).timestamp()
    counting = replace(office.counting, clock=ManualClock(wanted))
    answers = [each for times, each in groups for _ in range(times)]
    for first in range(0, len(answers), at_once):
        some = answers[first : first + at_once]
        await asyncio.gather(*(office.tag(each, counting) for each in some))
    counted = await replace(counting, clock=ManualClock(wanted + QUARTER)).fold()
    assert counted.tags == len(answers)


async def tables_of(office: Office, year: int) -> dict[str, Tabulation]:
    book = office.counting.codebooks.current
    cells = await office.counting.ledger.cells(book.key)
    counts = {Cell.read(name): count for name, count in cells.items()}
    return {tab.table.id: tab for tab in tabulate(book, counts, year)}


@pytest.fixture
async def office(stores: Stores) -> AsyncIterator[Office]:
    async with an_office(stores) as office:
        yield office


async def test_2019_most_chat_about_themselves(office: Office) -> None:
    await tag_all(office, 2019, F2019)

    tables = await tables_of(office, 2019)
    assert tables["t5"].total == 299
    assert (tables["t5"].count("self"), tables["t5"].of_all("self")) == (265, "88.6")
    assert tables["t12_combined"].of_known("parent") == "6.8"


async def test_2020_every_percentage_has_the_base_it_was_published_on(office: Office) -> None:
    await tag_all(office, 2020, F2020)

    tables = await tables_of(office, 2020)
    forms, who, parents = tables["t7"], tables["t5"], tables["t12_combined"]
    assert forms.total == 283
    assert [forms.of_all(form) for form in ("sex", "crim")] == ["91.5", "3.9"]
    assert who.of_all("self") == "88.3"
    assert (parents.count("parent"), parents.known, parents.of_known("parent")) == (28, 193, "14.5")
    assert parents.of_all("parent") == "11.2"


async def test_2021_self_victims_grew_by_14_percent(office: Office) -> None:
    await tag_all(office, 2020, F2020)
    await tag_all(office, 2021, F2021)

    before, after = await tables_of(office, 2020), await tables_of(office, 2021)
    growth = after["t3"].count("self") - before["t3"].count("self")
    assert percent(growth, before["t3"].count("self")) == "14.0"
    assert after["t12_combined"].of_known("parent") == "16.1"


async def test_2022_both_bases_are_printed(office: Office) -> None:
    await tag_all(office, 2022, F2022)

    who = (await tables_of(office, 2022))["t5"]
    said = (
        f"{who.of_all('self')} % of all (n={who.total}), "
        f"{who.of_known('self')} % of known (n={who.known})"
    )
    assert said == "86.9 % of all (n=229), 89.6 % of known (n=222)"


async def test_2023_two_forms_overlap_and_the_table_says_so(office: Office) -> None:
    await tag_all(office, 2023, F2023)

    tables = await tables_of(office, 2023)
    forms, combined = tables["t7"], tables["t7_combined"]
    assert (forms.count("sex"), forms.count("crim"), forms.total) == (160, 95, 245)
    assert sum(row.count for row in forms.rows) == 255
    assert forms.table.of.multi
    assert [combined.count(form) for form in ("sex", "crim", "both")] == [150, 85, 10]


async def test_five_years_add_persons_and_self_victims_up(office: Office) -> None:
    for year, groups in YEARS.items():
        await tag_all(office, year, groups)

    side_by_side = [(await tables_of(office, year))["t3"] for year in YEARS]
    assert sum(table.count("persons") for table in side_by_side) == 1380
    assert sum(table.count("self") for table in side_by_side) == 1201


async def test_the_mix_of_a_spring_counts_every_contact_once(office: Office) -> None:
    await tag_all(office, 2020, FMIX)

    tables = await tables_of(office, 2020)
    assert (tables["t1"].total, tables["t2"].count("yes")) == (2494, 59)
    assert (tables["t2"].count("no"), tables["t4"].count("nd")) == (2435, 2435)
    assert tables["t2"].of_all("yes") == "2.4"
    assert await office.counting.ledger.pending() == {}


async def test_age_fifteen_is_counted_on_either_side_of_a_cut(office: Office) -> None:
    """NU19 says 15 or younger, NOS19 younger than 15: both come from the same rows (A7)."""
    told = [(30, ["a12"]), (20, ["a15"]), (40, ["a16"]), (10, ["nd"])]
    await tag_all(office, 2019, [persons(times, "self", age=age) for times, age in told])

    ages = (await tables_of(office, 2019))["t8_self"]
    assert ages.table.collapse is not None
    bands = grouped(ages, ages.table.collapse)
    assert (ages.count("a12"), bands.count("lt16")) == (30, 50)
    assert (bands.of_all("lt16"), bands.of_known("lt16"), bands.known) == ("50.0", "55.6", 90)


async def test_two_variables_are_counted_together(office: Office) -> None:
    await tag_all(
        office,
        2022,
        [
            persons(12, "self", age=["a15"], form=["sex"], perp=["mo", "fa"]),
            persons(3, "self", age=["a18"], form=["crim"], ongoing=["threat"]),
        ],
    )

    tables = await tables_of(office, 2022)
    assert tables["x1"].count("lt16.sex") == 12
    assert tables["x4"].count("parent.lt16") == 12
    assert (tables["x1"].total, tables["x5"].total) == (15, 12)
    assert sum(row.count for row in tables["x8"].rows) == 15


async def test_each_tag_is_counted_with_the_version_it_was_made_with(office: Office) -> None:
    old = released().versions[0]
    before = replace(office.counting, codebooks=Codebooks((old,)), batch=99)
    both = replace(office.counting, clock=ManualClock())
    for _ in range(4):
        await office.tag({"contact": ["hoax"]}, before)
    for _ in range(6):
        await office.tag({"contact": ["hoax"]}, both)

    assert (await replace(both, clock=ManualClock(both.clock.now() + QUARTER)).fold()).tags == 10

    for codebook, count in ((old, 4), (released().current, 6)):
        cells = await both.ledger.cells(codebook.key)
        assert cells["t1/hoax/2027-01"] == count
    assert await both.ledger.pending() == {}


async def test_a_tag_of_a_version_that_is_not_known_here_waits(office: Office) -> None:
    old = replace(office.counting, codebooks=Codebooks(released().versions[:1]), batch=1)
    await office.tag({"contact": ["hoax"]})

    assert (await old.fold()).tags == 0
    assert len(await old.ledger.pending()) == 1
