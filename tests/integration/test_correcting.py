"""What was tagged in this shift can be seen and corrected: by its author, until it is counted."""

import asyncio
from pathlib import Path

import pytest

from chatserver.client import Professional
from chatserver.clock import ManualClock
from chatserver.domain.people import Role
from chatserver.wire import frames
from tests.integration.test_tagging import YES, ended, tagged
from tests.support.cast import Cast
from tests.support.raw import Raw
from tests.support.redis_servers import Stores
from tests.support.servers import served

HOAX = {"contact": ["hoax"]}
REF = b"a name of frames"


def tickets(professional: Professional) -> list[bytes]:
    return [given.ticket for given in professional.given]


async def test_a_tag_is_shown_to_its_author_as_it_was_given(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await tagged(cast, professional, YES)
    await professional.until(lambda: tickets(professional) == [ticket])

    shown = await professional.reopen(ticket)

    assert shown.codebook == cast.app.codebook.key
    assert {question: shown.answers[question] for question in YES} == YES
    given_at = professional.given[0].at
    assert given_at % 60 == 0
    assert 0 <= cast.app.counting.clock.now() - given_at < 120


async def test_what_was_shown_can_be_sent_back_changed_and_is_one_tag(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await tagged(cast, professional, YES)
    shown = await professional.reopen(ticket)

    await professional.tag(ticket, shown.codebook, {**shown.answers, "who": ["both"]})

    again = await professional.reopen(ticket)
    assert again.answers == {**shown.answers, "who": ["both"]}
    assert tickets(professional) == [ticket]
    counted = await cast.app.counting.fold()
    rows = {name.rpartition("/")[0] for name in counted.cells}
    assert counted.tags == 1
    assert "t5/both" in rows
    assert "t5/self" not in rows


async def test_a_reload_still_knows_what_was_tagged(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await tagged(cast, professional, YES)

    again = await cast.again(professional)

    assert tickets(again) == [ticket]
    assert (await again.reopen(ticket)).answers["form"] == ["sex"]


async def test_the_newest_is_first_and_what_was_skipped_is_not_there(cast: Cast) -> None:
    professional = await cast.professional()
    first = await tagged(cast, professional, YES)
    skipped = await ended(cast, professional)
    await professional.skip(skipped, "no_time")
    second = await tagged(cast, professional, HOAX)
    await professional.until(lambda: second in tickets(professional))

    assert set(tickets(professional)) == {first, second}
    with pytest.raises(PermissionError, match="not_yours"):
        await professional.reopen(skipped)


async def test_what_was_counted_is_neither_listed_nor_shown(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await tagged(cast, professional, YES)
    await cast.app.counting.fold()

    again = await cast.again(professional)

    assert again.given == []
    with pytest.raises(PermissionError, match="counted"):
        await again.reopen(ticket)


async def test_nobody_sees_the_answers_of_another(cast: Cast) -> None:
    mine, other = await cast.professional(), await cast.professional()
    ticket = await tagged(cast, mine, YES)
    await mine.until(lambda: tickets(mine) == [ticket])

    again = await cast.again(other)

    assert again.given == []
    with pytest.raises(PermissionError, match="not_yours"):
        await again.reopen(ticket)


async def test_a_ticket_that_still_waits_for_its_tag_shows_nothing(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await ended(cast, professional)

    with pytest.raises(PermissionError, match="not_yours"):
        await professional.reopen(ticket)


async def test_who_never_tags_may_not_look(cast: Cast) -> None:
    professional = await cast.professional()
    ticket = await tagged(cast, professional, YES)
    supervisor = await cast.professional(Role.SUPERVISOR)

    with pytest.raises(PermissionError, match="wrong_role"):
        await supervisor.reopen(ticket)

    assert supervisor.given == []


async def test_a_visitors_page_may_not_ask(cast: Cast) -> None:
    raw = await Raw.open(await cast.session(), cast.app.visitor_url)

    await raw.send(frames.Reopen(ref=REF, ticket=REF))

    assert (await raw.next("refused"))["code"] == "malformed"
    assert await raw.until_closed() == 4400


async def test_a_tag_in_one_window_closes_the_form_in_the_other(cast: Cast) -> None:
    professional = await cast.professional()
    other = await cast.again(professional)
    ticket = await ended(cast, professional)
    await other.until(lambda: other.untagged == [ticket])

    await professional.tag(ticket, cast.app.codebook.key, YES)

    await other.until(lambda: other.untagged == [])
    await other.until(lambda: tickets(other) == [ticket])
    await other.tag(ticket, cast.app.codebook.key, HOAX)
    assert (await professional.reopen(ticket)).answers["contact"] == ["hoax"]


async def test_a_skip_in_one_window_closes_the_form_in_the_other(cast: Cast) -> None:
    professional = await cast.professional()
    other = await cast.again(professional)
    ticket = await ended(cast, professional)
    await other.until(lambda: other.untagged == [ticket])

    await other.skip(ticket, "fault")

    await professional.until(lambda: professional.untagged == [])


async def test_a_shift_later_it_is_not_listed_any_more(stores: Stores, tmp_path: Path) -> None:
    clock = ManualClock(1_790_000_000)
    async with served(stores, tmp_path, clock=clock) as app, Cast.around(app) as cast:
        professional = await cast.professional()
        await tagged(cast, professional, YES)
        assert [at for _, at in await given(cast, professional)] == [1_789_999_980]

        await clock.jump(12 * 3600 + 60)

        assert await given(cast, professional) == []


async def given(cast: Cast, professional: Professional) -> list[tuple[bytes, int]]:
    account = await cast.app.staffing.find(professional.name)
    assert account is not None
    return list(
        await cast.app.counting.desk.tagged_by(
            account.number.encode(), now=int(cast.app.counting.clock.now())
        )
    )


SILENT = {"contact": ["silent"]}


async def test_a_silent_conversation_is_one_tag_whichever_windows_send_it(
    stores: Stores, tmp_path: Path
) -> None:
    tires = {"CHATSERVER_DESK_BREAK_AFTER": "1"}
    async with served(stores, tmp_path, more=tires) as app, Cast.around(app) as cast:
        await silent_in_three_windows(cast)


async def silent_in_three_windows(cast: Cast) -> None:
    professional = await cast.professional()
    windows = [professional, await cast.again(professional), await cast.again(professional)]
    visitor = await cast.visitor()
    talk = await cast.conversation(visitor, professional)
    visitor.leave("left")
    for window in windows:
        await window.until(lambda window=window: window.untagged == [talk.ticket])  # type: ignore[misc]

    key = cast.app.codebook.key
    await asyncio.gather(*(window.tag(talk.ticket, key, SILENT) for window in windows))

    counted = await cast.app.counting.fold()
    assert counted.tags == 1
    assert {name.rpartition("/")[0] for name in counted.cells if name.startswith("t1/")} == {
        "t1/*",
        "t1/silent",
    }
    assert set(counted.cells.values()) == {1}
    assert (await cast.app.counting.fold()).tags == 0
    # It weighs on nobody, and keeps nobody from the next visitor; one about trafficking does weigh.
    following = await cast.visitor()
    await professional.take(following.keys.cid)
    assert professional.duty is not None
    assert professional.duty.rest is None
    following.leave("left")
    await professional.until(lambda: len(professional.untagged) == 1)
    await professional.tag(professional.untagged[0], key, YES)
    await professional.until(lambda: professional.duty is not None and professional.duty.rest == 15)


async def test_no_way_to_a_visitor_leads_past_an_untagged_conversation(cast: Cast) -> None:
    colleague, professional = await cast.professional(), await cast.professional()
    ticket = await ended(cast, professional)
    asking = await cast.conversation(await cast.visitor(), colleague)
    colleague.ask(asking, "join")
    await professional.until(lambda: bool(professional.asking))
    await professional.be("free")
    waiting = await cast.visitor()
    await professional.until(lambda: len(professional.waiting) == 1)

    with pytest.raises(PermissionError, match="untagged"):
        await professional.take()
    with pytest.raises(PermissionError, match="untagged"):
        await professional.take(waiting.keys.cid)
    with pytest.raises(PermissionError, match="untagged"):
        await professional.sit_in(asking.cid)
    assert professional.proposed is None

    await professional.tag(ticket, cast.app.codebook.key, HOAX)
    await professional.until(lambda: professional.proposed == waiting.keys.cid)
    await professional.sit_in(asking.cid)
    await professional.take(waiting.keys.cid)
