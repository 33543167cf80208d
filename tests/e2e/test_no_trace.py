"""Nothing of what is said stays anywhere (promises 1 and 2; SECURITY.md properties 1, 2, 12, 56).

Every place is searched with the same functions as a word that was put there on purpose, so that a
search that finds nothing because it looks at nothing fails as well.
"""

import base64
from pathlib import Path

from playwright.async_api import Playwright
from redis.asyncio import Redis

from chatserver.domain.people import Role
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.computers import Computer
from tests.support.memory import Word, forms, remembered, words_in
from tests.support.profile import canary, found_in, until_found, written
from tests.support.redis_servers import Stores
from tests.support.scene import PASSWORD, Scene


async def stored(stores: Stores, *words: Word) -> set[Word]:
    """Which of these words are in a key, a value, the memory or the files of either store."""
    shapes = {word: forms(word) for word in words}
    found: set[Word] = set()
    for keeper in stores.keepers:
        async with Redis.from_url(keeper.url) as client:
            # A packed value would hide its words from us, but not from who has a Redis.
            await client.config_set("rdbcompression", "no")
            async for key in client.scan_iter():
                found |= words_in(key + b"\n" + (await client.dump(key) or b""), shapes)
            found |= remembered((await client.info("server"))["process_id"], *words)
            directory = Path(str((await client.config_get("dir"))["dir"]))
            found |= found_in(directory, *words)
    return found


async def test_no_trace_of_a_message_on_the_server_or_in_the_browser_profile(
    scene_apart: Scene, stores: Stores, playwright: Playwright, tmp_path: Path
) -> None:
    scene, server = scene_apart, scene_apart.is_apart
    asked, answered = canary("gevraagd"), canary("geantwoord")
    drafted, noted = canary("bijna"), canary("ookbijna")
    words: tuple[Word, ...] = (asked, answered, drafted, noted)
    phone, desktop = canary("Telefoon/"), canary("Werkplek/")
    name = await scene.account(Role.PROFESSIONAL)
    stored_trace, typed_trace = canary("bewaard"), canary("getypt")

    async with (
        Computer.running("chromium", playwright, tmp_path / "home", user_agent=phone) as first,
        Computer.running("chromium", playwright, tmp_path / "staff", user_agent=desktop) as second,
    ):
        visitor = VisitorPage(await first.tab(), scene.visitors.origin)
        professional = ProfessionalPage(await second.tab(), scene.staff.origin)
        await visitor.comes()
        await professional.signs_in(name, PASSWORD)
        await scene.comes_onto_the_roster(name)
        cid = await professional.part("waiting-row").get_attribute("data-cid")
        await meet(visitor, professional)
        # The root, the hashes by which the tab knows its newest state, and the server's slip.
        kept, slip = (await visitor.page.evaluate("window.name")).split(" ")
        tab = base64.b64decode(kept)
        assert len(tab) == 32 + 16
        assert len(base64.b64decode(slip)) <= 450
        root = tab[:32]
        words = (*words, root)
        await visitor.says(asked)
        await professional.says(answered)
        await visitor.hears(answered)
        await professional.hears(asked)
        await visitor.types(drafted)
        await professional.types(noted)

        assert remembered(server.pid, *words) == set()
        assert await stored(stores, *words, phone, desktop) == set()
        assert cid is not None
        assert remembered(server.pid, cid) == {cid}, "the search must find what is there"
        for computer in (first, second):
            await computer.leaves_traces(stored_trace, typed_trace)
        for computer in (first, second):
            await until_found(computer.profile, typed_trace)

    for computer in (first, second):
        assert found_in(computer.profile, stored_trace, typed_trace) == {stored_trace, typed_trace}
        assert written(computer.profile, *words) == {}
    await leave_a_trace_in(stores, stored_trace)
    traces = (*words, phone, desktop)
    assert await stored(stores, stored_trace, *traces) == {stored_trace}
    assert remembered(server.pid, *words) == set()
    await server.stop()
    assert words_in(server.output, {word: forms(word) for word in traces}) == set()
    assert written(tmp_path / "data", *traces) == {}


async def leave_a_trace_in(stores: Stores, word: str) -> None:
    """Store a word, as a server that stores what it reads would."""
    async with stores.looking_into_vault() as vault:
        await vault.xadd("trace", {"text": word})
    async with Redis.from_url(stores.ledger_keeper.url) as ledger:
        await ledger.xadd("trace", {"text": word})


def test_a_word_is_found_in_every_form() -> None:
    word = canary("vorm")
    for index, lead in enumerate(("", "a", "ab")):
        text = f'{{"text":"{lead}{word}b{"c" * index}"}}'
        packed = base64.b64encode(text.encode())
        assert words_in(packed, {word: forms(word)}) == {word}
    assert words_in(word.encode("utf-16-le"), {word: forms(word)}) == {word}
    assert words_in(canary("vorm").encode(), {word: forms(word)}) == set()
