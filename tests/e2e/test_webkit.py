"""The whole journey in WebKit, which is in every browser of an iPhone."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp import web

from tests.support.browsers import ProfessionalPage
from tests.support.scene import Scene
from tests.support.webkit import WebKitPage

MESSAGE: Final = "document.querySelectorAll('[data-testid=message]')"

ASKED_OR_IN_LINE: Final = (
    "document.querySelector('[data-testid=questions-skip], [data-testid=position]')"
)

SHIFT: Final = "\ue008"
ESCAPE: Final = "\ue00c"

BEFORE: Final = "Een andere pagina"
AWAY: Final = "Morgen zon"


@pytest_asyncio.fixture(loop_scope="session")
async def elsewhere() -> AsyncIterator[str]:
    """The world outside, in small: a page to come from, and the page that the exit leads to."""

    async def page(request: web.Request) -> web.Response:
        text = BEFORE if request.path == "/before" else AWAY
        return web.Response(text=f"<!doctype html><h1>{text}</h1>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/{any}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    yield f"http://{host}:{port}"
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(tmp_path: Path) -> AsyncIterator[WebKitPage]:
    """Somebody with an empty window."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    async with WebKitPage.of(home) as page:
        yield page


async def talks(
    visitor: WebKitPage, scene: Scene, elsewhere: str, professional: ProfessionalPage
) -> None:
    """From a page before, through the line, into a conversation with a word each way."""
    await visitor.opens(f"{elsewhere}/before")
    await visitor.opens(f"{scene.visitors.origin}/")
    await visitor.taps("start")
    # Asked only where what the organisation asks has come in time.
    await visitor.waits_for(ASKED_OR_IN_LINE)
    await visitor.runs("document.querySelector('[data-testid=questions-skip]')?.click();")
    await visitor.sees("position")
    await professional.takes_next()
    await visitor.taps("ready")
    await professional.is_let_in()
    await visitor.types("hoi, ik ben het")
    await visitor.taps("send")
    await professional.hears("hoi, ik ben het")
    await professional.says("Hoi. Waar wil je over praten?")
    await visitor.waits_for(f"{MESSAGE}.length === 2")
    await visitor.waits_for(f"{MESSAGE}[0].dataset.state === 'read'")
    await visitor.runs("document.getElementById('exit').href = arguments[0];", f"{elsewhere}/away")


async def has_left(visitor: WebKitPage, elsewhere: str) -> None:
    """Nothing of the chat is on the screen, nor behind Back."""
    await visitor.waits_for(f"location.origin === '{elsewhere}'")
    await visitor.waits_for(f"document.body?.innerText.trim() === '{AWAY}'")
    assert await visitor.runs("return window.name;") == ""
    await visitor.goes_back()
    await visitor.waits_for(f"document.body?.innerText.trim() === '{BEFORE}'")


@pytest.mark.parametrize("way", ["tap", SHIFT, ESCAPE], ids=["tap", "Shift", "Escape"])
async def test_from_the_start_to_the_exit(
    scene: Scene, visitor: WebKitPage, elsewhere: str, way: str
) -> None:
    professional = await scene.professional("Sanne")
    await talks(visitor, scene, elsewhere, professional)

    if way == "tap":
        await visitor.taps("exit")
    else:
        await visitor.presses(way, times=3)

    await professional.sees("ended", reason="exit")
    await has_left(visitor, elsewhere)


async def test_words_more_text_and_another_language(
    scene: Scene, visitor: WebKitPage, elsewhere: str
) -> None:
    professional = await scene.professional("Sanne")
    await talks(visitor, scene, elsewhere, professional)

    await visitor.runs("document.querySelector('[data-testid=words] summary').click();")
    await visitor.sees("words-list")
    await professional.opens_words()
    seen = await visitor.runs(
        "return document.querySelector('[data-testid=words-list]').textContent;"
    )
    assert str(seen).split() == (await professional.part("words-list").inner_text()).split()

    for part, value in (("text-size", "150"), ("language", "ar")):
        await visitor.runs(
            "const field = document.querySelector(`[data-testid=${arguments[0]}]`);"
            "field.value = arguments[1];"
            "field.dispatchEvent(new Event('change', { bubbles: true }));",
            part,
            value,
        )
    await visitor.waits_for("document.documentElement.dir === 'rtl'")
    await visitor.waits_for("parseFloat(getComputedStyle(document.body).fontSize) > 24")
    await professional.says("Neem rustig je tijd. " * 60)
    await visitor.waits_for(f"{MESSAGE}.length === 3")
    await visitor.waits_for("document.getElementById('app').scrollTop > 300")
    await visitor.runs("document.getElementById('app').scrollTop = 0;")
    await professional.says("Ben je er nog?")
    await visitor.taps("newest")
    await visitor.waits_for("!document.querySelector('[data-testid=newest]')")


async def test_a_reload_finds_the_conversation_and_stopping_ends_it(
    scene: Scene, visitor: WebKitPage, elsewhere: str
) -> None:
    professional = await scene.professional("Sanne")
    await talks(visitor, scene, elsewhere, professional)

    await visitor.opens(f"{scene.visitors.origin}/")
    await visitor.waits_for(f"{MESSAGE}.length === 2")
    await visitor.taps("end")
    await visitor.taps("end-confirm")

    await visitor.sees("ended-page")
    await professional.sees("ended", reason="left")
    assert await visitor.runs(f"return [{MESSAGE}.length, window.name];") == [0, ""]
