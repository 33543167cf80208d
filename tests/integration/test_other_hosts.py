"""Pages that lie on another host than the chat server: theirs are let in, and nobody else's."""

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from chatserver.domain.people import Role
from tests.support.cast import PASSWORD, Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

VISITORS = "https://www.partner.example"
DESK = "https://desk.partner.example"
SHARED = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
)


@pytest.fixture
async def cast(stores: Stores, tmp_path: Path) -> AsyncIterator[Cast]:
    """A server whose pages lie on two other hosts."""
    more = {
        "CHATSERVER_VISITORS_ORIGINS": VISITORS,
        "CHATSERVER_STAFF_ORIGINS": f"{DESK},https://desk.example.org",
        "CHATSERVER_STAFF_SECURE_COOKIES": "true",
    }
    async with served(stores, tmp_path, more=more) as app, Cast.around(app) as people:
        yield people


@pytest.fixture
async def browser(cast: Cast) -> aiohttp.ClientSession:
    return await cast.session()


@pytest.mark.parametrize("site", ["same-origin", "same-site", "cross-site"])
async def test_a_page_of_another_host_opens_a_socket(
    cast: Cast, browser: aiohttp.ClientSession, site: str
) -> None:
    headers = {"Origin": VISITORS, "Sec-Fetch-Site": site}

    async with browser.ws_connect(cast.app.visitor_url + "ws", headers=headers) as socket:
        assert not socket.closed


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        DESK,
        "https://www.partner.example.evil.example",
        "http://www.partner.example",
        "https://www.partner.example:8443",
        "https://partner.example",
    ],
)
async def test_no_other_page_does(cast: Cast, browser: aiohttp.ClientSession, origin: str) -> None:
    headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}

    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await browser.ws_connect(cast.app.visitor_url + "ws", headers=headers)

    assert refused.value.status == 403


async def test_any_page_reads_whether_the_desk_is_open_and_it_is_the_same_for_all(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    url = cast.app.visitor_url + "api/desk"
    said = set()

    for origin in ("", "null", VISITORS, DESK, "https://www.example.org"):
        async with browser.get(url, headers={"Origin": origin} if origin else {}) as answer:
            assert answer.status == 200
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            # Nobody has a cookie here, and none could be read along.
            assert "Access-Control-Allow-Credentials" not in answer.headers
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["Cache-Control"] == "no-store"
            said.add(await answer.text())
    assert len(said) == 1


@pytest.mark.parametrize("path", ["api/me", "api/sign-in", "api/sign-out"])
async def test_the_desk_of_another_host_may_ask_first(
    cast: Cast, browser: aiohttp.ClientSession, path: str
) -> None:
    asked = {
        "Origin": DESK,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-requested-with",
    }

    async with browser.options(cast.app.staff_url + path, headers=asked) as answer:
        assert answer.status == 204
        assert answer.headers["Access-Control-Allow-Origin"] == DESK
        assert answer.headers["Access-Control-Allow-Credentials"] == "true"
        assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST"
        assert answer.headers["Access-Control-Allow-Headers"] == "content-type, x-requested-with"
        assert answer.headers["Access-Control-Max-Age"] == "600"
        assert answer.headers["Vary"] == "Origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_the_desk_of_another_host_reads_its_answers_refusals_too(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    name = await cast.account(Role.PROFESSIONAL)
    headers = {"Origin": DESK, "X-Requested-With": "luwte"}

    async with browser.get(cast.app.staff_url + "api/me", headers=headers) as before:
        assert before.status == 401
    async with browser.post(
        cast.app.staff_url + "api/sign-in",
        json={"name": name, "password": PASSWORD},
        headers=headers,
    ) as answer:
        assert answer.status == 200
        assert "SameSite=Strict" in answer.headers["Set-Cookie"]

    for each in (before, answer):
        assert each.headers["Access-Control-Allow-Origin"] == DESK
        assert each.headers["Access-Control-Allow-Credentials"] == "true"
        assert each.headers["Vary"] == "Origin"


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("origin", ["", "null", VISITORS, "https://evil.example"])
async def test_no_other_page_reads_an_answer_of_the_desk(
    cast: Cast, browser: aiohttp.ClientSession, method: str, origin: str
) -> None:
    headers = {"X-Requested-With": "luwte", **({"Origin": origin} if origin else {})}

    for path in ("api/me", "api/sign-in"):
        async with browser.request(method, cast.app.staff_url + path, headers=headers) as answer:
            assert [name for name in SHARED if name in answer.headers] == []


@pytest.mark.parametrize("path", ["", "ws", "config.json", "apix"])
async def test_only_requests_are_shared(
    cast: Cast, browser: aiohttp.ClientSession, path: str
) -> None:
    headers = {"Origin": DESK}

    for method in ("GET", "OPTIONS"):
        async with browser.request(method, cast.app.staff_url + path, headers=headers) as answer:
            assert [name for name in SHARED if name in answer.headers] == []


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (VISITORS, "gone"),
        ("null", "gone"),
        ("", "gone"),
        (DESK, "wrong_role"),
        ("https://evil.example", "wrong_role"),
    ],
)
async def test_a_page_of_another_host_may_say_goodbye(
    cast: Cast, browser: aiohttp.ClientSession, origin: str, code: str
) -> None:
    # "null" is what Firefox and Safari call a page that tells nobody where it was.
    goodbye = json.dumps({"cid": b64(16), "token": b64(32)})
    headers = {"Content-Type": "text/plain;charset=UTF-8", **({"Origin": origin} if origin else {})}

    async with browser.post(
        cast.app.visitor_url + "api/leave", data=goodbye, headers=headers
    ) as answer:
        assert await answer.json() == {"code": code}


def b64(size: int) -> str:
    """So many bytes that name nobody."""
    return base64.b64encode(bytes(size)).decode()


async def test_nothing_else_of_the_visitors_is_shared(
    cast: Cast, browser: aiohttp.ClientSession
) -> None:
    for origin in (VISITORS, DESK):
        for path in ("", "config.json", "ws", "api/me", "api/leave"):
            async with browser.get(
                cast.app.visitor_url + path, headers={"Origin": origin}
            ) as answer:
                assert [name for name in SHARED if name in answer.headers] == []
