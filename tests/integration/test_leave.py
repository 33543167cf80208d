"""The goodbye of a page that cannot wait for its socket: POST /api/leave."""

import json
import secrets

import aiohttp
import pytest

from chatserver.client import Visitor
from chatserver.crypto.hl1 import to_base64
from tests.support.cast import Cast


def goodbye(visitor: Visitor, **changed: bytes) -> str:
    fields = {"cid": visitor.keys.cid, "token": visitor.keys.token, **changed}
    return json.dumps({name: to_base64(value) for name, value in fields.items()})


async def leaves(cast: Cast, said: str, **headers: str) -> int:
    """Say goodbye as `navigator.sendBeacon` does; the status."""
    session = await cast.session()
    url = cast.app.visitor_url + "api/leave"
    async with session.post(url, data=said, headers=headers) as answer:
        return answer.status


async def test_a_page_that_is_gone_ends_its_conversation(cast: Cast) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    said = goodbye(visitor)

    assert await leaves(cast, said) == 204

    await professional.until(lambda: talk.ended == "exit")
    await visitor.until(lambda: visitor.ended is not None)
    assert await leaves(cast, said) == 409


async def test_who_only_waits_leaves_the_line(cast: Cast) -> None:
    first, second = await cast.visitor(), await cast.visitor()

    assert await leaves(cast, goodbye(first)) == 204

    await second.until(lambda: second.position == 1)


@pytest.mark.parametrize("field", ["cid", "token"])
async def test_nobody_leaves_for_somebody_else(cast: Cast, field: str) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    other = {field: secrets.token_bytes(16 if field == "cid" else 32)}

    assert await leaves(cast, goodbye(visitor, **other)) == 409

    visitor.say("ik ben er nog")
    await professional.until(lambda: len(talk.texts) == 1)


async def test_another_site_cannot_say_goodbye(cast: Cast) -> None:
    visitor = await cast.visitor()

    assert await leaves(cast, goodbye(visitor), Origin="https://evil.example") == 403
    assert await leaves(cast, goodbye(visitor), Origin=cast.app.visitor_url.rstrip("/")) == 204


@pytest.mark.parametrize(
    ("said", "status"),
    [("", 400), ("{}", 400), ("[]", 400), ('{"cid":"***","token":""}', 400), ("x" * 20_000, 413)],
)
async def test_what_is_no_goodbye_changes_nothing(cast: Cast, said: str, status: int) -> None:
    visitor = await cast.visitor()

    assert await leaves(cast, said) == status

    assert visitor.position == 1
    assert visitor.ended is None


async def test_it_is_never_asked_for_with_another_method(cast: Cast) -> None:
    session: aiohttp.ClientSession = await cast.session()

    async with session.get(cast.app.visitor_url + "api/leave") as answer:
        assert answer.status == 405
