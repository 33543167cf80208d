"""`chatserver tally import`: an earlier year, all of it or nothing, and never beside live tags."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis.asyncio import Redis

from chatserver.app import importing, reaching_ledger
from chatserver.app.codebooks import released
from chatserver.clock import ManualClock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.errors import Misconfigured
from chatserver.domain.past import read_past
from chatserver.domain.synthetic import year_like_2022
from chatserver.domain.tallies import Cell, Tabulation, tabulate
from chatserver.helpline.importing import Importing
from tests.support.cast import Cast
from tests.support.ckm import PAST, YEARS, as_file
from tests.support.commands import Ended, is_one_clear_line, run
from tests.support.disk import forget, on_disk
from tests.support.redis_servers import Stores
from tests.support.servers import loaded, settings_for
from tests.support.tagging import an_office

BOOK = released().current
FROM = "CKM, figures of earlier years"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC).timestamp()


@pytest.fixture
def environ(stores: Stores, tmp_path: Path) -> dict[str, str]:
    return settings_for(stores, tmp_path)


@pytest.fixture
async def office(environ: dict[str, str]) -> AsyncIterator[Importing]:
    async with importing(loaded(environ), ManualClock(NOW)) as office:
        yield office


@pytest.fixture
async def keeper(stores: Stores) -> AsyncIterator[Redis]:
    async with Redis.from_url(stores.ledger_keeper.url) as client:
        yield client


async def import_(environ: dict[str, str], file: Path, year: int, *more: str) -> Ended:
    named = ("--year", str(year), "--source", FROM, *more)
    return await run("tally", "import", str(file), *named, environ=environ)


async def tables_of(office: Importing, year: int) -> dict[str, Tabulation]:
    cells = await office.ledger.cells(BOOK.key)
    counts = {Cell.read(name): count for name, count in cells.items()}
    return {tab.table.id: tab for tab in tabulate(BOOK, counts, year)}


async def everything(keeper: Redis) -> dict[bytes, bytes | None]:
    return {key: await keeper.dump(key) async for key in keeper.scan_iter()}


@pytest.mark.parametrize("year", YEARS)
def test_the_files_are_the_published_figures(year: int) -> None:
    assert (PAST / f"{year}.csv").read_text("utf-8") == as_file(YEARS[year])


async def test_five_years_are_loaded_and_read_back_exactly(
    environ: dict[str, str], office: Importing
) -> None:
    for year in YEARS:
        ended = await import_(environ, PAST / f"{year}.csv", year)
        assert ended.code == 0, ended.err
        assert ended.out.startswith(f"{year} in {BOOK.key}: ")

    tables = {year: await tables_of(office, year) for year in YEARS}
    persons = [tables[year]["t3"].count("persons") for year in YEARS]
    selves = [tables[year]["t3"].count("self") for year in YEARS]
    assert persons == [299, 283, 324, 229, 245]
    assert (sum(persons), sum(selves)) == (1380, 1201)
    who = {year: tables[year]["t5"] for year in YEARS}
    assert [who[year].of_all("self") for year in YEARS] == ["88.6", "88.3", "88.0", "86.9", "82.4"]
    assert (who[2022].of_known("self"), who[2022].known) == ("89.6", 222)
    parents = {year: tables[year]["t12_combined"] for year in YEARS}
    assert (parents[2019].of_known("parent"), parents[2020].of_known("parent")) == ("6.8", "14.5")
    assert (parents[2020].known, parents[2021].of_known("parent")) == (193, "16.1")
    forms = tables[2020]["t7"]
    assert (forms.of_all("sex"), forms.of_all("crim")) == ("91.5", "3.9")
    both = tables[2023]["t7_combined"]
    assert [both.count(form) for form in ("sex", "crim", "both")] == [150, 85, 10]
    assert tables[2023]["t7"].count("sex") + tables[2023]["t7"].count("crim") == 255
    assert (tables[2019]["t8_self"].total, tables[2019]["t8_self"].known) == (265, 0)

    listed = await run("tally", "imported", environ=environ)
    assert [line.split()[:2] for line in listed.out.splitlines()] == [
        [str(year), BOOK.key] for year in YEARS
    ]
    assert listed.out.count(FROM) == 5


async def test_a_dry_run_shows_totals_and_counts_nothing(
    environ: dict[str, str], keeper: Redis
) -> None:
    ended = await import_(environ, PAST / "2022.csv", 2022, "--dry-run")

    assert ended.code == 0, ended.err
    assert "229 lines, nothing wrong; nothing was counted" in ended.out
    assert "t5            Who was it about?: 229 persons\n" in ended.out
    assert await everything(keeper) == {}


async def test_a_dry_run_of_a_few_does_not_say_how_few(
    environ: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "few.csv"
    file.write_text("who\n" + "self\n" * 9 + "other\n" * 3)

    ended = await import_(environ, file, 2022, "--dry-run")

    assert "t7_self       Forms of exploitation, self-victims: fewer than 10\n" in ended.out


async def test_a_file_that_is_wrong_anywhere_changes_nothing(
    environ: dict[str, str], tmp_path: Path, keeper: Redis
) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("who,form\n" + "self,sex\n" * 200 + "self,mars\n")

    ended = await import_(environ, file, 2022)

    assert ended.code == 1
    assert ended.err == (
        "Error: nothing was counted, one thing is wrong\n"
        "line 202, column 2 (form): no code, or an unknown one\n"
    )
    assert await everything(keeper) == {}


async def test_a_file_of_a_hundred_megabytes_is_refused_and_not_read(
    environ: dict[str, str], tmp_path: Path, keeper: Redis
) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as large:
        large.truncate(100_000_000)

    ended = await import_(environ, file, 2022)

    assert ended.err.splitlines()[1] == "line 1: the file is larger than 16 MB"
    assert await everything(keeper) == {}


async def test_a_file_that_is_not_there_is_one_line(
    environ: dict[str, str], tmp_path: Path
) -> None:
    ended = await import_(environ, tmp_path / "none.csv", 2022)

    assert ended.code == 1
    assert is_one_clear_line(ended)


async def test_the_same_year_twice_is_refused_until_it_is_replaced(
    office: Importing, keeper: Redis
) -> None:
    first, second = read_past(b"who\nself\nother\n", BOOK), read_past(b"who,month\nself,5\n", BOOK)
    await office.take_in(2021, second, source="another year", replaces=False)
    await office.take_in(2022, first, source="first", replaces=False)
    before = await everything(keeper)

    with pytest.raises(Misconfigured, match="2022 was imported before: --replace"):
        await office.take_in(2022, second, source="second", replaces=False)
    assert await everything(keeper) == before

    await office.take_in(2022, second, source="second", replaces=True)
    tables = await tables_of(office, 2022)
    assert (tables["t3"].count("persons"), tables["t5"].count("other")) == (1, 0)
    assert (await tables_of(office, 2021))["t3"].count("persons") == 1
    assert [record.source for record in (await office.taken_in()).values()] == [
        "another year",
        "second",
    ]
    sums = await keeper.hkeys(f"hl:{{ledger}}:cellkeys:{BOOK.key}")
    assert {*sums} == {name.encode() for name in await office.ledger.cells(BOOK.key)}


@pytest.mark.parametrize("replaces", [False, True])
async def test_a_year_with_figures_of_its_own_takes_no_import(
    office: Importing, stores: Stores, keeper: Redis, *, replaces: bool
) -> None:
    """Whether tags were counted in it, with whatever version, or it is made up."""
    old = released().versions[0]
    await office.ledger.add({"t1/hoax/2022-03": (12, 900)}, codebook=old.key)
    async with an_office(stores) as tagging:
        await tagging.counting.load_synthetic(2023, year_like_2022(BOOK, 2023)[:5])
    before = await everything(keeper)

    for year in (2022, 2023):
        with pytest.raises(Misconfigured, match=f"{year} has figures of its own"):
            await office.take_in(
                year, read_past(b"who\nself\n", BOOK), source="a", replaces=replaces
            )
    assert await everything(keeper) == before


async def test_a_year_that_somebody_has_seen_is_not_replaced(
    office: Importing, keeper: Redis
) -> None:
    first, second = read_past(b"who\nself\nother\n", BOOK), read_past(b"who\nself\n", BOOK)
    for year in (2021, 2022):
        await office.take_in(year, first, source="first", replaces=False)
    await office.ledger.publications.freeze(BOOK.key, {"2022-12": b"shown"}, known=0)
    before = await everything(keeper)

    with pytest.raises(Misconfigured, match="2022 was shown to somebody already"):
        await office.take_in(2022, second, source="second", replaces=True)

    assert await everything(keeper) == before
    await office.take_in(2021, second, source="second", replaces=True)


async def test_a_year_of_which_tags_still_wait_takes_no_import(
    environ: dict[str, str], stores: Stores
) -> None:
    """A version that is not known here any more, say: they are counted when it is."""
    ring = KeyRing.create(loaded(environ).ledger_key_path)
    async with an_office(stores) as tagging:
        clock = ManualClock(datetime(2025, 12, 31, 12, tzinfo=UTC).timestamp())
        counting = replace(tagging.counting, ring=ring, clock=clock)
        await tagging.tag({"contact": ["hoax"]}, counting)
    async with importing(loaded(environ), ManualClock(NOW)) as office:
        told = read_past(b"who\nself\n", BOOK)
        with pytest.raises(Misconfigured, match="2025: tags of it still wait"):
            await office.take_in(2025, told, source="a", replaces=False)
        await office.take_in(2024, told, source="a", replaces=False)


async def test_a_tag_that_does_not_open_might_be_of_that_year(
    office: Importing, stores: Stores
) -> None:
    async with an_office(stores) as tagging:
        await tagging.tag({"contact": ["hoax"]})

    with pytest.raises(Misconfigured, match="does not open with this ledger_key_file"):
        await office.take_in(2022, read_past(b"who\nself\n", BOOK), source="a", replaces=False)


@pytest.mark.parametrize("year", [2018, 2026, 2030])
async def test_only_years_that_are_over_can_be_imported(office: Importing, year: int) -> None:
    with pytest.raises(Misconfigured, match=f"{year}: only 2019 to 2025 can be imported"):
        await office.take_in(year, read_past(b"who\nself\n", BOOK), source="a", replaces=False)


@pytest.mark.parametrize("source", ["", " ", "a\nb", "a" * 201])
async def test_a_source_is_one_line(office: Importing, source: str) -> None:
    with pytest.raises(Misconfigured, match="the source is one line"):
        await office.take_in(2022, read_past(b"who\nself\n", BOOK), source=source, replaces=False)


async def test_nothing_of_the_file_is_on_the_disk_but_sums_in_the_order_of_names(
    office: Importing, keeper: Redis
) -> None:
    await forget(keeper)
    told = read_past(b"who,form,age\nother,crim,a30\nself,sex,a12\nself,lab,a16\n", BOOK)

    await office.take_in(2022, told, source=FROM, replaces=False)

    words = (await on_disk(keeper)).split(b"\r\n")
    names = [words[at + 4] for at, word in enumerate(words) if word == b"HINCRBY"]
    raised = [name for name in names if name.endswith(b"/2022")]
    assert len(raised) == 2 * len(set(raised))
    assert raised[::2] == sorted(raised[::2])


async def test_the_coordinator_sees_from_what_a_year_came(
    cast: Cast, environ: dict[str, str]
) -> None:
    async with importing(loaded(environ)) as office:
        told = read_past((PAST / "2022.csv").read_bytes(), BOOK)
        await office.take_in(2022, told, source=FROM, replaces=False)

    (year,) = (await (await cast.coordinator()).tally())["years"]

    assert (year["year"], year["synthetic"], year["imported"]["source"]) == ("2022", False, FROM)
    who = {table["id"]: table for table in year["tables"]}["t5"]
    assert (who["total"], who["known"]) == ("229", "222")


async def test_whoever_is_not_sure_whether_it_was_done_asks_again(environ: dict[str, str]) -> None:
    """One script does it: whole or not at all, and the second time it says which."""
    first = await import_(environ, PAST / "2023.csv", 2023)
    again = await import_(environ, PAST / "2023.csv", 2023)

    assert (first.code, again.code) == (0, 1)
    async with reaching_ledger(loaded(environ)) as ledger:
        cells = await ledger.cells(BOOK.key)
    assert cells["t3/persons/2023"] == 245
