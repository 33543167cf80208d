"""The screens as people see them. `UPDATE_IMAGES=1` writes the pictures of the README anew."""

import base64
import os
import struct
import zlib
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize, expect

from chatserver.domain.synthetic import year_like_2022
from tests.e2e.test_staff import LAST_YEAR
from tests.support.browsers import Window, meet
from tests.support.elsewhen import Elsewhen
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

IMAGES = Path(__file__).parent.parent.parent / "docs" / "images"

SHOWN = (
    "readme.png",
    "visitor-start.png",
    "visitor-conversation.png",
    "desk.png",
    "desk-three.png",
    "desk-three-dark.png",
    "coordinator.png",
)
"""What docs/ shows; the others are looked at when a screen changes (`--basetemp`)."""

PHONE = ViewportSize(width=360, height=740)
DESKTOP = ViewportSize(width=1180, height=740)

Scheme = Literal["light", "dark"]

MOST_BYTES = 250_000
"""Of one picture: a README is read on bad lines too."""

TALK = (
    ("visitor", "Hoi. Ik weet niet of ik hier goed zit"),
    ("professional", "Hoi, wat goed dat je schrijft. Je zit hier goed. Wat is er aan de hand?"),
    ("visitor", "Mijn vriend kijkt steeds in mijn telefoon. Ik ben bang voor hem 😟"),
    ("professional", "Wat naar. Dat hoort niet, en het ligt niet aan jou. Ben je nu veilig?"),
    ("visitor", "Ja, bij mijn nichtje"),
)

SIDE_BY_SIDE = """<!doctype html>
<style>
  body { margin: 0; padding: 28px; display: inline-flex; gap: 28px; background: #dfe5e2; }
  img { display: block; border-radius: 12px; box-shadow: 0 4px 24px rgb(0 0 0 / 22%%); }
</style>
<body><img src="data:image/png;base64,%s"><img src="data:image/png;base64,%s"></body>"""


class Camera:
    """Takes pictures: into a place that is gone afterwards, unless they were asked for."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._shown = SHOWN if os.environ.get("UPDATE_IMAGES") == "1" else ()

    async def takes(self, page: Page, name: str) -> bytes:
        """Take a picture, and see that there is something on it."""
        picture = await page.screenshot(animations="disabled", caret="hide")
        directory = IMAGES if name in self._shown else self._directory
        directory.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(picture)
        assert len(picture) < MOST_BYTES, name
        assert variety(picture) > 30, f"{name} is as good as empty"
        return picture

    async def in_light(self, page: Page, name: str, schemes: tuple[Scheme, ...]) -> None:
        """Take a picture for the gallery in each of these, as WebP: a third of a PNG."""
        tools = await page.context.new_cdp_session(page)
        scrolled = await page.evaluate("document.getElementById('app').scrollTop")
        for scheme in schemes:
            await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert variety(await page.screenshot(caret="hide")) > 10, f"{name} is as good as empty"
            size = page.viewport_size
            assert size is not None
            # As wide as it is shown at the most.
            clip = {"x": 0, "y": 0, **size, "scale": min(1, 760 / size["width"])}
            shot = {"format": "webp", "quality": 38, "clip": clip}
            # A picture that is made smaller lays the page out anew.
            await page.evaluate(
                "(y) => { document.getElementById('app').scrollTop = y; }", scrolled
            )
            taken = (await tools.send("Page.captureScreenshot", shot))["data"]
            (self._directory / f"{name}-{scheme}.webp").write_bytes(base64.b64decode(taken))
            await page.evaluate(
                "(y) => { document.getElementById('app').scrollTop = y; }", scrolled
            )
        await tools.detach()


def variety(picture: bytes) -> int:
    """How many different lines of pixels a PNG has; a plain surface has one."""
    at, packed, width = 8, b"", 0
    while at < len(picture):
        size, kind = struct.unpack(">I4s", picture[at : at + 8])
        some = picture[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            depth, colour = some[8], some[9]
            assert depth == 8
            width = int.from_bytes(some[:4], "big") * {2: 3, 6: 4}[colour]
        packed += some if kind == b"IDAT" else b""
        at += size + 12
    pixels = zlib.decompress(packed)
    return len({pixels[line + 1 : line + 1 + width] for line in range(0, len(pixels), width + 1)})


async def test_the_screens(scene: Scene, tmp_path: Path) -> None:
    assert scene.app is not None
    camera = Camera(tmp_path)
    visitor = await scene.visitor(viewport=PHONE, has_touch=True, is_mobile=True)
    professional = await scene.professional("Sanne", viewport=DESKTOP)
    people: dict[str, Window] = {"visitor": visitor, "professional": professional}
    await visitor.opens()
    await visitor.sees("start-page")
    await camera.takes(visitor.page, "visitor-start.png")
    await visitor.starts()
    await camera.takes(visitor.page, "visitor-waiting.png")
    await professional.takes_next()
    await visitor.sees("called-page")
    await camera.takes(visitor.page, "visitor-called.png")
    await visitor.is_ready()
    await professional.is_let_in()
    for said, (who, text) in enumerate(TALK, start=1):
        await people[who].says(text)
        for person in people.values():
            await person.has_messages(said)
    await scene.waiting_visitor()
    await scene.waiting_visitor(locale="en-GB")
    await expect(professional.part("waiting-row")).to_have_count(2)
    await visitor.everything_is_read()
    await professional.everything_is_read()

    phone = await camera.takes(visitor.page, "visitor-conversation.png")
    desk = await camera.takes(professional.page, "desk.png")
    both = await (await scene.context(viewport={"width": 1640, "height": 800})).new_page()
    await both.set_content(SIDE_BY_SIDE % (text_of(phone), text_of(desk)))
    picture = await both.locator("body").bounding_box()
    assert picture is not None
    size = ViewportSize(width=round(picture["width"]), height=round(picture["height"]))
    await both.set_viewport_size(size)
    await camera.takes(both, "readme.png")

    await professional.ends()
    await visitor.sees("ended-page")
    await camera.takes(visitor.page, "visitor-ended.png")
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "yes")
    await camera.takes(professional.page, "tag-form.png")
    year = year_like_2022(scene.app.codebook, LAST_YEAR)
    await scene.app.counting.load_synthetic(LAST_YEAR, year)
    await scene.app.figures.tally()  # the first look decides what is shown: seconds
    coordinator = await scene.coordinator(viewport=DESKTOP)
    await coordinator.sees("synthetic")
    await camera.takes(coordinator.page, "coordinator.png")


def text_of(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


async def test_the_screens_of_a_desk_that_is_not_open(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    camera = Camera(tmp_path)
    clock = Elsewhen("2026-11-28T21:35:00")
    week = "daily 19:00-23:00"
    async with Scene.here(
        browser, stores, tmp_path, clock=clock, CHATSERVER_HOURS_WEEK=week
    ) as scene:
        visitor = await scene.visitor(viewport=PHONE, has_touch=True, is_mobile=True)
        await visitor.opens()
        await visitor.sees("closing")
        await camera.takes(visitor.page, "visitor-closing.png")
        await visitor.starts()
        await visitor.sees("closing", closed="false")
        await camera.takes(visitor.page, "visitor-waiting-closing.png")
        coordinator = await scene.coordinator(viewport=DESKTOP)
        await coordinator.sees("intake", state="open")
        await camera.takes(coordinator.page, "coordinator-open.png")
        await coordinator.part("intake-switch").click()
        await coordinator.sees("intake", state="paused")
        await camera.takes(coordinator.page, "coordinator-paused.png")
        await coordinator.page.set_viewport_size(PHONE)
        await camera.takes(coordinator.page, "coordinator-paused-phone.png")
        late = await scene.visitor(viewport=PHONE, has_touch=True, is_mobile=True)
        await late.opens()
        await late.sees("paused-page")
        await camera.takes(late.page, "visitor-paused.png")
        clock.jumps_to("2026-11-28T22:00:00")
        await visitor.sees("closing", closed="true")
        await camera.takes(visitor.page, "visitor-waiting-closed.png")
        clock.jumps_to("2026-11-28T22:31:00")
        await visitor.sees("let-go")
        await camera.takes(visitor.page, "visitor-let-go.png")
        await visitor.page.emulate_media(color_scheme="dark")
        await visitor.page.set_viewport_size({"width": 320, "height": 480})
        await camera.takes(visitor.page, "visitor-let-go-small.png")
        await late.opens()
        await late.sees("closed-page")
        await camera.takes(late.page, "visitor-closed.png")
        await late.page.set_viewport_size(DESKTOP)
        await camera.takes(late.page, "visitor-closed-desktop.png")


async def test_the_screens_of_somebody_who_wants_to_join(scene: Scene, tmp_path: Path) -> None:
    camera = Camera(tmp_path)
    visitor = await scene.visitor(viewport=PHONE, has_touch=True, is_mobile=True)
    sanne = await scene.professional("Sanne", viewport=DESKTOP)
    await visitor.comes()
    await meet(visitor, sanne)
    await visitor.says("Mijn vriend kijkt steeds in mijn telefoon.")
    await sanne.hears("Mijn vriend kijkt steeds in mijn telefoon.")
    noor = await scene.professional("Noor", viewport=DESKTOP)
    await sanne.asks_colleagues("handover")
    await camera.takes(sanne.page, "desk-asked.png")
    await camera.takes(noor.page, "desk-asking.png")
    await noor.sits_in()
    await camera.takes(noor.page, "desk-knocking.png")
    await visitor.sees("asking")
    await camera.takes(visitor.page, "visitor-asking.png")
    await visitor.page.emulate_media(color_scheme="dark")
    await camera.takes(visitor.page, "visitor-asking-dark.png")
    await visitor.page.emulate_media(color_scheme="light")
    await visitor.page.set_viewport_size({"width": 320, "height": 480})
    await expect(visitor.part("join-no")).to_be_visible()
    await camera.takes(visitor.page, "visitor-asking-small.png")
    await visitor.page.set_viewport_size(PHONE)
    await visitor.lets_join(back=True)
    await noor.is_let_in()
    await visitor.part("words").locator("summary").click()
    await expect(visitor.part("words-list")).to_have_count(2)
    await camera.takes(visitor.page, "visitor-words.png")
    await sanne.opens_words()
    await camera.takes(sanne.page, "desk-words.png")
    await sanne.steps_out()
    await expect(visitor.page.locator('[data-note="left"]')).to_be_visible()
    await camera.takes(visitor.page, "visitor-left.png")
    await scene.revoke("Noor")
    await visitor.sees("waiting-page")
    await camera.takes(visitor.page, "visitor-dropped.png")
