"""Suite 2 (X-Wing) in a browser that has it: the frozen vectors, Python, and two real pages."""

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

from chatserver.crypto.hl1 import from_base64, to_base64
from chatserver.crypto.hl1.encapsulation import new_key
from chatserver.crypto.hl1.grant import Answered, open_grant
from chatserver.crypto.hl1.keys import digest
from tests.support.browsers import meet
from tests.support.scene import Scene
from tests.support.servers import ROOT

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "hl1.json").read_text("utf-8")
)
SUITE_AT = len(b"hl1|offer") + 1
"""Where the suite stands in an offer."""


def bundled() -> str:
    """Our HL1 as one script that puts it on the window."""
    return subprocess.run(
        ["node", "in-browser.mjs"],  # noqa: S607 - the one of PATH, as for the pages
        cwd=ROOT / "web",
        capture_output=True,
        text=True,
        check=True,
    ).stdout


async def hl1_in(browser: Browser, scene: Scene) -> Page:
    """A page of a secure origin with our HL1 on it and nothing else."""
    context = await browser.new_context(bypass_csp=True)
    scene.closes(context)
    page = await context.new_page()
    await page.goto(f"{scene.visitors.origin}/icon.svg")
    await page.evaluate(bundled())
    return page


async def test_the_frozen_vectors_of_suite_2_hold_in_a_browser(
    browser: Browser, scene: Scene
) -> None:
    page = await hl1_in(browser, scene)
    xwing, offers = VECTORS["xwing"], VECTORS["offers"]
    assert await page.evaluate("hl1.supportedSuites()") == [2, 1]

    for grant in xwing["grants"].values():
        given = await page.evaluate("(it) => hl1.opened(it)", xwing | {"grant": grant})
        assert given == {name: xwing[name] for name in ("member", "since", "record", "secrets")}
    for refused in xwing["refused"]:
        case = xwing | {"grant": refused["grant"]}
        assert await page.evaluate("(it) => hl1.opened(it)", case) is None, refused["name"]
    to = [offers["cid"], offers["commitment"], VECTORS["roster"]["key"]]
    of_suite_2 = [it for it in offers["accepted"] if it["suite"] == 2]
    assert of_suite_2
    for it in of_suite_2:
        assert await page.evaluate("(all) => hl1.believed(...all)", [it, *to]) == 2, it["name"]
    for it in offers["refused"]:
        if 2 in it["suites"] and not it["revoked"]:
            said = await page.evaluate("(all) => hl1.believed(...all)", [it, *to])
            assert said is None, it["name"]


async def test_a_grant_made_in_the_browser_opens_in_python(browser: Browser, scene: Scene) -> None:
    page = await hl1_in(browser, scene)
    cid, offer = bytes(range(16)), b"hl1|offer of this test"

    for suite in (1, 2):
        private, key = new_key(suite)
        to = {"cid": to_base64(cid), "offer": to_base64(offer), "key": to_base64(key)}
        made = await page.evaluate("(it) => hl1.sealed(it)", to)
        given = open_grant(
            from_base64(made["grant"]),
            Answered(cid=cid, key=key, hash=digest(offer)),
            commitment=from_base64(made["commitment"]),
            private=private,
        )
        assert (given.member, given.since, given.record) == (3, 2, bytes(range(32)))
        assert given.secrets == {7: bytes(reversed(range(32)))}


async def test_two_pages_that_have_suite_2_use_it_and_reload_with_it(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("ook over twintig jaar nog van ons")
    await professional.hears("ook over twintig jaar nog van ons")

    for page in (professional, visitor):
        await page.page.reload()
    await professional.is_let_in()
    await visitor.sees("conversation-page")
    await professional.says("Ja.")
    await visitor.hears("Ja.")

    assert suites_offered_to(visitor.frames) == {2}


async def test_where_one_page_lacks_suite_2_both_use_suite_1(scene: Scene) -> None:
    visitor, professional = await scene.visitor(), await scene.professional()
    await visitor.page.add_init_script("delete SubtleCrypto.prototype.encapsulateBits")
    await visitor.comes()
    await meet(visitor, professional)
    await visitor.says("het gaat ook zo")
    await professional.hears("het gaat ook zo")

    assert suites_offered_to(visitor.frames) == {1}


def suites_offered_to(frames: list[Any]) -> set[int]:
    """The suites of every offer that a page was sent."""
    said = [json.loads(frame.payload) for frame in frames if not frame.sent]
    return {base64.b64decode(it["offer"])[SUITE_AT] for it in said if it["type"] == "offer"}
