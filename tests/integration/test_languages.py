"""Who is next for a professional who does not speak every language: over real sockets."""

import asyncio

import msgspec
import pytest

from chatserver.domain.people import Role
from tests.support.cast import Cast


async def test_the_next_is_the_first_whose_language_one_speaks(cast: Cast) -> None:
    dutch, english = await cast.visitor("nl"), await cast.visitor("en")
    professional = await cast.professional(languages=["en"])

    talk = await professional.take()

    assert talk.cid == english.keys.cid
    assert talk.language == "en"
    assert dutch.position == 1


async def test_among_those_one_speaks_the_first_who_came_is_next(cast: Cast) -> None:
    arrived = [await cast.visitor(language) for language in ("en", "ar", "nl")]
    professional = await cast.professional(languages=["nl", "ar"])

    taken = [(await professional.take()).cid for _ in range(2)]

    assert taken == [arrived[1].keys.cid, arrived[2].keys.cid]


async def test_who_speaks_every_language_takes_the_first_of_all(cast: Cast) -> None:
    first = await cast.visitor("ar")
    await cast.visitor("nl")

    assert (await (await cast.professional()).take()).cid == first.keys.cid


async def test_nobody_who_waits_is_understood(cast: Cast) -> None:
    professional = await cast.professional(languages=["nl"])
    with pytest.raises(PermissionError, match=r"^nobody$"):
        await professional.take()

    await cast.visitor("ar")
    await professional.until(lambda: len(professional.waiting) == 1)

    with pytest.raises(PermissionError, match=r"^not_spoken$"):
        await professional.take()


async def test_a_visitor_of_another_language_can_be_picked_by_name(cast: Cast) -> None:
    arabic = await cast.visitor("ar")
    professional = await cast.professional(languages=["nl"])

    talk = await cast.conversation(arabic, professional)

    assert talk.language == "ar"


async def test_each_of_many_who_reach_out_at_once_gets_a_visitor_of_their_own(cast: Cast) -> None:
    spoken = {"nl": ["nl"], "en": ["en"]}
    professionals = [
        await cast.professional(languages=spoken[language]) for language in ("nl", "en", "nl", "en")
    ]
    visitors = {
        visitor.keys.cid: language
        for language in ("ar", "nl", "en", "nl", "en")
        for visitor in (await cast.visitor(language),)
    }

    talks = await asyncio.gather(*(professional.take() for professional in professionals))

    assert [visitors[talk.cid] for talk in talks] == ["nl", "en", "nl", "en"]
    assert len({talk.cid for talk in talks}) == 4


async def test_an_account_from_before_there_were_languages_helps_in_all(cast: Cast) -> None:
    name = await cast.account(Role.PROFESSIONAL)
    ledger = cast.app.staffing.ledger
    encoded = await ledger.account(name.casefold())
    assert encoded is not None
    old = {key: value for key, value in msgspec.json.decode(encoded).items() if key != "languages"}
    await ledger.put_account(name.casefold(), msgspec.json.encode(old))

    account = await cast.app.staffing.find(name)

    assert account is not None
    assert account.languages == ()
