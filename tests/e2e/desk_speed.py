"""`make bench-desk`: how fast a professional's window is with 2,000 messages in a conversation.

Not collected with the tests: figures of one machine are no promise of another. It prints how long
it takes to switch to such a conversation, to load the page with it and to show one more message,
and how even it scrolls; on a processor that Chromium slows down to a quarter, as the old computers
of a shelter are.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from chatserver.client import Visitor
from chatserver.crypto.hl1 import Roster
from tests.support.browsers import ProfessionalPage
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

MANY = 2_000
SLOWER = 4
TURNS = 5

PATIENT = {
    "CHATSERVER_LIMITS_FRAMES_PER_SECOND": "5000",
    "CHATSERVER_LIMITS_FRAMES_BURST": "50000",
    "CHATSERVER_LIMITS_BYTES_PER_MINUTE": "1000000000",
}
"""Nobody writes 2,000 messages in a minute, except here."""

SWITCH = """async (ticket) => {
  const tab = document.querySelector(`[data-testid=conversation-tab][data-ticket="${ticket}"]`);
  const drawn = () => new Promise((tell) => requestAnimationFrame(() => setTimeout(tell)));
  const begun = performance.now();
  tab.click();
  await drawn();
  return performance.now() - begun;
}"""
"""Milliseconds from the click until the picture has been drawn."""

SCROLL = """async () => {
  const list = document.querySelector('.messages');
  const frame = () => new Promise(requestAnimationFrame);
  const lengths = [];
  let before = await frame();
  for (let turn = 0; turn < 240; turn += 1) {
    list.scrollTop -= 180;
    const now = await frame();
    lengths.push(now - before);
    before = now;
  }
  return lengths;
}"""
"""Milliseconds of each picture, while the list moves as fast as a wheel turns it."""

ONE_MORE = """() => {
  const list = document.querySelector('.messages');
  window.more = new Promise((tell) => {
    new MutationObserver((all, observer) => {
      observer.disconnect();
      const seen = performance.now();
      requestAnimationFrame(() => setTimeout(() => tell(performance.now() - seen)));
    }).observe(list, { childList: true, subtree: true });
  });
}"""


@pytest.mark.timeout(600)
async def test_a_conversation_of_2000_messages(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with (
        Scene.apart(browser, stores, tmp_path, **PATIENT) as scene,
        aiohttp.ClientSession() as session,
    ):
        professional = await scene.professional(viewport={"width": 1366, "height": 768})
        long = await talks(scene, session, professional, 1)
        await fills(long, professional)
        await talks(scene, session, professional, 2)
        tabs = professional.part("conversation-tab")
        tickets = [await each.get_attribute("data-ticket") for each in await tabs.all()]
        tell({"slower": 1, "messages": MANY, **await scrolled(professional, tickets[0])})
        tools = await professional.page.context.new_cdp_session(professional.page)
        await tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        figures = await measured(professional, long, tickets)
    tell(figures)


async def talks(
    scene: Scene, session: aiohttp.ClientSession, professional: ProfessionalPage, many: int
) -> Visitor:
    """A visitor of the reference client, in a conversation with this professional."""
    roster = Roster(scene.key.public)
    url = scene.visitors.origin
    visitor = Visitor(session, url, roster=roster, minute=lambda: int(time.time() // 60))  # noqa: TID251
    visitor.arrive()
    await visitor.until(lambda: visitor.position is not None)
    await professional.part("take-next").click()
    await visitor.let_in()
    open_ = professional.page.locator('[data-testid="conversation-tab"][data-state="open"]')
    await expect(open_).to_have_count(many)
    return visitor


async def fills(visitor: Visitor, professional: ProfessionalPage) -> None:
    """As much as is written in a very long night."""
    for number in range(1, MANY + 1):
        visitor.say(
            f"Bericht {number}. " + "Ik weet niet zo goed waar ik moet beginnen. " * (number % 4)
        )
        if number % 500 == 0:
            await expect(professional.part("message")).to_have_count(number, timeout=60_000)


async def measured(
    professional: ProfessionalPage, long: Visitor, tickets: list[str | None]
) -> dict[str, float]:
    page = professional.page
    first, second = tickets
    opening, other = [], []
    for _ in range(TURNS):
        other.append(await page.evaluate(SWITCH, second))
        opening.append(await page.evaluate(SWITCH, first))
    scroll = await scrolled(professional, first)
    more = []
    for turn in range(TURNS):
        await page.evaluate(ONE_MORE)
        long.say(f"nog een: {turn}")
        more.append(await page.evaluate("window.more"))
    figures = {
        "slower": SLOWER,
        "messages": MANY,
        "open_ms": round(statistics.median(opening)),
        "open_worst_ms": round(max(opening)),
        "open_a_short_one_ms": round(statistics.median(other)),
        **scroll,
        "one_more_ms": round(statistics.median(more)),
    }
    tell(figures)
    loading = await timed(lambda: reloads(professional, first))
    return {"reload_ms": round(loading * 1000)}


async def scrolled(professional: ProfessionalPage, ticket: str | None) -> dict[str, float]:
    """How long each picture takes while the conversation moves; 16.7 is 60 a second."""
    await professional.page.evaluate(SWITCH, ticket)
    await expect(professional.part("message")).to_have_count(MANY)
    lengths = await professional.page.evaluate(SCROLL)
    return {
        "scroll_median_ms": round(statistics.median(lengths), 1),
        "scroll_p95_ms": round(sorted(lengths)[int(len(lengths) * 0.95)], 1),
    }


async def reloads(professional: ProfessionalPage, ticket: str | None) -> None:
    await professional.page.reload()
    await professional.page.locator(
        f'[data-testid="conversation-tab"][data-ticket="{ticket}"]'
    ).click()
    await expect(professional.part("message")).to_have_count(MANY + TURNS, timeout=60_000)


def tell(figures: dict[str, float]) -> None:
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


async def timed(work: Callable[[], Awaitable[None]]) -> float:
    """Seconds."""
    begun = asyncio.get_running_loop().time()
    await work()
    return asyncio.get_running_loop().time() - begun
