"""Leaving at once (promise 7): never waits for the network, and nothing stays on the screen."""

import asyncio
import base64
import os
import re
import signal
from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Route, expect

from tests.support.browsers import ProfessionalPage, VisitorPage, fulfil_outside, meet
from tests.support.memory import family
from tests.support.scene import Scene

AT_ONCE = 200
"""Milliseconds: shorter than it takes to look over a shoulder."""

STOPWATCH = """
let pressedAt = 0;
const note = (event) => { pressedAt = event.timeStamp; };
for (const kind of ['mousedown', 'keydown', 'keyup']) addEventListener(kind, note, true);
new MutationObserver(() => {
  const { body, title } = document;
  if (!pressedAt || !body || body.innerText.trim() !== '') return;
  const took = performance.now() - pressedAt;
  window.tell([took, body.innerText, body.childElementCount, title, window.name]);
}).observe(document, { subtree: true, childList: true });
"""
"""Tells what is on the screen once it is empty, and how long after the last press that is."""


UNDER_THE_COUNT = """() => {
  const count = document.getElementById('presses').getBoundingClientRect();
  const seen = document.getElementById('app').getBoundingClientRect();
  const around = [...document.querySelectorAll('#top *, #exit, #dock *')];
  const inside = [...document.querySelectorAll('main h1, main button, main li')];
  return [...around, ...inside].filter((each) => {
    const box = each.getBoundingClientRect();
    const bottom = inside.includes(each) ? Math.min(box.bottom, seen.bottom) : box.bottom;
    const isBeside = box.right <= count.left || box.left >= count.right;
    return !isBeside && box.top < count.bottom - 1 && bottom > count.top + 1;
  }).map((each) => each.outerHTML.slice(0, 120));
}"""
"""Parts of the page, as far as they are in sight, that overlap with the count of presses."""


ON_THE_GLASS = """
let pressedAt = 0;
addEventListener('mousedown', (event) => { pressedAt = event.timeStamp; }, true);
const look = () => {
  if (!pressedAt || !document.body || document.body.innerText.trim() !== '') return;
  // The frame that is drawn from here on is on the screen before the next one begins.
  requestAnimationFrame(() => requestAnimationFrame(() => {
    window.tell(performance.now() - pressedAt);
  }));
};
new MutationObserver(look).observe(document, { subtree: true, childList: true });
"""
"""Tells how long after the press the empty page has been drawn."""

NEVER_DONE = "() => { crypto.subtle.encrypt = () => new Promise(() => {}); }"
"""An operation that has begun and does not end, as on a phone that is busy."""


@pytest_asyncio.fixture(loop_scope="session")
async def professional(scene: Scene) -> ProfessionalPage:
    """The one who talks with them."""
    return await scene.professional()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(scene: Scene, professional: ProfessionalPage) -> VisitorPage:
    """Somebody in a conversation, with a draft, who looked at another page before."""
    visitor = await scene.visitor()
    await visitor.page.goto("https://www.example.org/")
    await visitor.comes()
    await meet(visitor, professional)
    await visitor.says("hij komt eraan")
    await visitor.everything_arrived()
    await visitor.types("wacht")
    return visitor


async def by_the_button(visitor: VisitorPage) -> None:
    box = await visitor.part("exit").bounding_box()
    assert box is not None
    await visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


async def by_shift(visitor: VisitorPage) -> None:
    for _ in range(3):
        await visitor.page.keyboard.press("Shift")


async def by_escape(visitor: VisitorPage) -> None:
    for _ in range(3):
        await visitor.page.keyboard.press("Escape")


@pytest.mark.parametrize("leave", [by_the_button, by_shift, by_escape])
async def test_quick_exit_leaves_at_once_with_the_server_frozen(
    scene: Scene,
    visitor: VisitorPage,
    professional: ProfessionalPage,
    leave: Callable[[VisitorPage], Awaitable[None]],
) -> None:
    page = visitor.page
    told: asyncio.Future[list[object]] = asyncio.get_running_loop().create_future()
    may_arrive = asyncio.Event()

    async def slow_world(route: Route) -> None:
        await may_arrive.wait()
        await fulfil_outside(route)

    def tell(seen: list[object]) -> None:
        if not told.done():
            told.set_result(seen)

    await page.expose_function("tell", tell)
    await page.evaluate(f"() => {{ {STOPWATCH} }}")
    await page.route(re.compile("^https://"), slow_world)
    scene.visitors.freeze()

    await leave(visitor)
    async with asyncio.timeout(5):
        took, *screen = await told

    assert isinstance(took, float | int)
    assert took < AT_ONCE
    assert screen == ["", 0, "Home", ""]
    may_arrive.set()
    await page.wait_for_url("https://www.knmi.nl/")
    assert await page.evaluate("window.name") == ""
    await page.go_back()
    assert page.url == "https://www.example.org/"
    await page.go_forward()
    assert page.url == "https://www.knmi.nl/"
    scene.visitors.thaw()
    await professional.sees("ended", reason="exit")


async def test_nothing_is_on_the_screen_at_once_though_the_server_is_stopped_amid_a_message(
    scene_apart: Scene, record_property: Callable[[str, object], None]
) -> None:
    """The process itself stands still (SIGSTOP), and a message is just being encrypted."""
    scene, server = scene_apart, family(scene_apart.is_apart.pid)
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    page = visitor.page
    await meet(visitor, professional)
    await visitor.says("hij komt eraan")
    await visitor.everything_arrived()
    took: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    may_arrive = asyncio.Event()

    async def slow_world(route: Route) -> None:
        await may_arrive.wait()
        await fulfil_outside(route)

    def tell(milliseconds: float) -> None:
        if not took.done():
            took.set_result(milliseconds)

    await page.expose_function("tell", tell)
    await page.route(re.compile("^https://"), slow_world)
    await page.evaluate(f"() => {{ {ON_THE_GLASS} }}")
    await page.evaluate(NEVER_DONE)
    await visitor.says("help")
    await expect(visitor.part("composer")).to_have_value("")
    for process in server:
        os.kill(process, signal.SIGSTOP)
    try:
        await by_the_button(visitor)
        async with asyncio.timeout(5):
            await took
        record_property("the screen was empty after (ms)", took.result())
        assert took.result() < AT_ONCE
        may_arrive.set()
        await page.wait_for_url("https://www.knmi.nl/")
    finally:
        for process in server:
            os.kill(process, signal.SIGCONT)
    await professional.sees("ended", reason="exit")


@pytest.mark.parametrize("leave", [by_the_button, by_escape])
async def test_the_exit_works_before_the_rest_has_come(
    scene: Scene, leave: Callable[[VisitorPage], Awaitable[None]]
) -> None:
    visitor = await scene.visitor()
    never = asyncio.Event()

    async def on_a_bad_line(_route: Route) -> None:
        await never.wait()

    await visitor.page.route(re.compile(r"/app-\w+\.js$"), on_a_bad_line)
    await visitor.page.goto(visitor.url, wait_until="commit")
    await expect(visitor.page.get_by_text("de pagina komt eraan")).to_be_visible()

    await leave(visitor)

    await visitor.page.wait_for_url("https://www.knmi.nl/")
    never.set()


async def test_where_no_script_comes_at_all_the_exit_is_a_link(scene: Scene) -> None:
    visitor = await scene.visitor()
    await visitor.page.route(re.compile(r"\.js$"), lambda route: route.abort())
    await visitor.opens()
    await expect(visitor.part("start")).to_have_count(0)

    await by_the_button(visitor)

    await visitor.page.wait_for_url("https://www.knmi.nl/")


async def test_two_presses_are_no_wish_to_leave(visitor: VisitorPage) -> None:
    for key in ("Shift", "Shift", "a", "Shift", "Escape", "Shift"):
        await visitor.page.keyboard.press(key)
    # A capital is Shift with a letter.
    for letter in "ABC":
        await visitor.page.keyboard.press(f"Shift+{letter}")

    await visitor.sees("conversation-page")
    assert await visitor.part("composer").input_value() == "wachtaABC"


@pytest.mark.parametrize(("width", "height"), [(320, 568), (800, 600), (1280, 800)])
async def test_the_count_of_presses_covers_nothing(
    visitor: VisitorPage, width: int, height: int
) -> None:
    page = visitor.page
    await page.set_viewport_size({"width": width, "height": height})

    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")

    await expect(page.get_by_text("Nog 1 keer")).to_be_in_viewport(ratio=1)
    assert await page.evaluate(UNDER_THE_COUNT) == []


async def test_after_an_exit_the_professional_knows_and_the_vault_does_not(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    cid = await professional.part("waiting-row").get_attribute("data-cid")
    assert cid is not None
    await meet(visitor, professional)
    await visitor.says("ik moet weg")
    await professional.hears("ik moet weg")
    assert await vault_keys_of(scene, cid) != []

    await visitor.part("exit").click()

    ended = professional.part("ended")
    await ended.wait_for(timeout=1000)
    assert await ended.get_attribute("data-reason") == "exit"
    assert await vault_keys_of(scene, cid) == []


async def vault_keys_of(scene: Scene, cid: str) -> list[bytes]:
    pattern = b"*" + base64.b64decode(cid).hex().encode() + b"*"
    async with scene.stores.looking_into_vault() as client:
        return [key async for key in client.scan_iter(match=pattern)]
