"""No address, browser, token or text of a visitor in any log line or key (SECURITY 12, 13)."""

import asyncio
import io
import logging
import secrets
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from redis.asyncio import Redis

from chatserver import logs
from chatserver.client import Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.crypto.hl1 import Roster, to_base64
from chatserver.store.recipe import Address
from tests.support.cast import MINUTE, Cast
from tests.support.memory import forms
from tests.support.raw import Raw
from tests.support.redis_servers import Stores
from tests.support.servers import served

ADDRESS = "127.9.8.7"
LANGUAGE = "klingons"  # as long as a tag may be: three letters stand by chance in what is sealed
BROWSER = "CanaryBrowser/77.1"
TEXT = "kanarie-" + secrets.token_hex(8)
TOKEN = secrets.token_bytes(32)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that the running process logs, as an operator would see it."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    logs.setup(stream)
    yield stream
    root.handlers[:], root.level = before
    for name in logs.LIBRARIES:  # or another test would hear the libraries through our filter
        logging.getLogger(name).filters.clear()
        logging.getLogger(name).setLevel(logging.NOTSET)


async def stored(stores: Stores) -> bytes:
    """Every key and value of both stores."""
    return b"\n".join([await in_store(*stores.vault_keepers), await in_store(stores.ledger_keeper)])


async def in_store(*servers: Address) -> bytes:
    """Every key and value of one store."""
    found = []
    for server in servers:
        async with Redis.from_url(server.url) as client:
            found += [key + (await client.dump(key) or b"") async for key in client.scan_iter()]
    return b"\n".join(found)


async def consulted(professional: Professional, colleague: Professional, talk: Talk) -> bytes:
    """One says something about the visitor to a colleague, and asks to take over; its id."""
    await professional.until(lambda: bool(professional.colleagues))
    aside = professional.ask_aside(colleague.name, talk.cid)
    await colleague.until(lambda: aside.call.cid in colleague.consults.all)
    colleague.consults.come(colleague.consults.all[aside.call.cid])
    await professional.until(lambda: aside.is_open)
    professional.consults.say(aside, TEXT + "-terzijde")
    await professional.until(lambda: len(aside.texts) == 1)
    professional.ask(talk, "handover", colleague.name)
    await colleague.until(lambda: bool(colleague.asking))
    return aside.call.cid


async def test_nothing_about_a_visitor_is_logged_or_stored(
    stores: Stores, tmp_path: Path, log: io.StringIO
) -> None:
    async with served(stores, tmp_path) as app, Cast.around(app) as cast:
        connector = aiohttp.TCPConnector(local_addr=(ADDRESS, 0))
        headers = {"User-Agent": BROWSER, "Accept-Language": LANGUAGE, "Referer": "http://kanarie"}
        async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
            visitor = Visitor(
                session, app.visitor_url, roster=Roster(cast.key.public), minute=lambda: MINUTE
            )
            visitor.arrive()
            await visitor.until(lambda: visitor.position == 1)
            professional = await cast.professional()
            talk = await cast.conversation(visitor, professional)
            visitor.say(TEXT)
            professional.say(talk, TEXT + "-terug")
            await visitor.until(lambda: len(visitor.texts) == 2)
            # Everything that might be logged on the way: bad frames, bad requests, a lost line.
            raw = await Raw.open(session, app.visitor_url)
            await raw.send('{"type":"' + TEXT)
            await raw.until_closed()
            async with session.get(app.visitor_url + TEXT) as answer:
                assert answer.status == 404
            await garbage(app.visitor_url, TEXT)
            # As the button on a page of another site does.
            site = {"Origin": "https://kanarie.example"}
            async with session.get(app.visitor_url + "api/desk", headers=site) as answer:
                assert answer.status == 200
            async with session.post(app.visitor_url + "api/leave", data=TEXT) as answer:
                assert answer.status == 400
            stranger = {"cid": to_base64(secrets.token_bytes(16)), "token": to_base64(TOKEN)}
            async with session.post(app.visitor_url + "api/leave", json=stranger) as answer:
                assert answer.status == 409
            colleague = await cast.professional()
            aside = await consulted(professional, colleague, talk)
            await visitor.line.lose()
            await visitor.until(lambda: visitor.line.is_connected)
            kept = await stored(stores)
            await visitor.close()

    written = log.getvalue().encode()
    token = visitor.keys
    for shape in forms(TOKEN):
        assert shape not in written
        assert shape not in kept
    for canary in (ADDRESS, BROWSER, TEXT, "kanarie", LANGUAGE):
        assert canary.encode() not in written, canary
        assert canary.encode() not in kept, canary
    assert talk.cid.hex().encode() not in written
    assert aside.hex().encode() not in written
    for name in (professional.name, colleague.name):
        assert name.encode() not in written
    assert talk.cid.hex().encode() in kept  # so the look at the stores does find things
    assert token.cid == talk.cid


async def test_what_was_answered_afterwards_is_beside_nothing_of_its_conversation(
    stores: Stores, tmp_path: Path, log: io.StringIO
) -> None:
    async with served(stores, tmp_path) as app, Cast.around(app) as cast:
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        visitor.say(TEXT)
        await professional.until(lambda: len(talk.texts) == 1)
        before = await stored(stores)
        professional.end(talk)
        await visitor.until(lambda: visitor.ended is not None)
        said = [None, {"heard": "kanarie"}, {"heard": "yes"}, {"heard": "no"}]
        assert [await visitor.answers(each) for each in said] == [204, 409, 204, 409]
        session = await cast.session()
        async with session.post(app.visitor_url + "api/afterwards", data=TEXT) as answer:
            assert answer.status == 400
        kept = await stored(stores)

    written = log.getvalue().encode()
    assert talk.cid.hex().encode() in before  # so the look at the stores does find things
    assert visitor.voucher is not None
    for canary in (talk.cid, visitor.keys.token, visitor.voucher, TEXT, "kanarie"):
        for shape in forms(canary):
            assert shape not in kept
            assert shape not in written


async def test_the_tokens_of_a_visitor_and_of_a_session_are_kept_as_digests_only(
    cast: Cast, stores: Stores
) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    cookies = {cookie.key: cookie.value for cookie in professional._session.cookie_jar}

    kept = await stored(stores)

    assert visitor.keys.token not in kept
    assert visitor.keys.root not in kept
    assert bytes.fromhex(cookies["session"]) not in kept
    assert cookies["session"].encode() not in kept
    assert professional.name.encode() in kept  # the ledger knows the account: the look works


async def test_the_vault_alone_names_no_professional(cast: Cast, stores: Stores) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    await cast.conversation(visitor, professional)

    kept = await in_store(*stores.vault_keepers)

    account = await cast.app.staffing.find(professional.name)
    assert account is not None
    assert professional.name.encode() not in kept
    assert account.number.encode() in kept  # what it is known by instead: the look works


async def test_a_log_without_the_filter_would_show_the_address() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    server = logging.getLogger("aiohttp.server")
    before = server.filters[:], server.level
    server.filters[:] = []
    server.setLevel(logging.DEBUG)
    server.addHandler(handler)
    try:
        server.error("Error handling request from %s", ADDRESS)
    finally:
        server.removeHandler(handler)
        server.filters[:], server.level = before

    assert ADDRESS in stream.getvalue()


async def garbage(url: str, text: str) -> None:
    """A request that is no HTTP, with something in it that must not be logged."""
    host, _, port = url.removeprefix("http://").rstrip("/").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), local_addr=(ADDRESS, 0))
    writer.write(f"G\x01T /{text} HTTP/9.9\r\n{text}\r\n\r\n".encode())
    await writer.drain()
    await reader.read()
    writer.close()
