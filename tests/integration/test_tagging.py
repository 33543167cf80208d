"""From an ended conversation to a tally: tagged once, counted once, shown only when closed."""

from collections.abc import Mapping, Sequence

import pytest
from redis.asyncio import Redis

from chatserver.client import Professional
from chatserver.domain.synthetic import year_like_2022
from tests.support.cast import Cast
from tests.support.redis_servers import Stores

YES = {"contact": ["conv"], "thb": ["yes"], "who": ["self"], "count": ["first"], "form": ["sex"]}


async def ended(cast: Cast, professional: Professional, language: str = "nl") -> bytes:
    """A conversation that was held and has ended; its ticket."""
    visitor = await cast.visitor(language)
    talk = await cast.conversation(visitor, professional)
    visitor.say("dag")
    await professional.until(lambda: len(talk.texts) == 1)
    professional.end(talk)
    await professional.until(lambda: talk.ticket in professional.untagged)
    return talk.ticket


async def tagged(
    cast: Cast, professional: Professional, answers: Mapping[str, Sequence[str]]
) -> bytes:
    """A conversation that was tagged; its ticket."""
    ticket = await ended(cast, professional)
    await professional.tag(ticket, cast.app.codebook.key, answers)
    return ticket


async def test_a_tag_raises_its_cells_by_one_and_leaves_nothing_else(
    cast: Cast, stores: Stores
) -> None:
    professional = await cast.professional()
    await tagged(cast, professional, YES)

    counted = await cast.app.counting.fold()

    assert counted.tags == 1
    assert set(counted.cells.values()) == {1}
    rows = {name.rpartition("/")[0] for name in counted.cells}
    assert {"t1/conv", "t2/yes", "t3/persons", "t5/self", "t7/sex"} <= rows
    assert await cast.app.ledger.pending() == {}
    assert dict(await cast.app.ledger.cells(cast.app.codebook.key)) == dict(counted.cells)
    async with Redis.from_url(stores.ledger_keeper.url) as client:
        assert await client.zcard("hl:{ledger}:counted") == 1


async def test_a_tag_is_counted_exactly_once_however_often_it_is_folded(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await tagged(cast, professional, YES)

    counts = [(await cast.app.counting.fold()).tags for _ in range(3)]

    assert counts == [1, 0, 0]
    with pytest.raises(PermissionError, match="not_yours"):
        await professional.tag(ticket, cast.app.codebook.key, YES)
    assert (await cast.app.counting.fold()).tags == 0


async def test_a_correction_replaces_the_tag_until_it_is_counted(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await tagged(cast, professional, YES)

    await professional.tag(ticket, cast.app.codebook.key, {"contact": ["hoax"]})

    counted = await cast.app.counting.fold()
    rows = {name.rpartition("/")[0] for name in counted.cells}
    assert rows == {"t1/*", "t1/hoax"}


async def test_nobody_corrects_the_tag_of_another(cast: Cast) -> None:
    mine, other = await cast.professional(), await cast.professional()
    ticket = await tagged(cast, mine, YES)

    with pytest.raises(PermissionError, match="not_yours"):
        await other.tag(ticket, cast.app.codebook.key, {"contact": ["hoax"]})


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"contact": ["nonsense"]},
        {"contact": ["conv", "short"], "thb": ["no"]},
        {"contact": ["conv"]},
        {"contact": ["hoax"], "thb": ["yes"]},
        {"contact": ["hoax"], "shoe_size": ["nd"]},
        {**YES, "form": ["sex", "nd"]},
        {**YES, "form": ["sex", "sex"]},
    ],
)
async def test_answers_that_do_not_fit_the_codebook_are_refused_and_ask_again(
    cast: Cast, answers: dict[str, list[str]]
) -> None:
    professional = await cast.professional()
    ticket = await ended(cast, professional)

    with pytest.raises(PermissionError, match="bad_answers"):
        await professional.tag(ticket, cast.app.codebook.key, answers)

    assert professional.untagged == [ticket]
    assert await cast.app.ledger.pending() == {}


@pytest.mark.parametrize(("language", "code"), [("nl", "nl"), ("en", "en"), ("ti", "oth")])
async def test_the_language_the_visitor_chose_is_counted_without_being_asked(
    cast: Cast, language: str, code: str
) -> None:
    professional = await cast.professional()
    ticket = await ended(cast, professional, language)

    await professional.tag(ticket, cast.app.codebook.key, YES)

    counted = await cast.app.counting.fold()
    rows = {name.rpartition("/")[0] for name in counted.cells}
    assert {row for row in rows if row.startswith("t22/")} == {"t22/*", f"t22/{code}"}


async def test_a_correction_knows_the_language_though_the_ticket_is_gone(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await ended(cast, professional, "en")
    await professional.tag(ticket, cast.app.codebook.key, {"contact": ["silent"]})

    await professional.tag(ticket, cast.app.codebook.key, YES)

    counted = await cast.app.counting.fold()
    assert {name.rpartition("/")[0] for name in counted.cells} >= {"t22/en"}


async def test_a_page_does_not_say_in_which_language_it_was(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await ended(cast, professional)

    with pytest.raises(PermissionError, match="bad_answers"):
        await professional.tag(ticket, cast.app.codebook.key, {**YES, "lang": ["nl"]})


async def test_nothing_of_the_line_goes_along_with_the_ticket(cast: Cast, stores: Stores) -> None:
    professional = await cast.professional()
    talk = await cast.conversation(await cast.visitor(), professional)
    claim = await cast.app.counting.desk.held(talk.cid)
    assert claim is not None

    professional.end(talk)
    await professional.until(lambda: talk.ticket in professional.untagged)

    assert await cast.app.counting.desk.held(talk.cid) is None
    async with stores.looking_into_vault() as client:
        kept = await client.hget("hl:{desk}:tickets", talk.ticket)
    assert isinstance(kept, bytes)
    pseudonym, note = kept[:32], kept[32:]
    assert await cast.app.counting.desk.note_of(pseudonym, talk.ticket) == note
    # Sealed anew, and less: when they came and what they were told about the wait stays behind.
    assert 0 < len(note) < len(claim.note)
    assert claim.note not in note


async def test_another_codebook_version_is_refused(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await ended(cast, professional)

    with pytest.raises(PermissionError, match="bad_answers"):
        await professional.tag(ticket, "thb-nl-9.9.9", YES)


async def test_the_next_visitor_waits_until_the_last_is_tagged_or_skipped(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await ended(cast, professional)
    await cast.visitor()

    with pytest.raises(PermissionError, match="untagged"):
        await professional.take()
    await professional.skip(ticket, "no_time")
    talk = await professional.take()

    assert talk.ended is None
    assert (await cast.app.counting.fold()).tags == 0


async def test_capacity_is_kept_on_every_take(cast: Cast) -> None:
    professional = await cast.professional()
    visitors = [await cast.visitor() for _ in range(4)]

    for visitor in visitors[:3]:
        await professional.take(visitor.keys.cid)

    with pytest.raises(PermissionError, match="at_capacity"):
        await professional.take()
    with pytest.raises(PermissionError, match="at_capacity"):
        await professional.take(visitors[3].keys.cid)


async def test_no_key_holds_both_a_conversation_and_an_answer(cast: Cast, stores: Stores) -> None:
    professional = await cast.professional()
    visitor = await cast.visitor()
    talk = await cast.conversation(visitor, professional)
    professional.end(talk)
    await professional.until(lambda: talk.ticket in professional.untagged)
    await professional.tag(talk.ticket, cast.app.codebook.key, YES)

    for store in stores.keepers:
        async with Redis.from_url(store.url) as client:
            async for key in client.scan_iter():
                dump = key + (await client.dump(key) or b"")
                # Long enough not to stand by chance in what is sealed, as three letters do.
                traces = (talk.cid, talk.cid.hex().encode(), b"self", b"contact", b"thb-nl")
                for trace in traces:
                    assert trace not in dump, key
    # The same look finds what is there: the ledger knows the tag by a digest of its ticket.
    assert len(await cast.app.ledger.pending()) == 1


async def test_an_open_year_shows_nothing_before_or_after_a_tag(cast: Cast) -> None:
    professional, coordinator = await cast.professional(), await cast.coordinator()
    before = await coordinator.tally()

    await tagged(cast, professional, YES)
    await cast.app.counting.fold()

    assert await coordinator.tally() == before
    assert before["years"] == []


async def test_a_closed_year_shows_its_figures_with_small_cells_masked(cast: Cast) -> None:
    coordinator = await cast.coordinator()
    tags = year_like_2022(cast.app.codebook, 2022)
    await cast.app.counting.load_synthetic(2022, tags)

    tally = await coordinator.tally()

    (year,) = tally["years"]
    assert (year["year"], year["synthetic"]) == ("2022", True)
    tables = {table["id"]: table for table in year["tables"]}
    who = {row["code"]: row for row in tables["t5"]["rows"]}
    assert tables["t5"]["total"] == "229"
    assert tables["t5"]["known"] == "222"
    assert (who["self"]["count"], who["self"]["of_all"], who["self"]["of_known"]) == (
        "199",
        "87 %",
        "90 %",
    )
    forms = {row["code"]: row["count"] for row in tables["t7"]["rows"]}
    assert forms["serv"] == "<5"
    counts = [row["count"] for table in year["tables"] for row in table["rows"]]
    assert not {"1", "2", "3", "4"} & set(counts)


async def test_the_board_counts_who_waits_talks_and_has_finished(cast: Cast) -> None:
    coordinator, professional = await cast.coordinator(), await cast.professional()
    await ended(cast, professional)
    other = await cast.professional()
    await cast.conversation(await cast.visitor(), other)
    await cast.visitor()

    board = await coordinator.board()

    # Of what was tagged the board tells nothing; more of it is in test_board.py.
    assert (board["waiting"], board["conversations"], board["finished_today"]) == (1, 1, 1)
    assert board["longest_wait_minutes"] == 0
    assert board["true_ranges_percent"] is None
    assert board.keys() == {
        *("waiting", "longest_wait_minutes", "conversations", "finished_today"),
        *("true_ranges_percent", "crew", "here", "today"),
    }
