"""Every screen for everybody: axe finds nothing, and nothing sticks out of a small phone."""

from pathlib import Path

from playwright.async_api import Browser, expect

from chatserver.domain.synthetic import year_like_2022
from tests.e2e.test_staff import LAST_YEAR
from tests.support.browsers import Window
from tests.support.elsewhen import Elsewhen
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

AXE = Path(__file__).parent.parent.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"

LOOK = """async () => {
  const { violations } = await axe.run(document);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}"""

STICKING_OUT = """[...document.querySelectorAll('body *')]
  .filter((each) => {
    const box = each.getBoundingClientRect();
    const isShown = box.width > 1 && box.height > 1 && each.checkVisibility();
    const scrolls = each.closest('svg, .contents, table, .messages');
    return isShown && !scrolls && box.right > innerWidth + 1;
  })
  .map((each) => each.outerHTML.slice(0, 120))"""

LAPTOP = {"width": 1280, "height": 800}
SMALL_PHONE = {"width": 320, "height": 640}


async def works_for_everybody(window: Window, state: str) -> None:
    """Look at this state on a laptop, and on a small phone in the dark."""
    page = window.page
    if not await page.evaluate("'axe' in window"):
        await page.add_script_tag(path=AXE)
    for size, scheme in ((LAPTOP, "light"), (SMALL_PHONE, "dark")):
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        violations = await page.evaluate(LOOK)
        assert violations == [], f"{state}, {scheme}"
    assert await page.evaluate(STICKING_OUT) == [], state
    assert await page.evaluate("document.scrollingElement.scrollWidth") <= SMALL_PHONE["width"]
    await page.set_viewport_size({"width": LAPTOP["width"], "height": LAPTOP["height"]})


async def test_every_screen_of_the_visitor_works_for_everybody(scene: Scene) -> None:
    visitor = await scene.visitor(bypass_csp=True)
    await visitor.opens()
    await visitor.sees("start-page")
    for summary in await visitor.page.locator("summary").all():
        await summary.click()
    await works_for_everybody(visitor, "start")
    await visitor.starts()
    await works_for_everybody(visitor, "waiting")
    await visitor.part("write-ahead").click()
    await visitor.says("alvast iets")
    await works_for_everybody(visitor, "waiting and writing")
    professional = await scene.professional()
    await professional.takes_next()
    await visitor.sees("called-page")
    await works_for_everybody(visitor, "called")
    await visitor.is_ready()
    await professional.is_let_in()
    await professional.says("Hoi. Waar wil je over praten? " * 5)
    await visitor.hears("Waar wil je over praten?")
    await visitor.part("composer").fill("a" * 3700)
    await works_for_everybody(visitor, "conversation")
    await visitor.page.evaluate("document.documentElement.classList.add('still')")
    await works_for_everybody(visitor, "covered")
    await visitor.page.evaluate("document.documentElement.classList.remove('still')")
    await visitor.page.keyboard.press("Escape")
    await works_for_everybody(visitor, "one press of the exit")
    await visitor.part("end").click()
    await works_for_everybody(visitor, "asked whether to end")
    scene.visitors.hold_down()
    await visitor.sees("banner")
    await works_for_everybody(visitor, "without a line")
    scene.visitors.thaw()
    await visitor.part("end-confirm").click()
    await visitor.sees("ended-page")
    await works_for_everybody(visitor, "ended")  # with questions: test_afterwards.py


async def test_every_screen_without_a_conversation_works_for_everybody(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(browser, stores, tmp_path, CHATSERVER_LIMITS_MAX_WAITING="1") as scene:
        await without_a_conversation(scene)


async def without_a_conversation(scene: Scene) -> None:
    first = await scene.visitor(bypass_csp=True)
    await first.comes()
    root = await first.page.evaluate("window.name")
    second = await scene.visitor(bypass_csp=True)
    await second.page.add_init_script(f"window.name ||= '{root}'")
    await second.opens()
    await second.sees("waiting-page")
    await first.sees("elsewhere-page")
    await works_for_everybody(first, "elsewhere")

    late = await scene.visitor(bypass_csp=True)
    await late.opens()
    await late.sees("full-page")
    await works_for_everybody(late, "full")

    refused = await scene.visitor(bypass_csp=True)
    await refused.page.add_init_script("crypto.subtle.encrypt = () => Promise.reject()")
    await refused.opens()
    await refused.sees("refused-page")
    await works_for_everybody(refused, "refused")

    misread = await scene.visitor(bypass_csp=True)
    await misread.page.add_init_script(
        "const send = WebSocket.prototype.send;"
        "WebSocket.prototype.send = function () { send.call(this, 'nonsense'); };"
    )
    # It does not hear that the list is full, and tries.
    await misread.page.route("**/api/desk", lambda route: route.abort())
    await misread.opens()
    await misread.presses_start()
    await misread.sees("fault-page")
    await works_for_everybody(misread, "fault")

    forgotten = await scene.visitor(bypass_csp=True)
    await forgotten.page.add_init_script("window.name ||= btoa('x'.repeat(32))")
    await forgotten.opens()
    await forgotten.sees("gone")
    await works_for_everybody(forgotten, "gone")


async def test_every_screen_of_a_desk_that_closes_works_for_everybody(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    clock = Elsewhen("2026-11-28T21:35:00")
    week = "daily 19:00-23:00"
    async with Scene.here(
        browser, stores, tmp_path, clock=clock, CHATSERVER_HOURS_WEEK=week
    ) as scene:
        visitor = await scene.visitor(bypass_csp=True)
        await visitor.opens()
        await visitor.sees("closing")
        await works_for_everybody(visitor, "start, closing soon")
        await visitor.starts()
        await visitor.sees("closing", closed="false")
        await works_for_everybody(visitor, "waiting, closing soon")
        clock.jumps_to("2026-11-28T22:00:00")
        await visitor.sees("closing", closed="true")
        await visitor.part("closing-numbers").click()
        await works_for_everybody(visitor, "waiting, closed")
        clock.jumps_to("2026-11-28T22:31:00")
        await visitor.sees("let-go")
        await works_for_everybody(visitor, "let go")

        coordinator = await scene.coordinator(bypass_csp=True)
        await coordinator.part("intake-switch").click()
        await coordinator.sees("intake", state="paused")
        await works_for_everybody(coordinator, "coordinator, closed and paused")
        clock.jumps_to("2026-11-29T18:00:00")
        late = await scene.visitor(bypass_csp=True)
        await late.opens()
        await late.sees("paused-page")
        await works_for_everybody(late, "paused")


async def test_every_screen_of_a_professional_works_for_everybody(scene: Scene) -> None:
    stranger = await scene.visitor(bypass_csp=True)
    stranger.url = scene.staff.origin
    await stranger.opens()
    await stranger.part("name").fill("Sanne")
    await stranger.part("password").fill("verkeerd wachtwoord")
    await stranger.part("sign-in").click()
    await expect(stranger.part("sign-in-refusal")).not_to_be_empty()
    await works_for_everybody(stranger, "sign-in")

    professional = await scene.professional(bypass_csp=True)
    await works_for_everybody(professional, "empty desk")
    visitor, _ = await scene.waiting_visitor(), await scene.waiting_visitor()
    await expect(professional.part("waiting-row")).to_have_count(2)
    await professional.takes_next()
    await works_for_everybody(professional, "knocking")
    await visitor.is_ready()
    await professional.is_let_in()
    await visitor.says("kan iemand mij zien? " * 6)
    await professional.says("Nee. Ik lees alleen wat je schrijft.")
    await visitor.has_messages(2)
    await works_for_everybody(professional, "conversation")
    await professional.part("end").click()
    await works_for_everybody(professional, "asked whether to end")
    await professional.part("confirm-end").click()
    await professional.sees("tag-form")
    await works_for_everybody(professional, "tag form")
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "yes")
    await professional.part("skip").click()
    await works_for_everybody(professional, "tag form with everything")


async def test_every_screen_of_a_coordinator_works_for_everybody(scene: Scene) -> None:
    assert scene.app is not None
    await scene.app.counting.load_synthetic(
        LAST_YEAR, year_like_2022(scene.app.codebook, LAST_YEAR)
    )
    await scene.app.figures.tally()  # the first look decides what is shown: seconds
    coordinator = await scene.coordinator(bypass_csp=True)
    await coordinator.sees("synthetic")
    await works_for_everybody(coordinator, "coordinator")
    subjects = await coordinator.part("subject").all()
    names = [await each.get_attribute("data-value") or "" for each in subjects]
    for name in names[: names.index("all")]:  # which is what the others are, once more
        await coordinator.chooses_figures(name)
        await works_for_everybody(coordinator, f"figures, {name}")
