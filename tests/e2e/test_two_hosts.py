"""Both pages come from hosts of their own; the chat server serves none of its client code."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from chatserver.app import publish
from chatserver.config import SiteConfig
from tests.support.browsers import meet
from tests.support.hosts import Host
from tests.support.redis_servers import Stores
from tests.support.scene import Scene
from tests.support.servers import ROOT


@dataclass
class Apart:
    """A helpline whose pages lie elsewhere."""

    scene: Scene
    visitors: Host
    staff: Host


@asynccontextmanager
async def pages_apart(browser: Browser, stores: Stores, directory: Path) -> AsyncIterator[Apart]:
    """Publish both pages on two further origins, for a server that knows these origins."""
    async with AsyncExitStack() as stack:
        visitors, staff = [await stack.enter_async_context(Host.somewhere()) for _ in range(2)]
        scene = await stack.enter_async_context(
            Scene.here(
                browser,
                stores,
                directory,
                CHATSERVER_VISITORS_ORIGINS=visitors.origin,
                CHATSERVER_STAFF_ORIGINS=staff.origin,
            )
        )
        site = SiteConfig(api=scene.visitors.origin, staff_api=scene.staff.origin)
        publish(ROOT / "web" / "dist", directory / "elsewhere", site, scene.key)
        visitors.serves(directory / "elsewhere", "visitor")
        staff.serves(directory / "elsewhere", "staff")
        yield Apart(scene, visitors, staff)


@pytest_asyncio.fixture(loop_scope="session")
async def apart(browser: Browser, stores: Stores, tmp_path: Path) -> AsyncIterator[Apart]:
    """A helpline whose pages lie elsewhere."""
    async with pages_apart(browser, stores, tmp_path) as apart:
        yield apart


async def test_a_conversation_between_pages_of_other_hosts(apart: Apart) -> None:
    visitor = await apart.scene.visitor(url=apart.visitors.origin)
    professional = await apart.scene.professional(url=apart.staff.origin)
    sockets: list[str] = []
    visitor.page.on("websocket", lambda socket: sockets.append(socket.url))

    await visitor.comes()
    await meet(visitor, professional)
    await visitor.says("Kan ik hier praten?")
    await professional.hears("Kan ik hier praten?")
    await professional.says("Ja, dat kan.")
    await visitor.hears("Ja, dat kan.")
    await visitor.stops()
    await professional.sees("ended", reason="left")
    await professional.tags_not_trafficking()
    asked_visitor = await visitor.sees("afterwards")
    await asked_visitor.locator("[data-question=heard][data-code=yes]").click()
    await asked_visitor.locator(".main").click()
    await expect(visitor.part("afterwards-told")).to_contain_text("Dank je wel")

    assert sockets == [apart.scene.visitors.origin.replace("http", "ws") + "/ws"]
    elsewhere = {
        request.url
        for request in visitor.requests
        if not request.url.startswith(apart.visitors.origin + "/")
    }
    chat = apart.scene.visitors.origin
    assert elsewhere == {chat + "/api/desk", chat + "/api/afterwards"}
    asked = {
        request.url.removeprefix(apart.scene.staff.origin)
        for request in professional.requests
        if not request.url.startswith(apart.staff.origin + "/")
    }
    assert {"/api/me", "/api/sign-in", "/api/codebook"} <= asked
    assert {path.startswith("/api/") for path in asked} == {True}
    assert visitor.complaints == []
    assert professional.complaints == []
    assert await visitor.page.context.cookies() == []


async def test_the_quick_exit_of_another_host_reaches_the_server(apart: Apart) -> None:
    visitor = await apart.scene.visitor(url=apart.visitors.origin)
    professional = await apart.scene.professional(url=apart.staff.origin)
    await visitor.comes()
    await meet(visitor, professional)

    await visitor.part("exit").click()

    await visitor.page.wait_for_url("https://www.knmi.nl/")
    await professional.sees("ended", reason="exit")
    goodbyes = [request.url for request in visitor.requests if request.method == "POST"]
    assert goodbyes == [f"{apart.scene.visitors.origin}/api/leave"]
    assert visitor.complaints == []


async def test_a_professional_of_another_host_stays_signed_in_and_signs_out(apart: Apart) -> None:
    professional = await apart.scene.professional(url=apart.staff.origin)

    await professional.opens()
    await professional.is_at_the_desk()
    (cookie,) = await professional.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")

    await professional.part("sign-out").click()

    await professional.sees("sign-in")
    await professional.opens()
    await professional.sees("sign-in")


async def test_one_changed_byte_is_refused_by_the_browser(apart: Apart) -> None:
    app = apart.visitors.file("app-")
    body = bytearray(apart.visitors.has(app))
    body[-2] ^= 1
    apart.visitors.changed[app] = bytes(body)
    visitor = await apart.scene.visitor(url=apart.visitors.origin)
    sockets: list[str] = []
    visitor.page.on("websocket", lambda socket: sockets.append(socket.url))

    await visitor.opens()

    late = visitor.page.locator(".late")
    await expect(late).to_be_visible()
    await expect(late.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    await expect(visitor.part("start")).to_have_count(0)
    assert any("integrity" in complaint for complaint in visitor.complaints)
    assert sockets == []
    assert {request.url.rpartition("/")[2] for request in visitor.requests} <= {
        *("", "icon.svg", app),
        *map(apart.visitors.file, ("exit-", "early-", "style-", "language-nl-")),
    }
    await visitor.part("exit").click()
    await visitor.page.wait_for_url("https://www.knmi.nl/")


async def test_a_script_that_nobody_published_does_not_run(apart: Apart) -> None:
    html = apart.visitors.has("index.html").decode()
    apart.visitors.changed["more.js"] = b"window.changed = 'outside'"
    apart.visitors.changed["index.html"] = html.replace(
        "</head>",
        '<script src="more.js"></script><script>window.changed = "inside"</script></head>',
    ).encode()
    visitor = await apart.scene.visitor(url=apart.visitors.origin)

    await visitor.opens()

    # The page itself goes on: what came with it is what does not run.
    await visitor.sees("start-page")
    assert await visitor.page.evaluate("window.changed") is None
    assert any("inline script" in complaint for complaint in visitor.complaints)
