"""Figures that are shown stay as they were, and a release is what two coordinators approved."""

import asyncio
import csv
import io
import json
import re
import secrets
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import aiohttp
import msgspec
import pytest
from redis.asyncio import Redis

from chatserver.app import App
from chatserver.app.codebooks import released
from chatserver.client import Coordinator
from chatserver.clock import ManualClock
from chatserver.domain.people import Role
from chatserver.domain.questions import Answers
from chatserver.domain.synthetic import year_like_2022
from chatserver.domain.tallies import add_up, cells
from chatserver.helpline.counting import PendingTag
from chatserver.store import keys
from tests.support.cast import PASSWORD, Cast
from tests.support.commands import is_one_clear_line, run
from tests.support.redis_servers import Stores
from tests.support.servers import served, settings_for

FILES = ["figures.csv", "figures.xlsx", "metadata.json", "report-nl.html", "report-en.html"]
SMALL = next(book for book in released().versions if book.version == "0.1.0")
"""The version with the fewest tables: its years are protected in a second."""

NUMBERS = re.compile(r"[0-9]+|-")


def at(day: str) -> ManualClock:
    return ManualClock(datetime.fromisoformat(f"{day}T11:00:00").replace(tzinfo=UTC).timestamp())


@dataclass(kw_only=True)
class Bureau:
    """A helpline with two coordinators, in February 2026."""

    app: App
    cast: Cast
    clock: ManualClock
    stores: Stores
    anna: Coordinator
    bram: Coordinator

    @property
    def book(self) -> str:
        return SMALL.key

    async def counts(self, *tags: tuple[date, Answers]) -> None:
        """Count tags as if folded, without marking a year as made up."""
        raised: dict[str, tuple[int, int]] = {}
        for day, answers in tags:
            for cell in (cell.key for cell in cells(SMALL, answers, day)):
                count, total = raised.get(cell, (0, 0))
                raised[cell] = (count + 1, total + 7)
        await self.app.ledger.add(raised, codebook=self.book)

    async def a_year(self, year: int = 2025) -> None:
        await self.counts(*year_like_2022(SMALL, year))

    async def tags(self, number: int, *, day: str) -> None:
        """Professionals tagged so many conversations on that day; nobody counted them yet."""
        answers = SMALL.check(
            {"contact": ["conv"], "thb": ["yes"], "who": ["self"], "count": ["first"]}
        )
        told = {question: list(codes) for question, codes in answers.items()}
        tag = PendingTag(codebook=self.book, answers=told, day=day, by=b"s" * 32)
        for _ in range(number):
            mark = secrets.token_bytes(32)
            sealed = self.app.counting.ring.wrap(msgspec.json.encode(tag), b"tag|" + mark)
            assert await self.app.ledger.pend(mark, sealed)

    async def proposed(self, years: list[str] | None = None) -> str:
        """Anna proposes; the draft's id."""
        said = await self.anna.propose(self.book, years or ["2025"])
        return str(said["draft"]["id"])

    async def ledger_keys(self) -> set[bytes]:
        async with Redis.from_url(self.stores.ledger_keeper.url) as client:
            return {key async for key in client.scan_iter()}

    async def kept(self, name: bytes) -> dict[bytes, bytes]:
        async with Redis.from_url(self.stores.ledger_keeper.url) as client:
            return dict(await client.hgetall(name.decode()))  # type: ignore[arg-type]

    async def file(self, place: str, name: str, who: Coordinator | None = None) -> bytes:
        who = who or self.anna
        async with who._session.get(f"{who._url}/api/releases/{place}/{name}") as answer:
            if answer.status != 200:
                raise PermissionError((await answer.json())["code"])
            assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
            return await answer.read()


@pytest.fixture
async def bureau(stores: Stores, tmp_path: Path) -> AsyncIterator[Bureau]:
    clock = at("2026-02-20")
    async with served(stores, tmp_path, clock=clock) as app, Cast.around(app) as cast:
        yield Bureau(
            app=app,
            cast=cast,
            clock=clock,
            stores=stores,
            anna=await cast.coordinator(),
            bram=await cast.coordinator(),
        )


# --- what is shown ---------------------------------------------------------------


async def test_what_was_shown_is_kept_and_shown_again_word_for_word(bureau: Bureau) -> None:
    await bureau.a_year()
    first = await bureau.anna.tally()
    kept = await bureau.kept(keys.PRINTS + bureau.book.encode())

    # Somebody changes a counter of a closed month behind our back.
    async with Redis.from_url(bureau.stores.ledger_keeper.url) as client:
        await client.hincrby((keys.CELLS + bureau.book.encode()).decode(), "t5/self/2025-Q1", 40)

    assert sorted(kept) == [f"2025-{month:02}".encode() for month in range(1, 13)]
    assert await bureau.bram.tally() == first
    assert await bureau.kept(keys.PRINTS + bureau.book.encode()) == kept


async def test_a_year_comes_with_its_months_and_quarters(bureau: Bureau) -> None:
    await bureau.a_year()

    [year] = (await bureau.anna.tally())["years"]

    grains = {len(table["period"].split("+")[0]) for table in year["periods"]}
    assert (year["year"], year["synthetic"], grains) == ("2025", False, {4 + 3})
    assert {"2025-Q1", "2025-Q4", "2025-03"} <= {table["period"] for table in year["periods"]}
    assert [table["id"] for table in year["tables"]][:3] == ["t1", "t2", "t3"]


async def test_sdc3_a_fold_in_an_open_period_changes_not_a_byte(bureau: Bureau) -> None:
    await bureau.a_year()
    before = await raw(bureau.anna)
    kept = await bureau.kept(keys.PRINTS + bureau.book.encode())
    cells_before = await bureau.app.ledger.cells(bureau.book)

    await bureau.tags(30, day="2026-02-10")
    counted = await replace(bureau.app.counting, window=0).fold()

    assert counted.tags >= 10
    assert await bureau.app.ledger.cells(bureau.book) != cells_before
    assert await raw(bureau.anna) == before
    assert await bureau.kept(keys.PRINTS + bureau.book.encode()) == kept


async def test_tags_whose_time_has_come_are_counted_before_their_month_is_shown(
    bureau: Bureau,
) -> None:
    await bureau.a_year()
    december = await bureau.app.ledger.cells(bureau.book)
    await bureau.tags(30, day="2025-12-20")

    [year] = (await bureau.anna.tally())["years"]

    [total] = [table["total"] for table in year["periods"]
               if (table["id"], table["period"]) == ("t1", "2025-12")]  # fmt: skip
    assert int(total) == december["t1/*/2025-12"] + 30


async def test_a_month_that_closes_is_added_and_changes_nothing_before(bureau: Bureau) -> None:
    await bureau.a_year()
    tags = year_like_2022(SMALL, 2026)
    await bureau.counts(*((day, answers) for day, answers in tags if day.month == 1))
    # Half a month later January is closed, too.
    before = await bureau.kept(keys.PRINTS + bureau.book.encode())
    assert before == {}
    bureau.clock._now = at("2026-02-05")._now
    await bureau.anna.tally()
    before = await bureau.kept(keys.PRINTS + bureau.book.encode())

    bureau.clock._now = at("2026-02-20")._now
    await bureau.anna.tally()

    after = await bureau.kept(keys.PRINTS + bureau.book.encode())
    assert set(after) - set(before) == {b"2026-01"}
    assert before.items() <= after.items()


async def raw(who: Coordinator) -> bytes:
    async with who._session.get(f"{who._url}/api/tally") as answer:
        assert answer.status == 200
        return await answer.read()


async def test_several_processes_that_close_a_period_at_once_keep_one_of_them(
    bureau: Bureau,
) -> None:
    publications = bureau.app.ledger.publications
    some = {"2025-01": b"one", "2025-02": b"two"}

    done = await asyncio.gather(
        *(publications.freeze("x", some, known=0) for _ in range(8)),
        publications.freeze("x", {"2025-01": b"other"}, known=0),
    )

    assert done.count(True) == 1
    kept = await publications.prints("x")
    assert kept in (some, {"2025-01": b"other"})
    # Whoever knows better than to name what is there still writes nothing over.
    assert not await publications.freeze("x", {"2025-01": b"new"}, known=len(kept))
    assert await publications.prints("x") == kept


async def test_an_earlier_year_can_come_later(bureau: Bureau) -> None:
    await bureau.a_year(2025)
    first = await bureau.anna.tally()
    await bureau.a_year(2023)

    both = await bureau.anna.tally()

    assert [year["year"] for year in both["years"]] == ["2025", "2023"]
    assert both["years"][0] == first["years"][0]


# --- two people ---------------------------------------------------------------------


async def test_one_proposes_another_approves_and_the_files_are_there(bureau: Bureau) -> None:
    await bureau.a_year()
    draft = await bureau.proposed()

    shown = await bureau.bram.releases()
    assert (shown["draft"]["mine"], shown["draft"]["proposed_by"]) == (False, bureau.anna.name)
    said = await bureau.bram.approve(draft)

    [entry] = said["releases"]
    assert (entry["number"], entry["years"], entry["replaced_by"]) == (1, ["2025"], None)
    assert (entry["proposed_by"], entry["approved_by"]) == (bureau.anna.name, bureau.bram.name)
    assert entry["approved_on"] == "2026-02-20"
    assert said["draft"] is None
    for name in FILES:
        assert await bureau.file("1", name)


async def test_nobody_approves_their_own_proposal(bureau: Bureau) -> None:
    await bureau.a_year()
    draft = await bureau.proposed()

    with pytest.raises(PermissionError, match="same_person"):
        await bureau.anna.approve(draft)

    assert (await bureau.anna.releases())["releases"] == []
    with pytest.raises(PermissionError, match="gone"):
        await bureau.file("1", "figures.csv")


async def test_the_ledger_itself_refuses_who_proposed(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.proposed()
    publications = bureau.app.ledger.publications
    kept = await publications.draft()
    assert kept is not None
    before = await bureau.ledger_keys()
    asked: dict[str, Any] = {
        "number": 1,
        "entry": b"{}",
        "files": {"figures.csv": b"1"},
        "noted": {"did": "x"},
    }

    assert await publications.issue(kept.id, by=kept.by, **asked) == "same"
    assert await publications.issue("0" * 32, by="somebody", **asked) == "gone"
    assert await publications.issue(kept.id, by="somebody", **{**asked, "number": 5}) == "taken"

    assert await bureau.ledger_keys() == before
    assert await publications.releases() == {}


async def test_a_release_is_written_once_when_two_approve_at_once(bureau: Bureau) -> None:
    await bureau.a_year()
    draft = await bureau.proposed()
    others = [bureau.bram, await bureau.cast.coordinator()]

    ended = await asyncio.gather(*(each.approve(draft) for each in others), return_exceptions=True)

    refused = [each for each in ended if isinstance(each, PermissionError)]
    assert [str(each) for each in refused] == ["gone"]
    assert len((await bureau.anna.releases())["releases"]) == 1


async def test_a_withdrawn_draft_leaves_nothing(bureau: Bureau) -> None:
    await bureau.a_year()
    before = await bureau.ledger_keys() | {keys.RECORD, keys.PRINTS + bureau.book.encode()}
    draft = await bureau.proposed()

    await bureau.bram.withdraw(draft)

    assert await bureau.ledger_keys() == before
    with pytest.raises(PermissionError, match="gone"):
        await bureau.bram.approve(draft)
    with pytest.raises(PermissionError, match="gone"):
        await bureau.file(draft, "figures.csv")


async def test_who_is_disabled_meanwhile_approves_nothing(bureau: Bureau) -> None:
    await bureau.a_year()
    draft = await bureau.proposed()

    await bureau.app.staffing.disable(bureau.bram.name)

    with pytest.raises(PermissionError, match=r"wrong_role|not_signed_in"):
        await bureau.bram.approve(draft)
    assert (await bureau.anna.releases())["releases"] == []


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.SUPERVISOR])
async def test_only_coordinators_publish(bureau: Bureau, role: Role) -> None:
    await bureau.a_year()
    draft = await bureau.proposed()
    stranger = Coordinator(await bureau.cast.session(), bureau.app.staff_url)
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("get", "releases", {}),
        ("get", f"releases/{draft}/figures.csv", {}),
        ("get", "releases/1/figures.csv", {}),
        ("post", "releases/propose", {"codebook": bureau.book, "years": ["2025"]}),
        ("post", "releases/approve", {"draft": draft}),
        ("post", "releases/withdraw", {"draft": draft}),
    ]
    for code in ("not_signed_in", "wrong_role"):
        if code == "wrong_role":
            await stranger.sign_in(await bureau.cast.account(role), PASSWORD)
        for method, name, body in asked:
            with pytest.raises(PermissionError, match=code):
                await (stranger.get(name) if method == "get" else stranger.post(name, body))

    assert (await bureau.anna.releases())["draft"]["id"] == draft


async def test_the_visitors_site_knows_no_release(bureau: Bureau) -> None:
    async with aiohttp.ClientSession() as anybody:
        for path in ("api/releases", "api/releases/1/figures.csv"):
            async with anybody.get(bureau.app.visitor_url + path) as answer:
                assert answer.status == 404


# --- what is not written ------------------------------------------------------------


async def test_figures_that_give_a_child_away_are_not_released(bureau: Bureau) -> None:
    """Sdc1, and so few that nothing is left to publish."""
    check = SMALL.check
    tag = check({"contact": ["conv"], "thb": ["yes"], "who": ["self"], "count": ["first"]})
    await bureau.counts(*[(date(2025, 5, 5), tag)] * 7)
    before = await bureau.ledger_keys()

    with pytest.raises(PermissionError, match="not_safe"):
        await bureau.proposed()

    after = await bureau.ledger_keys()
    assert after - before <= {keys.PRINTS + bureau.book.encode()}
    assert (await bureau.anna.releases())["draft"] is None


async def test_the_audit_runs_again_and_a_leak_writes_nothing(bureau: Bureau) -> None:
    await bureau.a_year()
    draft = await bureau.proposed()
    async with Redis.from_url(bureau.stores.ledger_keeper.url) as client:
        await client.hincrby((keys.CELLS + bureau.book.encode()).decode(), "t5/other/2025-Q2", 3)

    with pytest.raises(PermissionError, match="not_safe"):
        await bureau.bram.approve(draft)

    assert keys.RELEASES not in await bureau.ledger_keys()
    assert keys.RELEASE + b"1" not in await bureau.ledger_keys()
    assert (await bureau.anna.releases())["draft"]["id"] == draft


@pytest.mark.parametrize("years", [["2026"], ["2024"], ["2025", "2026"], ["2025", "2025"]])
async def test_only_whole_closed_years_that_counted_something(
    bureau: Bureau, years: list[str]
) -> None:
    await bureau.a_year()

    with pytest.raises(PermissionError, match="malformed"):
        await bureau.proposed(years)


async def test_there_is_one_draft_at_a_time(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.proposed()

    with pytest.raises(PermissionError, match="taken"):
        await bureau.bram.propose(bureau.book, ["2025"])


# --- what is written --------------------------------------------------------------


async def test_a_release_is_frozen_and_a_re_issue_has_a_number_of_its_own(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.bram.approve(await bureau.proposed())
    before = {name: await bureau.file("1", name) for name in FILES}

    said = await bureau.bram.approve(await bureau.proposed())

    assert {name: await bureau.file("1", name) for name in FILES} == before
    newest, oldest = said["releases"]
    assert (newest["number"], newest["replaces"]) == (2, 1)
    assert (oldest["number"], oldest["replaced_by"]) == (1, 2)
    assert b"Replaces release 1" in await bureau.file("2", "figures.csv")
    assert b"Vervangt uitgave 1" in await bureau.file("2", "report-nl.html")


async def test_exact_years_are_released_alone_or_together_and_with_noise_once_more(
    bureau: Bureau,
) -> None:
    """Two releases that hold one year could be subtracted; a third would wear the noise away."""
    for year in (2023, 2024, 2025):
        await bureau.a_year(year)
    singles = [["2025"], ["2024"], ["2023"]]
    runs = [["2023", "2024"], ["2023", "2024", "2025"], ["2024", "2025"]]
    offered = (await bureau.anna.releases())["offers"]
    assert [offer["years"] for offer in offered] == [*singles, *runs]
    assert not any(offer["noisy"] for offer in offered)
    await bureau.bram.approve(await bureau.proposed(["2025"]))
    noisy = [o["years"] for o in (await bureau.anna.releases())["offers"] if o["noisy"]]
    assert noisy == runs[1:]

    await bureau.bram.approve(await bureau.proposed(["2024", "2025"]))

    with pytest.raises(PermissionError, match="released"):
        await bureau.proposed(["2023", "2024", "2025"])
    offered = (await bureau.anna.releases())["offers"]
    assert {tuple(offer["years"]): offer["noisy"] for offer in offered} == {
        ("2025",): False,
        ("2024",): False,
        ("2023",): False,
        ("2023", "2024"): False,
        ("2024", "2025"): True,
    }


async def test_a_release_with_noise_says_so_and_is_the_same_again(bureau: Bureau) -> None:
    for year in (2024, 2025):
        await bureau.a_year(year)
        await bureau.bram.approve(await bureau.proposed([str(year)]))
    await bureau.bram.approve(await bureau.proposed(["2024", "2025"]))
    said = json.loads(await bureau.file("3", "metadata.json"))
    exact = [json.loads(await bureau.file(n, "metadata.json")) for n in ("1", "2")]

    again = await bureau.bram.approve(await bureau.proposed(["2024", "2025"]))

    assert (said["is_noisy"], [each["is_noisy"] for each in exact]) == (True, [False, False])
    assert json.loads(await bureau.file("4", "metadata.json"))["sheets"] == said["sheets"]
    assert [(each["number"], each["noisy"]) for each in again["releases"]] == [
        *((4, True), (3, True), (2, False), (1, False)),
    ]
    for name, sentence in (
        ("figures.csv", b"by chance"),
        ("report-nl.html", b"bij toeval"),
        ("report-en.html", b"by chance"),
    ):
        assert sentence in await bureau.file("3", name)
        assert sentence not in await bureau.file("1", name)


async def test_all_files_say_the_same_numbers(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.bram.approve(await bureau.proposed())
    said = json.loads(await bureau.file("1", "metadata.json"))
    numbers = {
        (sheet["id"], line["code"]): line["count"]
        for sheet in said["sheets"]
        for line in [{"code": "*", "count": sheet["total"]}, *sheet["lines"]]
    }

    rows = list(csv.reader(io.StringIO((await bureau.file("1", "figures.csv")).decode())))
    assert "230" in {row[10] for row in rows[2:]}
    assert {(row[0], row[7]): row[10] for row in rows[2:]} == numbers
    book = workbook(await bureau.file("1", "figures.xlsx"))
    assert sorted(book) == ["English", "Nederlands"]
    for page in book.values():
        told = [row[1] for row in page if len(row) > 1 and NUMBERS.fullmatch(row[1])]
        assert told == list(numbers.values())
    for name in ("report-nl.html", "report-en.html"):
        cells = re.findall(r"<td>([0-9]+|-)</td>", (await bureau.file("1", name)).decode())
        on_paper = [
            [sheet["total"], *(line["count"] for line in sheet["lines"])]
            for sheet in said["sheets"]
            if sheet["id"] != "t3"
            and any(line["count"].isdigit() for line in sheet["lines"])
            and "." not in sheet["lines"][0]["code"]
        ]
        assert cells == [count for sheet in on_paper for count in sheet]


async def test_f2022_is_published_as_230_persons_200_self_and_87_percent(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.bram.approve(await bureau.proposed())

    rows = list(csv.DictReader(io.StringIO(
        (await bureau.file("1", "figures.csv")).decode().partition("\r\n")[2]
    )))  # fmt: skip

    who = {row["code"]: (row["count"], row["share_of_all"]) for row in rows if row["table"] == "t5"}
    assert who["*"] == ("230", "")
    assert who["self"] == ("200", "87 %")
    assert who["other"] == ("-", "")


async def test_the_first_row_says_what_was_counted_and_by_which_rules(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.bram.approve(await bureau.proposed())

    first = next(csv.reader(io.StringIO((await bureau.file("1", "figures.csv")).decode())))[0]
    page = workbook(await bureau.file("1", "figures.xlsx"))["English"]

    for text in (first, page[0][0]):
        assert text.startswith(f"Release 1. 2025. {bureau.book}. P1-P10")
        assert "self-victims" in text


async def test_the_metadata_carries_who_what_when_and_hashes(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.bram.approve(await bureau.proposed())

    said = json.loads(await bureau.file("1", "metadata.json"))

    assert said["release"] == {
        "number": 1,
        "proposed_by": bureau.anna.name,
        "proposed_on": "2026-02-20",
        "approved_by": bureau.bram.name,
        "approved_on": "2026-02-20",
        "replaces": None,
    }
    assert (said["codebook"], said["years"], said["is_made_up"]) == (bureau.book, ["2025"], False)
    assert set(said["sha256"]) == {"figures.csv", "figures.xlsx"}


async def test_a_draft_and_made_up_figures_say_so_on_every_file(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.app.ledger.mark_synthetic(2025)
    draft = await bureau.proposed()

    for name in ("figures.csv", "report-en.html"):
        text = (await bureau.file(draft, name)).decode()
        assert "DRAFT: not approved yet" in text
        assert "MADE-UP FIGURES" in text
    await bureau.bram.approve(draft)
    assert "DRAFT" not in (await bureau.file("1", "report-en.html")).decode()
    assert "MADE-UP FIGURES" in (await bureau.file("1", "report-en.html")).decode()


async def test_the_report_fetches_nothing_and_runs_nothing(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.bram.approve(await bureau.proposed())

    text = (await bureau.file("1", "report-nl.html")).decode()

    assert "default-src 'none'; style-src 'sha256-" in text
    assert re.findall(r"<script|<link|<img|<iframe|src=|href=|url\(|@import| on\w+=", text) == []


@pytest.mark.timeout(400)
async def test_the_newest_codebook_is_shown_and_released_as_well(bureau: Bureau) -> None:
    """With all its tables and crosses; takes seconds at each step, so this once."""
    book = bureau.app.codebook
    cells_of_year = add_up(book, year_like_2022(book, 2025))
    await bureau.app.ledger.add(
        {c.key: (n, 7) for c, n in cells_of_year.items()}, codebook=book.key
    )

    [year] = (await bureau.anna.tally())["years"]
    draft = (await bureau.anna.propose(book.key, ["2025"]))["draft"]["id"]
    await bureau.bram.approve(draft)

    said = json.loads(await bureau.file("1", "metadata.json"))
    crosses = {sheet["id"] for sheet in said["sheets"] if sheet["id"].startswith("x")}
    assert (year["codebook"], said["codebook"]) == (book.key, book.key)
    assert crosses
    assert len(said["sheets"]) > 20
    assert len(await bureau.file("1", "figures.xlsx")) > 10_000


# --- the command line -------------------------------------------------------------


async def test_an_operator_shows_audits_and_writes_out_and_releases_nothing(
    bureau: Bureau, tmp_path: Path
) -> None:
    await bureau.a_year()
    environ = settings_for(bureau.stores, tmp_path)
    nothing = await run("tally", "show", environ=environ)
    assert nothing.out.startswith("nothing is shown yet")
    assert await bureau.kept(keys.PRINTS + bureau.book.encode()) == {}
    page = await bureau.anna.tally()
    before = await bureau.ledger_keys()

    shown = await run("tally", "show", "--json", environ=environ)
    audited = await run("tally", "audit", "--json", environ=environ)
    released_now = await run("tally", "release", "--json", environ=environ)
    refused = await run("tally", "release", "1", "--to", str(tmp_path / "x"), environ=environ)

    assert json.loads(shown.out)["years"] == page["years"]
    assert (audited.code, json.loads(audited.out)["audits"]) == (
        0,
        [{"release": None, "codebook": bureau.book, "period": "2025", "result": "safe"}],
    )
    assert json.loads(released_now.out) == {"releases": []}
    assert is_one_clear_line(refused)
    assert not (tmp_path / "x").exists()
    assert await bureau.ledger_keys() == before

    await bureau.bram.approve(await bureau.proposed())
    written = await run("tally", "release", "1", "--to", str(tmp_path / "x"), environ=environ)
    again = await run("tally", "release", "1", "--to", str(tmp_path / "x"), environ=environ)

    assert written.code == 0, written.err
    assert is_one_clear_line(again)
    for name in FILES:
        assert (tmp_path / "x" / f"luwte-1-{name}").read_bytes() == await bureau.file("1", name)
    assert (await run("tally", "show", "--year", "2025", environ=environ)).out.startswith("2025")


async def test_an_audit_that_fails_is_an_exit_code(bureau: Bureau, tmp_path: Path) -> None:
    await bureau.a_year()
    await bureau.bram.approve(await bureau.proposed())
    async with Redis.from_url(bureau.stores.ledger_keeper.url) as client:
        await client.hincrby((keys.CELLS + bureau.book.encode()).decode(), "t5/self/2025-Q2", 30)

    ended = await run("tally", "audit", environ=settings_for(bureau.stores, tmp_path))

    assert (ended.code, ended.out) == (1, f"release 1: {bureau.book} 2025: not_safe\n")


# --- the record -----------------------------------------------------------------


async def test_who_did_what_is_on_record_and_no_figure_is(bureau: Bureau) -> None:
    await bureau.a_year()
    await bureau.anna.tally()
    await bureau.bram.approve(await bureau.proposed())
    await bureau.file("1", "figures.csv")

    lines = await bureau.app.ledger.publications.record(10)

    told = [(line["who"], line["did"], line["what"]) for line in reversed(lines)]
    assert told == [
        (bureau.anna.name, "looked", "all tables through 2026-01"),
        (bureau.anna.name, "proposed", f"{bureau.book} 2025"),
        (bureau.bram.name, "approved", "release 1"),
        (bureau.anna.name, "fetched", "release 1 figures.csv"),
    ]
    assert all(line["at"].isdigit() for line in lines)


async def test_the_log_holds_no_name_and_no_figure(
    bureau: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await bureau.a_year()
    await bureau.bram.approve(await bureau.proposed())

    ours = [record.getMessage() for record in caplog.records if "release" in record.getMessage()]
    assert ours == ["a release was written number=1"]
    assert bureau.anna.name not in caplog.text


def workbook(data: bytes) -> dict[str, list[list[str]]]:
    """The cells of each sheet, as text, read without the library that wrote them."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        texts = [
            "".join(part.text or "" for part in item.iter(f"{{{space['m']}}}t"))
            for item in ET.fromstring(packed.read("xl/sharedStrings.xml"))  # noqa: S314 - ours
        ]
        names = [
            sheet.attrib["name"]
            for sheet in ET.fromstring(packed.read("xl/workbook.xml")).iterfind(  # noqa: S314 - ours
                "m:sheets/m:sheet", space
            )
        ]
        return {
            name: _cells(packed.read(f"xl/worksheets/sheet{nth}.xml"), texts, space)
            for nth, name in enumerate(names, 1)
        }


def _cells(sheet: bytes, texts: list[str], space: dict[str, str]) -> list[list[str]]:
    def text(cell: Any) -> str:
        value = cell.findtext("m:v", "", space)
        return texts[int(value)] if cell.attrib.get("t") == "s" else str(value)

    rows = ET.fromstring(sheet).iterfind("m:sheetData/m:row", space)  # noqa: S314 - ours
    return [[text(cell) for cell in row.iterfind("m:c", space)] for row in rows]
